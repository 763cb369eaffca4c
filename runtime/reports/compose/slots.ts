/** What was due and did not run, and when nothing could. */
import { formatDuration } from '#shared/nouns/duration.ts';
import type { Block, Line, Section } from '../document.ts';
import type { Away, ReportFacts } from '../facts.ts';
import { countWords, momentWords } from './moments.ts';

const AWAY: Readonly<Record<Away['kind'], string>> = {
  downtime: 'Luka was not running',
  sleep: 'The machine slept',
  clock: 'The clock was moved',
};

export function slotsSection(facts: ReportFacts): Section | undefined {
  const { slots, moreSlots, caughtUp, away, period } = facts;
  if (slots.length === 0 && caughtUp === 0 && away.length === 0) return undefined;
  const moments = (first: number, last: number) =>
    first === last
      ? momentWords(first, period)
      : `${momentWords(first, period)} to ${momentWords(last, period)}`;
  const table: Block = {
    kind: 'table',
    label: 'Due moments without a run',
    head: ['Task', 'Came to', 'Times', 'Due', 'Why'],
    numbers: [2],
    rows: slots.map(({ task, outcome, count, first, last, reason }) => [
      [task],
      [outcome],
      [count.toLocaleString('en-US')],
      [moments(first, last)],
      [reason],
    ]),
  };
  const notes: Line[] = [
    ...(moreSlots === 0 ? [] : [[`${countWords(moreSlots, 'due moment')} more of other tasks did not run`]]),
    ...(caughtUp === 0
      ? []
      : [
          [
            `${countWords(caughtUp, 'missed moment')} ran later and ${caughtUp === 1 ? 'is' : 'are'} made up for`,
          ],
        ]),
    ...away.map(({ kind, ms, times, longest }): Line => [
      `${AWAY[kind]} for ${formatDuration(ms)}${times === 1 ? '' : ` in ${times} stretches, the longest`} from ${momentWords(longest.from, period)} to ${momentWords(longest.to, period)}`,
    ]),
  ];
  return {
    title: 'What did not run',
    blocks: [
      ...(slots.length === 0 ? [] : [table]),
      ...(notes.length === 0 ? [] : [{ kind: 'list' as const, items: notes }]),
    ],
  };
}
