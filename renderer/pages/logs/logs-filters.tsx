/** The filters of a search through the logs, one chip each. */
import { X } from 'lucide-react';
import { ChipSelect } from '../../ui/chip-select.tsx';
import { useTasks } from '../tasks/use-tasks.ts';
import {
  AROUND_CHOICES,
  hasFilters,
  SINCE_CHOICES,
  STATE_CHOICES,
  STREAM_CHOICES,
  type LogsQuery,
} from './logs-query.ts';

export function LogsFilters({
  query,
  onChange,
}: {
  query: LogsQuery;
  onChange: (change: Partial<LogsQuery>) => void;
}) {
  const tasks = useTasks() ?? [];
  const { task } = query;
  const known = task === undefined || tasks.some(({ id }) => id === task);
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="sr-only">Filters</legend>
      <ChipSelect
        label="Task"
        any="All tasks"
        value={task}
        options={[
          ...tasks.map(({ id, title }) => [id, title] as const),
          ...(known ? [] : [[task, task] as const]),
        ]}
        onChange={(value) => onChange({ task: value })}
      />
      <ChipSelect
        label="State"
        any="Any state"
        value={query.state}
        options={STATE_CHOICES}
        onChange={(state) => onChange({ state: state as LogsQuery['state'] })}
      />
      <ChipSelect
        label="Stream"
        any="All streams"
        value={query.stream}
        options={STREAM_CHOICES}
        onChange={(stream) => onChange({ stream: stream as LogsQuery['stream'] })}
      />
      <ChipSelect
        label="Written"
        any="Any time"
        value={query.since}
        options={SINCE_CHOICES}
        onChange={(since) => onChange({ since: since as LogsQuery['since'] })}
      />
      {query.since === 'range' ? (
        <>
          <input
            type="datetime-local"
            aria-label="From"
            className="chip"
            value={query.from ?? ''}
            max={query.to}
            onChange={(event) => onChange({ from: event.target.value || undefined })}
          />
          <input
            type="datetime-local"
            aria-label="To"
            className="chip"
            value={query.to ?? ''}
            min={query.from}
            onChange={(event) => onChange({ to: event.target.value || undefined })}
          />
        </>
      ) : null}
      <ChipSelect
        label="Context"
        any="No lines around"
        value={query.around}
        options={AROUND_CHOICES}
        onChange={(around) => onChange({ around: around as LogsQuery['around'] })}
      />
      {hasFilters(query) ? (
        <button
          type="button"
          className="btn btn-plain"
          onClick={() => onChange({ task: undefined, state: undefined, stream: undefined, since: undefined })}
        >
          <X size={12} aria-hidden />
          No filters
        </button>
      ) : null}
    </fieldset>
  );
}
