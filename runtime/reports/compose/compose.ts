/** Facts to a report: sections in the order in which a person reads, and none that has nothing to say. */
import type { Line, ReportDocument, Section } from '../document.ts';
import type { ReportFacts } from '../facts.ts';
import { dayTitle, weekTitle } from '../report-names.ts';
import { changesSection, decisionsSection } from './decided.ts';
import { countWords, momentWords } from './moments.ts';
import { needsSection, toDosSection } from './needs.ts';
import { powerSection } from './power.ts';
import { failuresSection, runsSection } from './runs.ts';
import { slotsSection } from './slots.ts';

/** An address of the page, such as `/runs/12`, as a link that a file can hold. */
export type LinkTo = (path: string) => string;

export interface Composed {
  readonly document: ReportDocument;
  /** One line: `12 runs of 4 tasks, 1 failed`. */
  readonly headline: string;
  readonly runs: number;
  readonly failed: number;
  readonly needs: number;
}

export function compose(facts: ReportFacts, linkTo: LinkTo): Composed {
  const { period, now } = facts;
  const sections = [
    needsSection(facts, linkTo),
    failuresSection(facts, linkTo),
    slotsSection(facts),
    runsSection(facts, linkTo),
    decisionsSection(facts, linkTo),
    changesSection(facts),
    powerSection(facts),
    toDosSection(facts),
  ].filter((section): section is Section => section !== undefined);
  const runs = facts.runs.reduce(
    (sum, { good, bad, cancelled, denied }) => sum + good + bad + cancelled + denied,
    0,
  );
  const failed = facts.runs.reduce((sum, { bad }) => sum + bad, 0);
  const needs = facts.needs.length + facts.moreNeeds;
  const title = period.kind === 'day' ? dayTitle(period.day) : weekTitle(period.day);
  const headline = headlineOf(facts, { runs, failed });
  return {
    headline,
    runs,
    failed,
    needs,
    document: {
      title,
      summary: [[`${headline}.`], ...timeNotes(facts)],
      sections,
      foot: `Made by Luka on ${momentWords(now, { ...period, from: now + 1 })}. Times are of ${period.zone}.`,
    },
  };
}

function headlineOf(
  { period, runs: tasks, slots, moreSlots, decisions, changes, needs, services, away }: ReportFacts,
  { runs, failed }: { runs: number; failed: number },
): string {
  const lost = slots.reduce((sum, { count }) => sum + count, 0) + moreSlots;
  const parts = [
    ...(runs === 0
      ? []
      : [
          `${countWords(runs, 'run')} of ${countWords(tasks.length, 'task')}`,
          failed === 0 ? 'none failed' : `${failed.toLocaleString('en-US')} failed`,
        ]),
    ...(lost === 0 ? [] : [`${countWords(lost, 'due moment')} without a run`]),
  ];
  if (parts.length > 0) return parts.join(', ');
  if (decisions.length + changes.length + needs.length + services.length + away.length > 0)
    return 'Nothing ran';
  return `Nothing happened ${period.kind === 'day' ? 'on this day' : 'in this week'}`;
}

const HOUR = 3_600_000;

/** What is unusual about the time itself. */
function timeNotes({ period, now }: ReportFacts): Line[] {
  const hours = (period.to - period.from) / HOUR;
  const usual = period.kind === 'day' ? 24 : 168;
  return [
    ...(now < period.to
      ? [[`The ${period.kind} is not over: this is how it stands at ${momentWords(now, period)}.`]]
      : []),
    ...(hours === usual
      ? []
      : [
          [
            `Clocks were changed: the ${period.kind} had ${Number(hours.toFixed(2))} hours instead of ${usual}.`,
          ],
        ]),
  ];
}
