/** Which stretch the insights are of: a part of the address, so that a link shows the same. */
import type { InsightRange } from '#shared/nouns/insights.ts';
import { RANGE_WORDS } from '../../words/insights.ts';

export const USUAL_RANGE: InsightRange = '30d';

/** Anything else in the address is the usual range. */
export function rangeOf(query: URLSearchParams): InsightRange {
  const asked = query.get('range') ?? '';
  return Object.hasOwn(RANGE_WORDS, asked) ? (asked as InsightRange) : USUAL_RANGE;
}

export function insightsAddress(range: InsightRange): string {
  return range === USUAL_RANGE ? '/insights' : `/insights?range=${range}`;
}

export const RANGE_OPTIONS = (Object.keys(RANGE_WORDS) as InsightRange[]).map(
  (range) => [range, RANGE_WORDS[range].short] as const,
);
