/** What the gate needs of the rooms around it, and what it gives. */
import type { Asker, GateVerdict, RiskReason } from '#shared/nouns/gate.ts';
import type { ConfinementLevel, Limits } from '#shared/nouns/confinement.ts';
import type { ParamValues } from '#shared/nouns/param.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';
import type { Assessment, ScriptReader } from '../assess/ports.ts';
import type { EffectivePolicy } from '../policy/effective-policy.ts';
import type { Work, WorkHistory } from '../work.ts';

export interface GateRequest {
  readonly task?: string | undefined;
  readonly definition: TaskDefinition;
  readonly params: ParamValues;
  readonly cause: RunCause;
}

/** What a run may touch, resolved to real folders. */
export interface Grants {
  readonly write: readonly string[];
  /** What is hidden from confined runs otherwise. */
  readonly read: readonly string[];
}

export interface Confinement extends Grants {
  readonly level: ConfinementLevel;
  readonly network: boolean;
  readonly limits: Limits;
}

export interface Judgement {
  readonly verdict: GateVerdict;
  /** The work, written out. */
  readonly work: string;
  readonly confinement: Confinement;
}

export interface GatePorts {
  readonly policy: () => EffectivePolicy;
  readonly assess: (
    work: Work,
    read: ScriptReader,
    commands: EffectivePolicy['commands'],
  ) => Promise<Assessment>;
  readonly readScript: ScriptReader;
  /** Its grants; what cannot be granted as reasons that deny. @throws LukaError path_unmounted */
  readonly grants: (
    definition: TaskDefinition,
    policy: EffectivePolicy,
  ) => Promise<{ readonly grants: Grants; readonly reasons: readonly RiskReason[] }>;
  readonly history: (request: GateRequest) => WorkHistory;
  /** Whose hand a task is by: `agent` where an agent wrote it through the API. */
  readonly authorOf: (request: GateRequest) => Asker;
  /** Why nothing can be confined on this machine; undefined where it can. */
  readonly noSandbox: () => Promise<string | undefined>;
  /** An approval that still lets this hash through. */
  readonly grantFor: (hash: string) => number | undefined;
}
