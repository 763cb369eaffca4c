/** Runs of all tasks that were far outside of what is usual for theirs. */
import type { InsightRange } from '#shared/nouns/insights.ts';
import { client } from '../../session/session.ts';
import { Empty } from '../../ui/page.tsx';
import { InsightSection } from './insight-section.tsx';
import { UnusualList } from './unusual-list.tsx';
import { useInsight } from './use-insight.ts';

const LISTED = 8;

export function UnusualSection({
  range,
  titleOf,
}: {
  range: InsightRange;
  titleOf: (task: string) => string;
}) {
  const read = useInsight(`unusual ${range}`, (signal) =>
    client.listUnusual({ query: { range, limit: LISTED } }, { signal }),
  );
  return (
    <InsightSection id="unusual" title="Unusual runs" read={read} height={60}>
      {({ unusual, more, span }) =>
        unusual.length === 0 ? (
          <Empty title="Every run took about as long as its task usually does." />
        ) : (
          <>
            <UnusualList unusual={unusual} label="Unusual runs" tz={span.tz} titleOf={titleOf} />
            {more ? <p className="mt-1 text-sm text-ink-3">The newest {LISTED}; there are more.</p> : null}
          </>
        )
      }
    </InsightSection>
  );
}
