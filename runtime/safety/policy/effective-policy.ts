/** A policy with everything that its file leaves out filled in: what decisions are made by. */
import { createHash } from 'node:crypto';
import type { ConfinementLevel, Limits } from '#shared/nouns/confinement.ts';
import type { Asker } from '#shared/nouns/gate.ts';
import type { Policy } from '#shared/nouns/policy.ts';
import type { BlackoutWindow } from '#shared/nouns/schedule-policy.ts';

type PerAsker<T> = Readonly<Record<Asker, T>>;

export interface EffectivePolicy {
  readonly paused: boolean;
  /** As written: `~` and links are not resolved yet. */
  readonly roots: readonly string[];
  readonly network: boolean;
  readonly env: readonly string[];
  readonly commands: {
    readonly allow: readonly string[];
    readonly ask: readonly string[];
    readonly never: readonly string[];
  };
  /** 0 to 101. */
  readonly ask: PerAsker<number>;
  readonly deny: PerAsker<number>;
  readonly hours: PerAsker<readonly BlackoutWindow[] | undefined>;
  readonly confinement: PerAsker<ConfinementLevel>;
  readonly limits: PerAsker<Limits>;
  /** ms. */
  readonly expire: number;
  readonly perMinute: number;
  /** The first digits of its hash: which policy a decision was made by. */
  readonly version: string;
}

const DAY_MS = 86_400_000;
const MB = 1_000_000;

/** A person at the keyboard and their own schedule are trusted with more than what an agent hands over. */
const ASK: PerAsker<number> = { person: 70, schedule: 70, agent: 40 };
const NEVER_BY_SCORE = 101;
const CONFINEMENT: PerAsker<ConfinementLevel> = { person: 'off', schedule: 'off', agent: 'paths' };
const LIMITS: PerAsker<Limits> = {
  person: { output: 4_000 * MB },
  schedule: { output: 4_000 * MB },
  agent: { output: 256 * MB, processes: 512, memory: 8_000 * MB },
};
const EXPIRE_MS = 7 * DAY_MS;
const PER_MINUTE = 600;

/** @param roots where the policy names none: CLS_FS_ALLOW or its default */
export function effectivePolicy(policy: Policy, roots: readonly string[]): EffectivePolicy {
  const each = <T>(
    own: Partial<Record<Asker, T | undefined>> | undefined,
    rest: PerAsker<T>,
  ): PerAsker<T> => ({
    person: own?.person ?? rest.person,
    schedule: own?.schedule ?? rest.schedule,
    agent: own?.agent ?? rest.agent,
  });
  const { commands, thresholds, limits } = policy;
  const filled: Omit<EffectivePolicy, 'version'> = {
    paused: policy.paused ?? false,
    roots: policy.roots ?? roots,
    network: policy.network ?? true,
    env: policy.env ?? [],
    commands: { allow: commands?.allow ?? [], ask: commands?.ask ?? [], never: commands?.never ?? [] },
    ask: each(thresholds?.ask, ASK),
    deny: each(thresholds?.deny, {
      person: NEVER_BY_SCORE,
      schedule: NEVER_BY_SCORE,
      agent: NEVER_BY_SCORE,
    }),
    hours: each<readonly BlackoutWindow[] | undefined>(policy.hours, {
      person: undefined,
      schedule: undefined,
      agent: undefined,
    }),
    confinement: each(policy.confinement, CONFINEMENT),
    limits: {
      person: { ...LIMITS.person, ...limits?.person },
      schedule: { ...LIMITS.schedule, ...limits?.schedule },
      agent: { ...LIMITS.agent, ...limits?.agent },
    },
    expire: policy.approvals?.expire ?? EXPIRE_MS,
    perMinute: policy.rates?.perMinute ?? PER_MINUTE,
  };
  // Whether Luka is frozen is no part of how it decides: a thaw makes no new version.
  const version = createHash('sha256')
    .update(JSON.stringify({ ...filled, paused: false }))
    .digest('hex')
    .slice(0, 12);
  return { ...filled, version };
}

/** What is in force while no policy was ever readable: everything waits for a human. */
export function strictestPolicy(roots: readonly string[]): EffectivePolicy {
  const zero = { person: 0, schedule: 0, agent: 0 };
  return effectivePolicy({ thresholds: { ask: zero } }, roots);
}
