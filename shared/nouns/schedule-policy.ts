/** What a task says about its schedule beyond the triggers: what happens when moments collide, pass, fail or must wait. */
import { z } from 'zod';
import { Duration } from './duration.ts';

/** What becomes of a due moment while a run of the task waits or goes. */
export const OVERLAP_POLICIES = ['skip', 'queue', 'replace', 'parallel', 'coalesce'] as const;
const OverlapPolicy = z.enum(OVERLAP_POLICIES);
export type OverlapPolicy = z.infer<typeof OverlapPolicy>;
/** `limit`: how many may wait (queue, 10) or go at once (parallel, 2). */
export const Overlap = z.union([
  OverlapPolicy,
  z.strictObject({ policy: OverlapPolicy, limit: z.int().min(1).max(100).optional() }),
]);
export type Overlap = z.infer<typeof Overlap>;

/** What is made up for: one run for all that was missed, one for each (at most `max`, 20, no older than `within`, 1 d), none. */
export const CatchUpPolicy = z.union([
  z.enum(['latest', 'all', 'skip']),
  z.strictObject({
    all: z.strictObject({ max: z.int().min(1).max(1_000).optional(), within: Duration.optional() }),
  }),
]);
export type CatchUpPolicy = z.infer<typeof CatchUpPolicy>;
/** Why moments were missed: Luka was not running, the machine slept (or its clock was moved), or somebody paused it. */
export const ABSENCES = ['downtime', 'sleep', 'pause'] as const;
export type Absence = (typeof ABSENCES)[number];
/** `latest` where nothing is said. */
export const CatchUp = z.union([
  CatchUpPolicy,
  z.strictObject({
    downtime: CatchUpPolicy.optional(),
    sleep: CatchUpPolicy.optional(),
    pause: CatchUpPolicy.optional(),
  }),
]);
export type CatchUp = z.infer<typeof CatchUp>;

/** Further attempts after one that failed. A number is `times`. */
export const Retry = z.union([
  z.int().min(0).max(20),
  z.strictObject({
    /** Attempts after the first. */
    times: z.int().min(1).max(20),
    /** Before the second attempt; 10 s. */
    delay: Duration.optional(),
    /** `exponential` doubles the delay each time; the default. */
    backoff: z.enum(['fixed', 'exponential']).optional(),
    /** The longest delay; 1 h. */
    maxDelay: Duration.optional(),
    /** The share of the delay that is left to chance, 0 to 1; 0.2. */
    jitter: z.number().min(0).max(1).optional(),
    /** Which ends are worth another attempt; both. */
    on: z
      .array(z.enum(['failed', 'timed_out']))
      .min(1)
      .optional(),
    /** Only these exit codes are worth it, where the run failed by one. */
    exitCodes: z.array(z.int().min(1).max(255)).min(1).optional(),
  }),
]);
export type Retry = z.infer<typeof Retry>;

/** A task that fails `after` (5) times in a row is not started by its triggers any more, until `release` (1 h) passed. */
export const Quarantine = z.union([
  z.literal(false),
  z.strictObject({
    after: z.int().min(1).max(100).optional(),
    /** `false`: only by hand. */
    release: z.union([z.literal(false), Duration]).optional(),
  }),
]);
export type Quarantine = z.infer<typeof Quarantine>;

/** What must be true of the machine before a due moment becomes a run. A moment waits at most `wait` (1 h). */
export const Conditions = z.strictObject({
  /** On mains power. */
  ac: z.literal(true).optional(),
  /** Battery above this many percent, or on mains. */
  battery: z.int().min(1).max(100).optional(),
  /** Not in low-power mode. */
  lowPower: z.literal(false).optional(),
  /** `true`: any network; a text: `host` or `host:port` must answer. */
  network: z.union([z.literal(true), z.string().min(1).max(255)]).optional(),
  /** Name or UUID of a volume that must be mounted; the run never writes into its empty mount point. */
  volume: z
    .union([z.string().min(1).max(255), z.array(z.string().min(1).max(255)).min(1).max(16)])
    .optional(),
  /** Free space of the disk that holds `path` (the home). `free` is a size such as 10GB. */
  disk: z.strictObject({ free: z.string().min(2).max(20), path: z.string().min(1).optional() }).optional(),
  /** The person has not touched the machine for that long. */
  idle: Duration.optional(),
  wait: Duration.optional(),
});
export type Conditions = z.infer<typeof Conditions>;
export const CONDITION_KINDS = ['ac', 'battery', 'lowPower', 'network', 'volume', 'disk', 'idle'] as const;
export type ConditionKind = (typeof CONDITION_KINDS)[number];

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day as HH:MM, from 00:00 to 23:59');
/** A time of day in which nothing starts by itself; over midnight where `to` is not later than `from`. */
export const BlackoutWindow = z.strictObject({
  from: timeOfDay,
  to: timeOfDay,
  /** The days on which it begins; all where left out. */
  days: z.array(z.enum(WEEKDAYS)).min(1).optional(),
  tz: z.string().min(1).max(64).optional(),
});
export type BlackoutWindow = z.infer<typeof BlackoutWindow>;

/** What a task file may say of these. */
export const policyFields = {
  overlap: Overlap.optional(),
  catchUp: CatchUp.optional(),
  retry: Retry.optional(),
  quarantine: Quarantine.optional(),
  conditions: Conditions.optional(),
  blackout: z.array(BlackoutWindow).max(20).optional(),
  /** Runs of all tasks that name the same group share its limit (1, or what the settings say). */
  group: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'a group is lower-case letters, digits, ".", "-" and "_"')
    .optional(),
  /** What becomes of a step's processes that outlived Luka: ended, or waited for as if nothing had happened. */
  orphans: z.enum(['end', 'adopt']).optional(),
} as const;
