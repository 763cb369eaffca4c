/** Insights: how the machine's automation did over a day, a week, months or a year. */
import { useSearchParams } from 'wouter';
import { PageHeader, useTitle } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { MachineSections } from './machine-sections.tsx';
import { RANGE_OPTIONS, rangeOf, USUAL_RANGE } from './range.ts';
import { RunSections } from './run-sections.tsx';
import { Summary } from './summary.tsx';

export function InsightsPage() {
  useTitle('Insights');
  const [query, setQuery] = useSearchParams();
  const range = rangeOf(query);
  const change = (name: string, value: string): void =>
    setQuery((known) => {
      const next = new URLSearchParams(known);
      if (name === 'range' && value === USUAL_RANGE) next.delete(name);
      else next.set(name, value);
      return next;
    });
  return (
    <>
      <PageHeader title="Insights">
        <div className="max-w-full overflow-x-auto">
          <Segmented
            label="How far back"
            value={range}
            options={RANGE_OPTIONS}
            onChange={(next) => change('range', next)}
          />
        </div>
      </PageHeader>
      <div className="min-h-0 grow overflow-y-auto px-4 pt-5 pb-6 md:px-6">
        <div className="max-w-[1180px]">
          <Summary range={range} machine={<MachineSections range={range} />}>
            <RunSections
              range={range}
              task={query.get('task') ?? undefined}
              onTask={(task) => change('task', task)}
            />
          </Summary>
        </div>
      </div>
    </>
  );
}
