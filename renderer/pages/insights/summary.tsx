/** The headline of a stretch, and whether there is anything below it to show. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { InsightRange, Span } from '#shared/nouns/insights.ts';
import { client } from '../../session/session.ts';
import { Problem } from '../../ui/problem.tsx';
import { RANGE_WORDS } from '../../words/insights.ts';
import { dateWords, dayOf } from '../../words/zone.ts';
import { Figures } from './figures.tsx';
import { isComparable } from './headlines.ts';
import { InsightSection } from './insight-section.tsx';
import { useInsight } from './use-insight.ts';

const DAY = 86_400_000;

export function Summary({
  range,
  machine,
  children,
}: {
  range: InsightRange;
  /** What is known without any run. */
  machine: ReactNode;
  children: ReactNode;
}) {
  const read = useInsight(`insights ${range}`, (signal) =>
    client.getInsights({ query: { range } }, { signal }),
  );
  const { value, error, again } = read;
  // Every part would say the same: it is said once.
  if (error && !value)
    return (
      <>
        <Problem error={error} className="mb-3" />
        <button type="button" className="btn" onClick={again}>
          Try again
        </button>
      </>
    );
  if (value && value.now.runs === 0)
    return (
      <>
        <Nothing range={range} since={value.span.since} />
        {machine}
      </>
    );
  return (
    <>
      <InsightSection id="figures" title={inWords(range, value?.span)} read={read} height={102}>
        {(summary) => <Figures summary={summary} />}
      </InsightSection>
      {children}
      {machine}
    </>
  );
}

function Nothing({ range, since }: { range: InsightRange; since: string | undefined }) {
  return (
    <div className="mb-8 max-w-[56ch]">
      <p className="text-xl font-semibold tracking-[-0.015em]">
        {since === undefined ? 'No run has ended yet' : `No run ended in ${RANGE_WORDS[range].last}`}
      </p>
      <p className="mt-1.5 mb-4 text-ink-2">
        {since === undefined
          ? 'Once tasks run, this page tells how often they succeed, how long they take and what they save.'
          : 'Look further back, or run something.'}
      </p>
      <Link to="/tasks" className="btn btn-primary">
        Tasks
      </Link>
    </div>
  );
}

/** `The last 30 days, against the 30 days before`; where less is remembered, since when. */
function inWords(range: InsightRange, span: Span | undefined): string {
  const { last, before } = RANGE_WORDS[range];
  const short = last.replace('the', 'The');
  if (span?.since !== undefined && Date.parse(span.since) > Date.parse(span.from) + DAY)
    return `${short}, of which Luka knows those since ${dateWords(dayOf(Date.parse(span.since), span.tz))}`;
  return span === undefined || isComparable(span) ? `${short}, against ${before}` : short;
}
