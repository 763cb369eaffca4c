/** What was due and is due on one day, task by task, what became of it, and when nothing could. */
import { Pause } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useSearchParams } from 'wouter';
import { useNarrow } from '../../ui/narrow.ts';
import { PageHeader, useTitle } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { OUTCOMES } from '../../words/slot-state.ts';
import { isDay, longDay, shortDay } from '../../words/zone.ts';
import { PauseChips } from '../pauses/pause-chips.tsx';
import { PauseDialog } from '../pauses/pause-dialog.tsx';
import { DayNav } from './day-nav.tsx';
import { DayView, VIEWS, type View } from './day-view.tsx';
import { useDay, useToday } from './use-day.ts';

export function SchedulePage() {
  const [query, setQuery] = useSearchParams();
  const [pausing, setPausing] = useState(false);
  const today = useToday();
  const asked = query.get('day');
  const day = asked !== null && isDay(asked) ? asked : today;
  useTitle(day === today ? 'Schedule' : `Schedule of ${shortDay(day)}`);
  const shown = useDay(day);
  const narrow = useNarrow();
  const view: View = narrow || query.get('view') === 'list' ? 'list' : 'timeline';
  const change = useCallback(
    (changes: Readonly<Record<string, string | undefined>>): void =>
      setQuery(
        (now) => {
          const next = new URLSearchParams(now);
          for (const [name, value] of Object.entries(changes)) {
            if (value === undefined) next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true },
      ),
    [setQuery],
  );
  const goTo = useCallback(
    (next: string): void => change({ day: next === today ? undefined : next }),
    [change, today],
  );
  return (
    <>
      <PageHeader
        title="Schedule"
        actions={
          <button type="button" className="btn" onClick={() => setPausing(true)}>
            <Pause size={12} aria-hidden fill="currentColor" />
            Pause everything…
          </button>
        }
      >
        <DayNav day={day} today={today} tz={shown.tz} onDay={goTo} />
        {narrow ? null : (
          <Segmented<View>
            label="View"
            value={view}
            options={VIEWS}
            onChange={(next) => change({ view: next === 'list' ? next : undefined })}
          />
        )}
      </PageHeader>
      <div className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5 md:px-6">
        <h2 className="font-semibold">{longDay(day)}</h2>
        <span className="text-sm text-ink-3">{shown.tz}</span>
        <PauseChips />
      </div>
      <DayView
        key={day}
        shown={shown}
        label={`Timeline of ${longDay(day)}`}
        view={view}
        narrow={narrow}
        outcome={OUTCOMES.find(([name]) => name === query.get('outcome'))?.[0] ?? 'all'}
        task={query.get('task') ?? undefined}
        onChange={change}
      />
      {pausing ? (
        <PauseDialog scope={{ all: true }} title="Pause everything" onClose={() => setPausing(false)} />
      ) : null}
    </>
  );
}
