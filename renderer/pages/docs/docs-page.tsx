/** The documentation within the app: read, searched and linked without a network. */
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useRoomy } from '../../ui/narrow.ts';
import { Empty, PageHeader, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { docGroups, docTitle } from './doc-files.ts';
import { DocHits } from './doc-hits.tsx';
import { Markdown } from './markdown.tsx';
import { useDoc } from './use-docs.ts';

export function DocsPage({ name }: { name: string }) {
  const [typed, setTyped] = useState('');
  const asked = useDeferredValue(typed);
  const isRoomy = useRoomy();
  useTitle(`${docTitle(name)} · Docs`);
  return (
    <>
      <PageHeader title="Docs">
        <search>
          <input
            type="search"
            className="field h-7 w-[min(300px,70vw)]"
            placeholder="Search these pages"
            aria-label="Search the docs"
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setTyped('');
            }}
          />
        </search>
      </PageHeader>
      <div className="flex min-h-0 grow max-lg:flex-col">
        {isRoomy ? <Contents current={name} /> : <Chooser current={name} />}
        {asked.trim() === '' ? (
          <Article key={name} name={name} />
        ) : (
          <DocHits typed={asked} onChoose={() => setTyped('')} />
        )}
      </div>
    </>
  );
}

function Contents({ current }: { current: string }) {
  return (
    <nav aria-label="Docs" className="w-[216px] shrink-0 overflow-y-auto border-r border-line px-3 py-4">
      {docGroups().map(({ title, names }) => (
        <div key={title} className="mb-4">
          <p className="eyebrow mb-1 px-2">{title}</p>
          {names.map((name) => (
            <Link
              key={name}
              to={`/docs/${name}`}
              aria-current={name === current ? 'page' : undefined}
              className={`block truncate rounded-[6px] px-2 py-[3px] ${
                name === current
                  ? 'bg-active font-medium text-ink'
                  : 'text-ink-2 hover:bg-hover hover:text-ink'
              }`}
            >
              {docTitle(name)}
            </Link>
          ))}
        </div>
      ))}
    </nav>
  );
}

function Chooser({ current }: { current: string }) {
  const [, navigate] = useLocation();
  return (
    <div className="shrink-0 border-b border-line px-4 py-2 md:px-6">
      <select
        className="field h-7 w-full max-w-[420px]"
        aria-label="Page"
        value={current}
        onChange={(event) => navigate(`/docs/${event.target.value}`)}
      >
        {docGroups().map(({ title, names }) => (
          <optgroup key={title} label={title}>
            {names.map((name) => (
              <option key={name} value={name}>
                {docTitle(name)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}

function Article({ name }: { name: string }) {
  const { value, error } = useDoc(name);
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    if (typeof value !== 'string') return undefined;
    const show = (): void => {
      const anchor = decodeURIComponent(location.hash.slice(1));
      const target = anchor === '' ? null : document.getElementById(anchor);
      if (target === null) frame.current?.scrollTo({ top: 0 });
      else {
        target.scrollIntoView({ block: 'start' });
        // So that keys, and a screen reader, go on from there.
        target.focus({ preventScroll: true });
      }
    };
    show();
    return followHash(show);
  }, [value]);
  return (
    <article
      ref={frame}
      className="min-h-0 min-w-0 grow overflow-y-auto px-4 py-5 md:px-8"
      aria-label={docTitle(name)}
    >
      {error ? <Problem error={error} /> : null}
      {value === null ? (
        <Empty title="There is no such page.">
          Search for it above, or see{' '}
          <Link to="/docs/README" className="link underline">
            all pages
          </Link>
          .
        </Empty>
      ) : null}
      {typeof value === 'string' ? <Markdown text={value} doc={name} /> : null}
    </article>
  );
}

/** Links within a page go through the history, which tells of no change of the hash by itself. */
function followHash(show: () => void): () => void {
  const names = ['hashchange', 'popstate', 'pushState', 'replaceState'] as const;
  for (const name of names) window.addEventListener(name, show);
  return () => {
    for (const name of names) window.removeEventListener(name, show);
  };
}
