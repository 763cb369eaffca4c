/** One day: its timeline or its list, what it came to, and the details of what was chosen. */
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Timeline as DayAnswer } from '../../live/days.ts';
import { Empty } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useWidth } from '../../ui/use-width.ts';
import { OUTCOMES, type Outcome } from '../../words/slot-state.ts';
import { useTasks } from '../tasks/use-tasks.ts';
import { awayBands, pauseBands } from './bands.tsx';
import { DayFoot } from './day-foot.tsx';
import { SlotList } from './slot-list.tsx';
import { SlotPanel } from './slot-panel.tsx';
import { Timeline, type Selection } from './timeline.tsx';
import { marksIn, pointsOf, rowsOf, type Point } from './timeline-layout.ts';
import type { Day } from './use-day.ts';

export const VIEWS = [
  ['timeline', 'Timeline'],
  ['list', 'List'],
] as const;
export type View = (typeof VIEWS)[number][0];

export interface DayViewProps {
  readonly shown: Day;
  readonly label: string;
  readonly view: View;
  readonly narrow: boolean;
  readonly outcome: Outcome;
  readonly task: string | undefined;
  readonly onChange: (changes: Readonly<Record<string, string | undefined>>) => void;
}

export function DayView({ shown: { value, error, tz, range }, ...props }: DayViewProps) {
  const { label, view, narrow, outcome, task, onChange } = props;
  const tasks = useTasks();
  const [selected, setSelected] = useState<Selection>();
  const points = useMemo(() => (value ? pointsOf(value.slots, value.upcoming) : []), [value]);
  const titles = useMemo(() => new Map(tasks?.map(({ id, title }) => [id, title])), [tasks]);
  const titleOf = useCallback((id: string): string => titles.get(id) ?? id, [titles]);
  const rows = useMemo(() => rowsOf(points, titleOf), [points, titleOf]);
  const bands = useMemo(() => (value ? bandsOf(value) : []), [value]);
  const counts = useMemo(() => marksIn(points), [points]);
  const upcoming = useMemo(() => points.filter((point) => point.upcoming !== undefined), [points]);
  const frame = useRef<HTMLDivElement>(null);
  const room = useWidth(frame);
  const open = selected && chosenOf(points, selected);
  return (
    <>
      {error ? <Problem error={error} className="shrink-0 px-4 pb-2 md:px-6" /> : null}
      {value?.more && view === 'timeline' ? (
        <p className="shrink-0 px-4 pb-2 text-sm text-waiting md:px-6">
          More was due than is shown here; the list has all of it.
        </p>
      ) : null}
      {value && view === 'list' ? (
        <ListBar
          outcome={outcome}
          task={task}
          title={task === undefined ? undefined : titleOf(task)}
          upcoming={upcoming.length}
          onChange={onChange}
        />
      ) : null}
      <div ref={frame} className="flex min-h-0 grow border-t border-line">
        <div className="flex min-h-0 min-w-0 grow flex-col">
          {!value || room === 0 ? null : view === 'list' ? (
            <SlotList
              key={`${outcome} ${task ?? ''}`}
              day={range}
              tz={tz}
              outcome={outcome}
              task={task}
              upcoming={upcoming}
              titleOf={titleOf}
              selected={selected}
              onSelect={setSelected}
            />
          ) : rows.length > 0 ? (
            <Timeline
              label={label}
              rows={rows}
              tasks={tasks}
              bands={bands}
              pauses={value.pauses.filter(({ scope }) => !('all' in scope))}
              day={range}
              tz={tz}
              room={room}
              selected={selected}
              onSelect={setSelected}
            />
          ) : (
            <div className="px-4 py-6 md:px-6">
              <Empty title="Nothing is due on this day.">
                Give a task a schedule on its page, and its moments show here with what became of them.
              </Empty>
            </div>
          )}
        </div>
        {selected && open && open.length > 0 ? (
          <SlotPanel
            key={selected.point?.key ?? `${selected.task} ${selected.from}`}
            title={open[0]?.upcoming?.title ?? titleOf(selected.task)}
            task={selected.task}
            points={open}
            tz={tz}
            sheet={narrow}
            onList={view === 'timeline' ? () => onChange({ view: 'list', task: selected.task }) : undefined}
            onClose={() => setSelected(undefined)}
          />
        ) : null}
      </div>
      {value ? <DayFoot counts={counts} bands={bands} day={range} tz={tz} /> : null}
    </>
  );
}

/** What was chosen, as it now is: a moment may have become a slot meanwhile, and a list may go further than the day. */
function chosenOf(points: readonly Point[], { task, from, to, point }: Selection): readonly Point[] {
  if (!point) return points.filter(({ task: id, at }) => id === task && at >= from && at <= to);
  return [points.find(({ key }) => key === point.key) ?? point];
}

/** What lies behind all rows: absences, and pauses of everything. */
function bandsOf({ away, pauses }: DayAnswer) {
  return [...awayBands(away), ...pauseBands(pauses.filter(({ scope }) => 'all' in scope))];
}

function ListBar({
  outcome,
  task,
  title,
  upcoming,
  onChange,
}: Pick<DayViewProps, 'outcome' | 'task' | 'onChange'> & { title: string | undefined; upcoming: number }) {
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 px-4 pb-2.5 md:px-6">
      <select
        className="field"
        aria-label="Outcome"
        value={outcome}
        onChange={(event) =>
          onChange({ outcome: event.target.value === 'all' ? undefined : event.target.value })
        }
      >
        {OUTCOMES.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      {task === undefined ? null : (
        <button type="button" className="btn btn-on" onClick={() => onChange({ task: undefined })}>
          Only {title} ✕
        </button>
      )}
      {outcome !== 'upcoming' && upcoming > 0 ? (
        <button
          type="button"
          className="link ml-auto text-sm"
          onClick={() => onChange({ outcome: 'upcoming' })}
        >
          {upcoming.toLocaleString('en-GB')} more to come
        </button>
      ) : null}
    </div>
  );
}
