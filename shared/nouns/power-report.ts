/** What the power doctor found: what keeps the machine awake, why it slept, what stops work at night, what wakes it. */
import { z } from 'zod';
import { SourceReading } from './power.ts';

/** A process that keeps the machine awake, as the system tells it. */
export const Assertion = z.strictObject({
  pid: z.int().min(0).optional(),
  process: z.string(),
  /** The system's word: `PreventUserIdleSystemSleep`; logind's `idle:sleep`. */
  type: z.string(),
  /** What the process says it is for. */
  name: z.string().optional(),
  since: z.string().optional(),
  /** In words: `keeps it from idle sleep`. */
  effect: z.string(),
  /** True where it is Luka's own. */
  own: z.boolean(),
});
export type Assertion = z.infer<typeof Assertion>;

export const SleepEvent = z.strictObject({
  at: z.string(),
  kind: z.enum(['sleep', 'wake', 'dark_wake', 'shutdown', 'start']),
  /** As the system wrote it. */
  text: z.string(),
  /** In words: `the lid was closed`; absent where it cannot be told. */
  why: z.string().optional(),
  source: z.enum(['ac', 'battery', 'unknown']).optional(),
  percent: z.int().min(0).max(100).optional(),
});
export type SleepEvent = z.infer<typeof SleepEvent>;

/** A moment at which the machine will wake, sleep or start by itself. */
export const ScheduledPowerEvent = z.strictObject({
  at: z.string().optional(),
  /** As the system writes it: `wake`, `wakepoweron`, `sleep`, `shutdown`. */
  type: z.string(),
  /** Who asked for it, where known. */
  owner: z.string().optional(),
  /** Repeats on these days, in words. */
  repeats: z.string().optional(),
});
export type ScheduledPowerEvent = z.infer<typeof ScheduledPowerEvent>;

export const PowerFinding = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info', 'ok']),
  message: z.string(),
  /** Lines of the system that show it. */
  evidence: z.array(z.string()),
  remedy: z.string().optional(),
  /** A command that mends it, as a person would type it. */
  command: z.string().optional(),
});
export type PowerFinding = z.infer<typeof PowerFinding>;

export const PowerReport = z.strictObject({
  at: z.string(),
  platform: z.string(),
  findings: z.array(PowerFinding),
  keepsAwake: z.array(Assertion),
  /** Newest first, of the time that was asked for. */
  events: z.array(SleepEvent),
  eventsFrom: z.string(),
  eventsTo: z.string(),
  /** True where there were more. */
  moreEvents: z.boolean(),
  scheduled: z.array(ScheduledPowerEvent),
  /** What the machine is fed by at that moment; absent where the doctor does not read it, or cannot. */
  reading: SourceReading.optional(),
  /** What closing the lid does, in words. */
  lid: z.string(),
  /** Settings in force, as the system prints them. */
  settings: z.record(z.string(), z.string()),
  /** What could not be found out, each with why. */
  cannotKnow: z.array(z.string()),
});
export type PowerReport = z.infer<typeof PowerReport>;

export const WAKE_STATES = ['planned', 'absent', 'cannot_tell'] as const;
/** A wake for an important task that is due: whether the system has it, and the command that makes it so. */
export const WakePlan = z.strictObject({
  task: z.string(),
  title: z.string(),
  due: z.string(),
  /** A little before it. */
  wake: z.string(),
  state: z.enum(WAKE_STATES),
  /** As a person would type it; absent where this machine cannot plan wakes. */
  command: z.string().optional(),
  /** The same for programs, without sudo: plans it, or takes it away where it is planned. */
  argv: z.array(z.string()).min(1).optional(),
});
export type WakePlan = z.infer<typeof WakePlan>;

export const WakePlans = z.strictObject({
  plans: z.array(WakePlan),
  scheduled: z.array(ScheduledPowerEvent),
  /** Whether Luka may do it without a person at a terminal. */
  rootAtHand: z.boolean(),
  /** Why no wake can be planned here, or what is to be known. */
  message: z.string().optional(),
});
export type WakePlans = z.infer<typeof WakePlans>;
