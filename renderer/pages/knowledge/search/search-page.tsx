/** What Luka has read, searched as one types: hits, and beside them the document at the lines that fit. */
import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { KnowledgeStatus, SearchHit } from '#shared/nouns/knowledge.ts';
import { useFetched } from '../../../live/use-fetched.ts';
import { machineNow } from '../../../live/machine-clock.ts';
import { client } from '../../../session/session.ts';
import { Empty, useTitle } from '../../../ui/page.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { useSettled } from '../../../ui/use-settled.ts';
import { METHOD_WORDS } from '../../../words/knowledge.ts';
import { capital, count } from '../../../words/run-state.ts';
import { durationWords } from '../../../words/time.ts';
import { useRoomy } from '../../../ui/narrow.ts';
import { KnowledgeHeader } from '../knowledge-header.tsx';
import { DocumentPreview } from '../document/document-preview.tsx';
import { HitList } from './hit-list.tsx';
import { SearchFilters } from './search-filters.tsx';
import { addressOf, queryOf, wordsOf, type SearchQuery } from './search-query.ts';
import { useSearch, type Search } from './use-search.ts';

/** After the last key that was typed. */
const REST_MS = 150;

export function SearchPage() {
  const [address, setAddress] = useSearchParams();
  const query = queryOf(address);
  const [typed, setTyped] = useState(query.words);
  const [seen, setSeen] = useState(query.words);
  // Somebody went back: the field says what the address says.
  if (seen !== query.words) {
    setSeen(query.words);
    setTyped(query.words);
  }
  const change = (next: Partial<SearchQuery>): void => {
    const wanted = { ...query, words: typed, ...next };
    setSeen(wanted.words);
    setAddress(addressOf(wanted), { replace: true });
  };
  const rested = useSettled(typed, REST_MS);
  useEffect(() => {
    if (rested === typed && rested !== query.words) change({ words: rested });
    // Only when typing rests: what else changes the address says so itself.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [rested]);
  useTitle(query.words === '' ? 'Knowledge' : `${query.words} · Knowledge`);
  const search = useSearch({
    q: wordsOf(query, machineNow()),
    way: query.way,
    explain: query.explain,
  });
  const { value: status, error } = useFetched(
    'knowledge status',
    (signal) => client.knowledgeStatus({}, { signal }),
    { follows: 'knowledgeStamp' },
  );
  return (
    <>
      <KnowledgeHeader />
      <search className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2.5 md:px-6">
        <input
          type="search"
          className="field h-8 min-w-[180px] grow basis-[260px] text-base"
          placeholder='Words, "a phrase", begin*, -without'
          aria-label="Search what Luka has read"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={2_000}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') change({ words: typed });
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
        <SearchFilters query={query} sources={status?.sources ?? []} onChange={change} />
      </search>
      {search.found === undefined && !search.error ? (
        <Before status={status} asked={search.stale} onTry={(words) => change({ words })} />
      ) : null}
      {search.error ? <Problem error={search.error} className="px-4 py-6 md:px-6" /> : null}
      {!status && error ? <Problem error={error} className="px-4 py-6 md:px-6" /> : null}
      {search.found ? <Results search={search} query={query} onChange={change} /> : null}
    </>
  );
}

function Results({
  search: { found, stale, more },
  query,
  onChange,
}: {
  search: Search;
  query: SearchQuery;
  onChange: (change: Partial<SearchQuery>) => void;
}) {
  const hasRoom = useRoomy();
  const [chosen, setChosen] = useState<SearchHit>();
  if (!found) return null;
  const shown = found.hits.find(({ chunk }) => chunk === chosen?.chunk) ?? found.hits[0];
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-baseline gap-x-3 gap-y-0.5 border-b border-line px-4 py-1.5 text-sm text-ink-2 md:px-6">
        <output aria-label="Found" className="mr-auto">
          {foundWords(found.total, found.hits.length)}
          {found.method === undefined ? '' : `, ${METHOD_WORDS[found.method]}`}
          <span className="text-ink-3"> in {durationWords(found.tookMs)}</span>
          {found.corrected.map(({ from, to }) => (
            <span key={from} className="block text-waiting">
              No document has “{from}”: searched for “{to}”.
            </span>
          ))}
          {found.remarks.map((remark) => (
            <span key={remark} className="block text-waiting">
              {capital(remark)}.
            </span>
          ))}
        </output>
        <label className="flex items-center gap-1.5">
          <input
            type="checkbox"
            checked={query.explain}
            onChange={(event) => onChange({ explain: event.target.checked })}
          />
          Explain scores
        </label>
      </div>
      {found.hits.length === 0 ? (
        <div className="px-4 py-6 md:px-6">
          <Empty title="Nothing fits.">
            Fewer words find more. What was never read cannot be found: see the{' '}
            <Link to="/knowledge/sources" className="link underline">
              sources
            </Link>
            , or search by meaning.
          </Empty>
        </div>
      ) : (
        <div className="flex min-h-0 grow">
          <div className="flex min-h-0 min-w-0 grow flex-col lg:basis-[46%]">
            <HitList
              found={found}
              stale={stale}
              chosen={hasRoom ? shown?.chunk : undefined}
              onChoose={hasRoom ? setChosen : undefined}
              more={more}
            />
          </div>
          {hasRoom && shown ? (
            <aside
              aria-label="Preview"
              className="flex min-h-0 min-w-0 basis-[54%] flex-col border-l border-line"
            >
              <DocumentPreview key={shown.citation.document} citation={shown.citation} />
            </aside>
          ) : null}
        </div>
      )}
    </>
  );
}

function foundWords(total: number, shown: number): string {
  if (total === 0) return 'No hits';
  // Exact only below a thousand.
  return total < 1_000 || shown >= total ? count(total, 'hit') : `At least ${count(total, 'hit')}`;
}

const TRIES = ['backup', '"what we decided"', 'error -test', 'kind:log timeout'] as const;

/** Before anything was searched for. */
function Before({
  status,
  asked,
  onTry,
}: {
  status: KnowledgeStatus | undefined;
  asked: boolean;
  onTry: (words: string) => void;
}) {
  if (asked || !status) return <p className="px-4 py-6 text-ink-3 md:px-6">{asked ? 'Searching…' : ''}</p>;
  const folders = status.sources.filter(({ folder }) => folder !== undefined);
  return (
    <div className="min-h-0 grow overflow-y-auto px-4 py-6 md:px-6">
      {folders.length === 0 ? (
        <Empty title="No folder is read yet.">
          <p>
            Luka reads folders of notes, reports and logs and makes them searchable here, on this machine
            only. Nothing in them is ever changed. Its own runs and memories are in the index already.
          </p>
          <p className="mt-3">
            <Link to="/knowledge/sources?add" className="btn btn-primary">
              Add a folder
            </Link>
          </p>
        </Empty>
      ) : (
        <Empty title={`${count(status.documents, 'document')} of ${count(status.sources.length, 'source')}.`}>
          All words must be in a document’s part; a phrase stands between quotes, and a minus leaves out.
        </Empty>
      )}
      {status.documents > 0 ? (
        <ul aria-label="Try" className="mt-4 flex flex-wrap gap-2">
          {TRIES.map((words) => (
            <li key={words}>
              <button type="button" className="chip" onClick={() => onTry(words)}>
                {words}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
