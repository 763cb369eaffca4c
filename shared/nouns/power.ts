/** Who keeps the machine awake, when it slept, and what it was fed by. Moments are ISO 8601, UTC. */
import { z } from 'zod';
import { Duration } from './duration.ts';
import { PowerPolicy } from './keep-awake.ts';

/** `system`: the machine does not fall asleep for want of use. `display`: nor does its display, which includes the first. */
export const HOLD_KINDS = ['system', 'display'] as const;
export const HoldKind = z.enum(HOLD_KINDS);
export type HoldKind = z.infer<typeof HoldKind>;

export const HoldOwner = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('run'),
    run: z.int().positive(),
    task: z.string().optional(),
    title: z.string(),
  }),
  z.strictObject({ kind: z.literal('person'), by: z.string() }),
]);
export type HoldOwner = z.infer<typeof HoldOwner>;

/** One wish that the machine stay awake, and whether it is granted just now. */
export const Hold = z.strictObject({
  /** `run-12` for a run's. */
  id: z.string(),
  kind: HoldKind,
  owner: HoldOwner,
  since: z.string(),
  /** When it ends by itself; absent where something else ends it. */
  until: z.string().optional(),
  /** The run it ends with. */
  whileRun: z.int().positive().optional(),
  /** Held whenever a run goes or waits for its turn. */
  whileTasks: z.literal(true).optional(),
  /** `while it runs`, `until 07:00`, or what the person said. */
  reason: z.string(),
  held: z.boolean(),
  /** Why not, in words: `on battery`, `battery under 20 %`. */
  notHeldBecause: z.string().optional(),
});
export type Hold = z.infer<typeof Hold>;

/** For how long: at most one of `until`, `for`, `whileTasks` and `whileRun`; none is until somebody releases it. */
export const AwakeRequest = z.strictObject({
  until: z.iso.datetime({ offset: true }).optional(),
  /** ms once read. */
  for: Duration.optional(),
  whileTasks: z.literal(true).optional(),
  whileRun: z.int().positive().optional(),
  display: z.boolean().optional(),
  reason: z.string().trim().min(1).max(200).optional(),
});
export type AwakeRequest = z.infer<typeof AwakeRequest>;

export const POWER_SOURCES = ['ac', 'battery', 'unknown'] as const;
export const PowerSource = z.enum(POWER_SOURCES);
export type PowerSource = z.infer<typeof PowerSource>;

export const SourceReading = z.strictObject({
  at: z.string(),
  source: PowerSource,
  /** Of the battery's charge; absent where there is none. */
  percent: z.number().min(0).max(100).optional(),
  /** Absent where the machine does not say. */
  lowPower: z.boolean().optional(),
});
export type SourceReading = z.infer<typeof SourceReading>;

/** What keeps the machine from sleeping here. */
export const BlockerStatus = z.strictObject({
  /** `caffeinate`, `systemd-inhibit`, `Electron`, `none`. */
  name: z.string(),
  works: z.boolean(),
  /** Why it does not, or does only in part. */
  message: z.string().optional(),
});
export type BlockerStatus = z.infer<typeof BlockerStatus>;

/** `dark_wake`: awake for its own business, with the display off, between two sleeps. */
export const SLEEP_KINDS = ['sleep', 'dark_wake'] as const;
export const PowerSleep = z.strictObject({
  kind: z.enum(SLEEP_KINDS),
  from: z.string(),
  to: z.string(),
  /** In words, where the system says it: `the lid was closed`. */
  reason: z.string().optional(),
  /** How it is known. */
  source: z.string(),
});
export type PowerSleep = z.infer<typeof PowerSleep>;

/** A stretch in which a hold was held, or in which it was wanted and was not. */
export const HoldSpan = z.strictObject({
  hold: z.string(),
  kind: HoldKind,
  owner: HoldOwner,
  from: z.string(),
  /** Absent while it goes on. */
  to: z.string().optional(),
  reason: z.string(),
  notHeldBecause: z.string().optional(),
});
export type HoldSpan = z.infer<typeof HoldSpan>;

export const PowerStatus = z.strictObject({
  at: z.string(),
  source: PowerSource,
  percent: z.number().min(0).max(100).optional(),
  lowPower: z.boolean().optional(),
  /** Absent where the machine has none, or does not say. */
  lid: z.enum(['open', 'closed']).optional(),
  blocker: BlockerStatus,
  policy: PowerPolicy,
  /** The person's first, then those of runs, oldest first. */
  holds: z.array(Hold),
  /** What was asleep last, not a dark wake. */
  lastSleep: PowerSleep.optional(),
});
export type PowerStatus = z.infer<typeof PowerStatus>;

export const PowerTimeline = z.strictObject({
  now: z.string(),
  from: z.string(),
  to: z.string(),
  /** The machine's zone. */
  tz: z.string(),
  /** Before it nothing was noted. */
  knownSince: z.string(),
  sleeps: z.array(PowerSleep),
  holds: z.array(HoldSpan),
  /** Changes in it, after the reading that was in force at its start. */
  sources: z.array(SourceReading),
  /** When Luka was not running: nothing is known of holds then. */
  down: z.array(z.strictObject({ from: z.string(), to: z.string() })),
  /** True where there was more than could be told. */
  more: z.boolean(),
});
export type PowerTimeline = z.infer<typeof PowerTimeline>;

/** What a run's receipt tells of power. */
export const RunPower = z.strictObject({
  holds: z.array(HoldSpan),
  /** Sleeps that it went through; the parts of them in the run. */
  sleeps: z.array(PowerSleep),
  darkWakes: z.int().min(0),
  /** ms of sleep in the midst of its attempts. */
  frozenMs: z.number().min(0),
  /** How long its attempts took by the two clocks, ms; absent while it goes. On Linux the second one stops in sleep. */
  wallMs: z.number().optional(),
  monotonicMs: z.number().min(0).optional(),
  /** At its start, and each change since. */
  sources: z.array(SourceReading),
  /** All of it in one line each, for people. */
  words: z.array(z.string()),
});
export type RunPower = z.infer<typeof RunPower>;
