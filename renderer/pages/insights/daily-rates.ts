/** Hours put together to days of the person's zone. Pure. */
import type { OutcomePoint } from '#shared/nouns/insights.ts';

export interface DailyRate {
  /** `2026-03-29`. */
  readonly day: string;
  /** Null where nothing succeeded or failed. */
  readonly rate: number | null;
}

export function dailyRates(
  points: readonly Pick<OutcomePoint, 'label' | 'succeeded' | 'failed'>[],
): readonly DailyRate[] {
  const days = new Map<string, { succeeded: number; failed: number }>();
  for (const { label, succeeded, failed } of points) {
    const day = label.slice(0, 10);
    const known = days.get(day) ?? { succeeded: 0, failed: 0 };
    days.set(day, { succeeded: known.succeeded + succeeded, failed: known.failed + failed });
  }
  return [...days].map(([day, { succeeded, failed }]) => ({
    day,
    rate: succeeded + failed === 0 ? null : succeeded / (succeeded + failed),
  }));
}
