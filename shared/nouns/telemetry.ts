/** How much of what happened is remembered as figures, and whether it is written as lines, too. Nothing leaves the machine. */
import { z } from 'zod';

export const TelemetrySettings = z.strictObject({
  /** Each run and each sample by itself, whole days. The insights of a day or a week look at hours, which outlive them. */
  rawDays: z.int().min(7).max(3_650).default(30),
  /** Figures of each hour. The heat map of the week knows no more than these. */
  hourlyDays: z.int().min(31).max(36_500).default(365),
  /** Figures of each day; null is for ever. */
  dailyDays: z.int().min(366).max(36_500).nullable().default(null),
  /** Also one line of JSON for each event of a run, in `telemetry/YYYYMMDD.log`. */
  lines: z.boolean().default(true),
  /** Days that those files stay; null is for ever. */
  lineDays: z.int().min(1).max(36_500).nullable().default(365),
});
export type TelemetrySettings = z.infer<typeof TelemetrySettings>;
export const DEFAULT_TELEMETRY: TelemetrySettings = TelemetrySettings.parse({});
