import { ArrowDownToLine, ChevronDown, ChevronUp, Copy, Link2, TextSearch, WrapText } from 'lucide-react';
import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { Link } from 'wouter';
import { CopyButton } from '../ui/copy-button.tsx';
import { Segmented } from '../ui/segmented.tsx';
import type { LogSearch } from './use-log-search.ts';

export type StreamFilter = 'all' | 'out' | 'err';
const FILTERS: readonly (readonly [StreamFilter, string])[] = [
  ['all', 'All'],
  ['out', 'stdout'],
  ['err', 'stderr'],
];

export interface LogToolbarProps {
  readonly search: LogSearch;
  /** What the field holds at first. */
  readonly sought: string;
  readonly onSearch: (query: string) => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly filter: StreamFilter;
  readonly onFilter: (filter: StreamFilter) => void;
  readonly wrap: boolean;
  readonly onWrap: (wrap: boolean) => void;
  /** The run has ended: there is nothing more to follow. */
  readonly complete: boolean;
  readonly following: boolean;
  readonly onFollow: (following: boolean) => void;
  readonly copyText: () => string;
  readonly copyLink: () => string;
}

export function LogToolbar(props: LogToolbarProps) {
  const { filter, onFilter, wrap, onWrap, complete, following, onFollow, copyText, copyLink } = props;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1.5 border-b border-line px-3 py-1.5">
      <SearchField {...props} />
      <div className="flex grow flex-wrap items-center justify-end gap-x-2 gap-y-1.5">
        <Segmented<StreamFilter> label="Stream" value={filter} options={FILTERS} onChange={onFilter} />
        <div className="flex items-center">
          <button
            type="button"
            className="btn btn-plain btn-icon"
            aria-pressed={wrap}
            aria-label="Wrap lines"
            title="Wrap lines (w)"
            onClick={() => onWrap(!wrap)}
          >
            <WrapText size={14} aria-hidden />
          </button>
          <CopyButton text={copyText} label="Copy the log shown" icon={Copy} />
          <CopyButton text={copyLink} label="Copy a link to this run" icon={Link2} />
        </div>
        {complete ? (
          <button type="button" className="btn" disabled={following} onClick={() => onFollow(true)}>
            <ArrowDownToLine size={13} aria-hidden />
            To the end
          </button>
        ) : (
          <button
            type="button"
            className={`btn ${following ? 'btn-on' : ''}`}
            aria-pressed={following}
            title="Follow the log as it grows (f)"
            onClick={() => onFollow(!following)}
          >
            <ArrowDownToLine size={13} aria-hidden />
            Follow
          </button>
        )}
      </div>
    </div>
  );
}

function SearchField({
  search,
  sought,
  onSearch,
  onStep,
}: Pick<LogToolbarProps, 'search' | 'sought' | 'onSearch' | 'onStep'>) {
  const [text, setText] = useState(sought);
  const searched = search.query !== '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text === search.query && searched && !search.busy) onStep(1);
    else onSearch(text);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter' && event.shiftKey && text === search.query) {
      event.preventDefault();
      onStep(-1);
    }
    if (event.key === 'Escape') {
      setText('');
      onSearch('');
      event.currentTarget.blur();
    }
  };
  return (
    <search className="flex min-w-0 grow items-center gap-1 md:grow-0">
      <form onSubmit={submit} className="min-w-0 grow">
        <input
          type="search"
          data-log-search
          className="field w-full md:w-[200px]"
          placeholder="Search the log"
          aria-label="Search the log"
          value={text}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setText(event.target.value);
            if (event.target.value === '') onSearch('');
          }}
        />
      </form>
      {searched ? (
        <>
          <output aria-label="Hits" className="px-1 text-sm whitespace-nowrap text-ink-2">
            {hitWords(search)}
          </output>
          <button
            type="button"
            className="btn btn-plain btn-icon"
            aria-label="Previous hit"
            disabled={search.current < 0}
            onClick={() => onStep(-1)}
          >
            <ChevronUp size={14} aria-hidden />
          </button>
          <button
            type="button"
            className="btn btn-plain btn-icon"
            aria-label="Next hit"
            disabled={search.current < 0}
            onClick={() => onStep(1)}
          >
            <ChevronDown size={14} aria-hidden />
          </button>
          <Link
            to={`/logs?${new URLSearchParams({ q: search.query }).toString()}`}
            className="btn btn-plain btn-icon"
            aria-label="Search all logs for this"
            title="Search all logs for this"
          >
            <TextSearch size={14} aria-hidden />
          </Link>
        </>
      ) : null}
    </search>
  );
}

function hitWords({ busy, matches, total, current }: LogSearch): string {
  if (busy) return 'Searching…';
  if (matches.length === 0) return 'No hits';
  return `${(current + 1).toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}`;
}
