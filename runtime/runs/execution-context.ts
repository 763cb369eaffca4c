/** What an execution needs of the rooms around it. */
import type { CheckResult } from '#shared/nouns/check.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { Clock } from '../clock.ts';
import type { HomeLayout } from '../home/layout.ts';
import type { Store } from '../store/store.ts';
import type { ProcessSpawner } from './processes/spawn.ts';
import type { Confinement } from '../safety/gate/ports.ts';
import type { Sandbox } from '../safety/sandbox/sandbox.ts';
import type { SecretStore } from '../safety/secrets/stores/secret-store.ts';
import type { RunRow } from './records.ts';
import type { RunLedger } from './run-ledger.ts';
import type { StepPrograms } from './steps/step-runner.ts';

export interface ExecutionContext {
  /** What confines processes on this machine; none where left out. */
  readonly sandbox?: (() => Sandbox | undefined) | undefined;
  readonly store: Store;
  readonly ledger: RunLedger;
  readonly clock: Clock;
  readonly layout: HomeLayout;
  readonly spawn: ProcessSpawner;
  /** Keeps what the checks of an attempt found. */
  readonly recordChecks?:
    ((run: number, attempt: number, results: readonly CheckResult[]) => void) | undefined;
  /** Told how a service does; undefined in place of a complaint where it is healthy. */
  readonly onHealth?: ((run: number, complaint: string | undefined) => void) | undefined;
  /** Where secrets are; none are known where left out. */
  readonly secrets?: (() => Promise<SecretStore>) | undefined;
  readonly programs: StepPrograms;
  readonly environment: Readonly<Record<string, string>>;
  readonly defaultGraceMs: () => number;
  /** Whether traces of runs are sent somewhere: steps are then told where theirs belong. */
  readonly traced?: (() => boolean) | undefined;
  /**
   * Asked right before an attempt begins. @returns how it is confined; unconfined where left out
   * @throws LukaError for what keeps it from running: the run ends with it
   */
  readonly admit?: ((row: RunRow, definition: TaskDefinition) => Promise<Confinement>) | undefined;
}
