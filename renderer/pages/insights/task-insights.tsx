/** A task's own figures and trend, for its page. Fetched when it is first shown: the charts are a part of their own. */
import { useState } from 'react';
import { Link } from 'wouter';
import type { InsightRange } from '#shared/nouns/insights.ts';
import { numberWords } from '../../charts/units.ts';
import { client } from '../../session/session.ts';
import { Empty } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { RANGE_WORDS, rateWords } from '../../words/insights.ts';
import { InsightSection } from './insight-section.tsx';
import { RANGE_OPTIONS, USUAL_RANGE } from './range.ts';
import { TaskTrend } from './task-trend.tsx';
import { useInsight } from './use-insight.ts';

/** Unusual runs that are named below the chart. */
const LISTED = 4;

export function TaskInsights({ task, title }: { task: string; title: string }) {
  const [range, setRange] = useState<InsightRange>(USUAL_RANGE);
  const read = useInsight(`task insights ${range} ${task}`, async (signal) => {
    const [summary, trend] = await Promise.all([
      client.getInsights({ query: { range, task } }, { signal }),
      client.getTrend({ params: { task }, query: { range } }, { signal }),
    ]);
    return { summary, trend };
  });
  return (
    <InsightSection
      id="trend"
      title="How it does"
      height={250}
      read={read}
      aside={
        <span className="max-w-full overflow-x-auto">
          <Segmented label="How far back" value={range} options={RANGE_OPTIONS} onChange={setRange} />
        </span>
      }
    >
      {({ summary: { now }, trend }) =>
        now.runs === 0 ? (
          <Empty title={`It has not ended a run in ${RANGE_WORDS[range].last}.`} />
        ) : (
          <>
            <p className="mb-2">
              {rateWords(now.successRate)} of {numberWords(now.runs)} succeeded
              {now.failed > 0 ? (
                <>
                  , <span className="font-semibold text-failed">{numberWords(now.failed)} failed</span>
                </>
              ) : null}
              .{' '}
              <Link to={`/insights?range=${range}&task=${encodeURIComponent(task)}`} className="link text-sm">
                Beside other tasks
              </Link>
            </p>
            <TaskTrend trend={trend} title={title} listed={LISTED} />
          </>
        )
      }
    </InsightSection>
  );
}
