/** Days put together by sevens, so that the bars of a year can be told apart. The last seven days are whole. Pure. */
import type { OutcomePoint } from '#shared/nouns/insights.ts';

const DAYS = 7;
const FEW = 4;
/** From so many days on. */
const FROM_DAYS = 200;

export interface OutcomeGroup extends Pick<OutcomePoint, 'at' | 'runs' | 'succeeded' | 'failed' | 'savedMs'> {
  readonly successRate: number | null;
  /** Of the first and the last bucket in it; the same where it is one. */
  readonly label: string;
  readonly lastLabel: string;
}

export function outcomeGroups(points: readonly OutcomePoint[]): readonly OutcomeGroup[] {
  if (points.length < FROM_DAYS) return points.map((point) => ({ ...point, lastLabel: point.label }));
  const groups: OutcomeGroup[] = [];
  for (let end = points.length; end > 0;) {
    // A day or two at the beginning are part of the group beside them.
    const start = end < DAYS + FEW ? 0 : end - DAYS;
    const days = points.slice(start, end);
    const [first] = days;
    const last = days.at(-1);
    if (first && last) groups.unshift(together(days, first, last));
    end = start;
  }
  return groups;
}

function together(days: readonly OutcomePoint[], first: OutcomePoint, last: OutcomePoint): OutcomeGroup {
  const sum = (say: (point: OutcomePoint) => number): number =>
    days.reduce((total, point) => total + say(point), 0);
  const succeeded = sum((point) => point.succeeded);
  const failed = sum((point) => point.failed);
  return {
    at: first.at,
    label: first.label,
    lastLabel: last.label,
    runs: sum((point) => point.runs),
    succeeded,
    failed,
    savedMs: sum((point) => point.savedMs),
    successRate: succeeded + failed === 0 ? null : succeeded / (succeeded + failed),
  };
}
