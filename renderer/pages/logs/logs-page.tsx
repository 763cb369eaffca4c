/** The logs of all runs, searched as one types: lines under their runs as they are found, each a way to its place. */
import { CaseSensitive, Regex } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useSearchParams } from 'wouter';
import { Empty, PageHeader, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { FoundList } from './found-list.tsx';
import { LogsFilters } from './logs-filters.tsx';
import { PatternFault } from './pattern-fault.tsx';
import { addressOf, hasFilters, queryOf, type LogsQuery } from './logs-query.ts';
import { SearchStatus } from './search-status.tsx';
import { useFoundLines } from './use-found-lines.ts';

/** After the last key that was typed. */
const REST_MS = 300;

export function LogsPage() {
  const [address, setAddress] = useSearchParams();
  const text = address.toString();
  const query = useMemo(() => queryOf(new URLSearchParams(text)), [text]);
  const [typed, setTyped] = useState(query.q);
  const [seen, setSeen] = useState(query.q);
  // Somebody went back: the field says what the address says.
  if (seen !== query.q) {
    setSeen(query.q);
    setTyped(query.q);
  }
  const change = (next: Partial<LogsQuery>): void => {
    const wanted = { ...query, q: typed, ...next };
    setSeen(wanted.q);
    setAddress(addressOf(wanted), { replace: true });
  };
  const rested = useSettled(typed, REST_MS);
  useEffect(() => {
    // One letter stands in nearly every line: it is searched for where that is said with Enter.
    if (rested === typed && rested !== query.q && rested.length !== 1) change({ q: rested });
    // Only when typing rests: what else changes the address says so itself.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [rested]);
  useTitle(query.q === '' ? 'Logs' : `${query.q} · Logs`);
  const search = useFoundLines(query);
  const { found, phase, error } = search;
  const isBadPattern = error?.code === 'log_pattern_invalid';
  const none = phase === 'complete' && found.rows.length === 0;
  return (
    <>
      <PageHeader title="Logs" />
      <search className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2.5 md:px-6">
        <div className="flex min-w-[220px] grow basis-[300px] items-center gap-1">
          <input
            type="search"
            className={`field h-8 min-w-0 grow text-base ${query.regex ? 'font-mono' : ''}`}
            placeholder={
              query.regex ? 'A pattern, such as exit(ed)? with [1-9]' : 'Text in the logs of all runs'
            }
            aria-label="Search all logs"
            aria-invalid={isBadPattern || undefined}
            aria-describedby={isBadPattern ? 'pattern-fault' : undefined}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            maxLength={500}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') change({ q: typed });
              if (event.key === 'Escape') event.currentTarget.blur();
              if (event.key !== 'ArrowDown') return;
              event.preventDefault();
              document.querySelector<HTMLElement>('.found .found-line[href]')?.focus();
            }}
          />
          <Toggle
            label="Upper and lower case differ"
            on={query.exact}
            onChange={(exact) => change({ exact })}
          >
            <CaseSensitive size={16} aria-hidden />
          </Toggle>
          <Toggle label="It is a pattern" on={query.regex} onChange={(regex) => change({ regex })}>
            <Regex size={14} aria-hidden />
          </Toggle>
        </div>
        <LogsFilters query={query} onChange={change} />
      </search>
      {phase === 'idle' || isBadPattern ? null : <SearchStatus search={search} />}
      {isBadPattern ? (
        <PatternFault pattern={query.q} column={error.findings[0]?.column ?? 1} message={error.message} />
      ) : null}
      {error && !isBadPattern ? <Problem error={error} className="px-4 py-6 md:px-6" /> : null}
      {found.rows.length > 0 ? (
        <FoundList key={text} found={found} q={query.regex ? undefined : query.q} />
      ) : null}
      {none ? (
        <div className="px-4 py-6 md:px-6">
          <Empty title="No line fits.">
            {hasFilters(query)
              ? 'The filters leave out some runs: take them away to search all.'
              : 'Fewer letters find more. Logs that were removed by age cannot be found any more.'}
          </Empty>
        </div>
      ) : null}
      {phase === 'idle' ? (
        <div className="min-h-0 grow overflow-y-auto px-4 py-6 md:px-6">
          <Empty title="What did it say, and when?">
            Every line that any run wrote can be found here, in whatever language. Colours do not count, and
            what was masked stays so. A hit opens its run at that line.
          </Empty>
        </div>
      ) : null}
    </>
  );
}

function Toggle({
  label,
  on,
  onChange,
  children,
}: {
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={`btn btn-icon h-8 ${on ? 'btn-on' : 'btn-plain'}`}
      aria-pressed={on}
      aria-label={label}
      title={label}
      onClick={() => onChange(!on)}
    >
      {children}
    </button>
  );
}
