/** A slot is one due moment of a trigger. Every slot ends in exactly one outcome, with a reason. */
import { z } from 'zod';
import { RunState } from './run.ts';
import { TRIGGER_KINDS } from './trigger.ts';

export const SLOT_OUTCOMES = ['ran', 'caught_up', 'coalesced', 'skipped', 'blocked', 'missed'] as const;
export const SlotOutcome = z.enum(SLOT_OUTCOMES);
export type SlotOutcome = z.infer<typeof SlotOutcome>;
/** Not decided yet: it waits for a condition, or for the end of a pause. */
export const OPEN_SLOT_STATES = ['waiting', 'held'] as const;
export const SlotState = z.enum([...OPEN_SLOT_STATES, ...SLOT_OUTCOMES]);
export type SlotState = z.infer<typeof SlotState>;

export function isOutcome(state: SlotState): state is SlotOutcome {
  return state !== 'waiting' && state !== 'held';
}

/** Why it became what it became, for programs; `reason` says it to people. */
export const SLOT_CODES = [
  'on_time',
  'condition_came_true',
  'after_downtime',
  'after_sleep',
  'after_pause',
  'one_for_all',
  'joined_waiting',
  'superseded',
  'overlap',
  'queue_full',
  'blackout',
  'catch_up_off',
  'too_old',
  'too_many',
  'quarantined',
  'conditions_unmet',
  'waits_for_condition',
  'paused',
  'task_gone',
  'refused',
  'chain_too_long',
] as const;
export const SlotCode = z.enum(SLOT_CODES);
export type SlotCode = z.infer<typeof SlotCode>;

export const Slot = z.strictObject({
  task: z.string(),
  /** The trigger's key within its task: its canonical words. */
  trigger: z.string(),
  kind: z.enum(TRIGGER_KINDS),
  /** ISO 8601, UTC. */
  due: z.string(),
  /** Moments this entry stands for: long absences are told as one. */
  count: z.int().positive(),
  /** The last of them, where there is more than one. */
  lastDue: z.string().optional(),
  state: SlotState,
  code: SlotCode,
  /** For a person: `the run of 09:00 (#12) was still going`. */
  reason: z.string(),
  /** The run it became or was merged into. */
  run: z.int().optional(),
  runState: RunState.optional(),
  decidedAt: z.string(),
  /** Until when it waits, while it does. */
  waitUntil: z.string().optional(),
});
export type Slot = z.infer<typeof Slot>;

/** A time in which the schedule could not be kept. */
export const AWAY_KINDS = ['downtime', 'sleep', 'clock'] as const;
export const Away = z.strictObject({
  /** `clock`: the wall clock was moved forward, and these moments never were. */
  kind: z.enum(AWAY_KINDS),
  from: z.string(),
  to: z.string(),
  /** How it is known: `the machine said so`, `timers came 3 h late`. */
  source: z.string(),
});
export type Away = z.infer<typeof Away>;

export const PauseScope = z.union([
  z.strictObject({ task: z.string().min(1).max(200) }),
  z.strictObject({ tag: z.string().min(1).max(64) }),
  z.strictObject({ all: z.literal(true) }),
]);
export type PauseScope = z.infer<typeof PauseScope>;
export const Pause = z.strictObject({
  id: z.int().positive(),
  scope: PauseScope,
  from: z.string(),
  /** Without it: until somebody resumes. */
  until: z.string().optional(),
  reason: z.string().optional(),
  /** When it was ended, for one that is over. */
  ended: z.string().optional(),
});
export type Pause = z.infer<typeof Pause>;

/** A moment to come. */
export const Upcoming = z.strictObject({
  task: z.string(),
  title: z.string(),
  due: z.string(),
  trigger: z.string(),
  kind: z.enum(TRIGGER_KINDS),
  /** What will keep it from running, as far as is known now: a pause, a blackout, a quarantine. */
  obstacle: z.string().optional(),
});
export type Upcoming = z.infer<typeof Upcoming>;

export const EVIDENCE_SOURCES = [
  'schedule',
  'run',
  'overlap',
  'catch-up',
  'condition',
  'pause',
  'blackout',
  'quarantine',
  'power',
  'process',
  'clock',
  'task',
  'deadline',
] as const;
/** One fact, and which record it is from. */
export const Evidence = z.strictObject({
  source: z.enum(EVIDENCE_SOURCES),
  at: z.string().optional(),
  text: z.string(),
  run: z.int().optional(),
});
export type Evidence = z.infer<typeof Evidence>;

/** The answer to "why did it (not) run?". */
export const WhyAnswer = z.strictObject({
  task: z.string(),
  title: z.string(),
  /** The moment that was asked about. */
  at: z.string(),
  /** One sentence. */
  verdict: z.string(),
  evidence: z.array(Evidence),
  /** The slots around the moment, nearest first; the first is the one the verdict speaks of. */
  slots: z.array(Slot),
  next: z.string().optional(),
});
export type WhyAnswer = z.infer<typeof WhyAnswer>;

/** How a task is: whether its triggers start it. */
export const TaskHealth = z.strictObject({
  failuresInRow: z.int().min(0),
  quarantinedAt: z.string().optional(),
  /** When it will be tried again by itself. */
  releaseAt: z.string().optional(),
  reason: z.string().optional(),
});
export type TaskHealth = z.infer<typeof TaskHealth>;

/** What a trigger would do, before anybody saves it. */
export const SchedulePreview = z.strictObject({
  /** `At 09:00, Monday through Friday (Asia/Bangkok)`. */
  words: z.string(),
  /** The zone its times are in. */
  tz: z.string(),
  /** At most ten. */
  times: z.array(
    z.strictObject({
      due: z.string(),
      /** As a wall clock in `tz` shows it: `2026-03-29 03:00`. */
      local: z.string(),
      offset: z.string(),
      /** Where a clock change moved it. */
      note: z.string().optional(),
    }),
  ),
});
export type SchedulePreview = z.infer<typeof SchedulePreview>;

/** One cell of a week: how often a task's slots of that hour came to what, in the machine's zone. */
export const HeatCell = z.strictObject({
  /** The day, `2026-03-29`, and the hour 0 to 23. */
  day: z.string(),
  hour: z.int().min(0).max(23),
  counts: z.partialRecord(SlotState, z.int().positive()),
  /** Slots whose run ended badly. */
  failed: z.int().min(0),
});
export type HeatCell = z.infer<typeof HeatCell>;
