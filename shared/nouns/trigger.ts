/** A trigger is why a run starts. */
import { z } from 'zod';
import { Duration } from './duration.ts';

const moment = z.iso.datetime({ offset: true, local: true });
/** An IANA name such as Asia/Bangkok; the machine's zone where it is left out. */
const timeZone = z.string().min(1).max(64);

/** 5 or 6 fields (seconds first), or `@daily` and the like. */
export const CronTrigger = z.strictObject({ cron: z.string().min(1).max(200), tz: timeZone.optional() });
/** Anchored: moments are `anchor + n * every`, whatever happens in between. The anchor is 1970 where left out. */
export const EveryTrigger = z.strictObject({ every: Duration, anchor: moment.optional() });
/** Once. A moment without an offset is read in `tz`. */
export const AtTrigger = z.strictObject({ at: moment, tz: timeZone.optional() });
export const StartupTrigger = z.strictObject({ startup: z.strictObject({ delay: Duration.optional() }) });
/** When the machine woke from sleep. */
export const WakeTrigger = z.strictObject({ wake: z.strictObject({ delay: Duration.optional() }) });
/** When the person logged in: the first time Luka sees that login. */
export const LoginTrigger = z.strictObject({ login: z.strictObject({ delay: Duration.optional() }) });
export const FILE_CHANGES = ['created', 'changed'] as const;
/** `file` is a path or a glob; `~` is the home. It fires when nothing changed the file for `settle` (2 s). */
export const FileTrigger = z.strictObject({
  file: z.string().min(1).max(1_000),
  on: z.array(z.enum(FILE_CHANGES)).min(1).optional(),
  settle: Duration.optional(),
});
/** When a volume of that name or UUID is mounted. */
export const VolumeTrigger = z.strictObject({
  volume: z.string().min(1).max(255),
  delay: Duration.optional(),
});
export const AFTER_RESULTS = ['success', 'failure', 'any'] as const;
/** When a run of another task ended; `on` is success where left out. */
export const AfterTrigger = z.strictObject({
  after: z.string().min(1).max(100),
  on: z.enum(AFTER_RESULTS).optional(),
});
/** When somebody posts to the task's own address, at most `perMinute` (30) times a minute. */
export const WebhookTrigger = z.strictObject({
  webhook: z.strictObject({ perMinute: z.int().min(1).max(600).optional() }),
});

export const TRIGGER_SCHEMAS = {
  cron: CronTrigger,
  every: EveryTrigger,
  at: AtTrigger,
  startup: StartupTrigger,
  wake: WakeTrigger,
  login: LoginTrigger,
  file: FileTrigger,
  volume: VolumeTrigger,
  after: AfterTrigger,
  webhook: WebhookTrigger,
} as const;
export const TRIGGER_KINDS = [
  'cron',
  'every',
  'at',
  'startup',
  'wake',
  'login',
  'file',
  'volume',
  'after',
  'webhook',
] as const satisfies readonly (keyof typeof TRIGGER_SCHEMAS)[];
export type TriggerKind = (typeof TRIGGER_KINDS)[number];

export const Trigger = z.union([
  CronTrigger,
  EveryTrigger,
  AtTrigger,
  StartupTrigger,
  WakeTrigger,
  LoginTrigger,
  FileTrigger,
  VolumeTrigger,
  AfterTrigger,
  WebhookTrigger,
]);
export type Trigger = z.infer<typeof Trigger>;
/** Triggers whose moments are known beforehand. */
export type TimeTrigger =
  z.infer<typeof CronTrigger> | z.infer<typeof EveryTrigger> | z.infer<typeof AtTrigger>;

export function triggerKind(trigger: Trigger): TriggerKind {
  for (const kind of TRIGGER_KINDS) if (kind in trigger) return kind;
  throw new TypeError('a trigger without a kind passed validation');
}

export function isTimeTrigger(trigger: Trigger): trigger is TimeTrigger {
  return 'cron' in trigger || 'every' in trigger || 'at' in trigger;
}

/** What started a run, as the ledger keeps it. */
export const RunCause = z.strictObject({
  kind: z.enum(['manual', ...TRIGGER_KINDS, 'order', 'rerun', 'service']),
  /** Who asked: a person at the CLI or the UI, an agent through the queue, or the schedule itself. */
  by: z.enum(['person', 'agent', 'schedule']),
  /** In words: `every 1h`, `dropped as nightly.json`, `run again of #12`. */
  detail: z.string().optional(),
  /** The due moment, for a scheduled run (ISO 8601, UTC). */
  scheduledFor: z.string().optional(),
  /** Why it runs later than its moment, where it does: `caught up: the machine slept from … to …`. */
  late: z.string().optional(),
  /** What set the trigger off: the file, the volume, the run. */
  subject: z.string().optional(),
  /** `agent`: the work itself is an agent's, whoever asked to run it. */
  origin: z.literal('agent').optional(),
  /** The client that asked, where it was not the person: its name. */
  client: z.string().max(100).optional(),
  /** How many runs led to this one, each started after the other. */
  chain: z.int().min(0).optional(),
});
export type RunCause = z.infer<typeof RunCause>;
