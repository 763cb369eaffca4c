/** A trigger is why a run starts. */
import { z } from 'zod';
import { Duration } from './duration.ts';

export const CronTrigger = z.strictObject({ cron: z.string().min(1), tz: z.string().min(1).optional() });
export const EveryTrigger = z.strictObject({ every: Duration });
export const AtTrigger = z.strictObject({ at: z.iso.datetime({ offset: true, local: true }) });
export const StartupTrigger = z.strictObject({ startup: z.strictObject({ delay: Duration.optional() }) });

export const Trigger = z.union([CronTrigger, EveryTrigger, AtTrigger, StartupTrigger]);
export type Trigger = z.infer<typeof Trigger>;

export const TRIGGER_KINDS = ['cron', 'every', 'at', 'startup'] as const;
export type TriggerKind = (typeof TRIGGER_KINDS)[number];
export const TRIGGER_SCHEMAS = {
  cron: CronTrigger,
  every: EveryTrigger,
  at: AtTrigger,
  startup: StartupTrigger,
} as const;

export function triggerKind(trigger: Trigger): TriggerKind {
  for (const kind of TRIGGER_KINDS) if (kind in trigger) return kind;
  throw new TypeError('a trigger without a kind passed validation');
}

/** What started a run, as the ledger keeps it. */
export const RunCause = z.strictObject({
  kind: z.enum(['manual', 'cron', 'every', 'at', 'startup', 'order', 'rerun']),
  /** Who asked: a person at the CLI or the UI, an agent through the queue, or the schedule itself. */
  by: z.enum(['person', 'agent', 'schedule']),
  /** In words: `every 1h`, `dropped as nightly.json`, `run again of #12`. */
  detail: z.string().optional(),
  /** The due moment, for a scheduled run (ISO 8601, UTC). */
  scheduledFor: z.string().optional(),
});
export type RunCause = z.infer<typeof RunCause>;
