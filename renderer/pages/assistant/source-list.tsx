/** Where an answer has it from: each source with its place and its words. */
import { useId, useState, type Ref } from 'react';
import { Link } from 'wouter';
import type { AnswerSource } from '#shared/nouns/assistant.ts';
import { KindIcon } from '../../ui/kind-icon.tsx';
import { headingWords, placeOf, shortPath } from '../../words/knowledge.ts';
import { plain, plainLine } from '../../words/plain.ts';
import { isPage } from './own-page.ts';
import { documentAddress, ownPageOf } from '../knowledge/document/document-address.ts';

/** Sources that are shown at once. */
const FIRST = 6;

export function SourceList({
  ref,
  title,
  sources,
  lit,
  onLight,
}: {
  ref: Ref<HTMLOListElement>;
  title: string;
  sources: readonly AnswerSource[];
  lit: number | undefined;
  onLight: (number: number | undefined) => void;
}) {
  const heading = useId();
  const [all, setAll] = useState(false);
  // One that is pointed at is never hidden.
  const shown = all ? sources : sources.filter(({ number }, index) => index < FIRST || number === lit);
  return (
    <section aria-labelledby={heading} className="min-w-0">
      <h3 id={heading} className="eyebrow mb-1.5">
        {title}
      </h3>
      <ol ref={ref} aria-labelledby={heading} className="flex flex-col gap-2">
        {shown.map((source) => (
          <SourceCard key={source.number} source={source} lit={source.number === lit} onLight={onLight} />
        ))}
      </ol>
      {shown.length < sources.length ? (
        <button type="button" className="link mt-2 text-sm" onClick={() => setAll(true)}>
          Show the other {sources.length - shown.length}
        </button>
      ) : null}
    </section>
  );
}

function SourceCard({
  source: { number, citation, page, title, text },
  lit,
  onLight,
}: {
  source: AnswerSource;
  lit: boolean;
  onLight: (number: number | undefined) => void;
}) {
  const name = plainLine(title);
  const headings = citation ? headingWords(citation) : '';
  // What is Luka's own is best seen on its page.
  const own = (citation ? ownPageOf(citation.path)?.to : undefined) ?? page;
  const to = own !== undefined && isPage(own) ? own : citation ? documentAddress(citation) : undefined;
  return (
    // The listeners only light what a sentence cites: they say nothing that the numbers do not.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      data-source={number}
      data-lit={lit || undefined}
      // Where the mark in the answer leads to.
      tabIndex={-1}
      className="source-card"
      onPointerEnter={() => onLight(number)}
      onPointerLeave={() => onLight(undefined)}
      onFocus={() => onLight(number)}
      onBlur={() => onLight(undefined)}
    >
      <p className="flex items-baseline gap-2">
        <span className="source-number">
          <span className="sr-only">Source </span>
          {number}
        </span>
        {to === undefined ? (
          <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{name}</span>
        ) : (
          <Link to={to} className="quiet-link min-w-0 font-medium [overflow-wrap:anywhere]">
            {name}
          </Link>
        )}
        {citation ? (
          <span className="ml-auto shrink-0 self-center text-ink-3">
            <KindIcon kind={citation.kind} size={13} />
          </span>
        ) : null}
      </p>
      {headings === '' ? null : <p className="truncate text-sm text-ink-2">{headings}</p>}
      <p className="mt-0.5 line-clamp-4 text-sm [overflow-wrap:anywhere] whitespace-pre-line text-ink-2">
        {plain(text)}
      </p>
      {citation ? (
        <p className="mt-1 truncate font-mono text-xs text-ink-3" title={placeOf(citation)}>
          {plainLine(shortPath(placeOf(citation)))}
        </p>
      ) : (
        <p className="mt-1 text-xs text-ink-3">Luka itself</p>
      )}
    </li>
  );
}
