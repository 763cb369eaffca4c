/** One hit: what it is, the lines that fit, where they are, and what its score is made of. */
import { memo, type MouseEvent } from 'react';
import { Link } from 'wouter';
import type { SearchHit } from '#shared/nouns/knowledge.ts';
import { Ago } from '../../../ui/clock.tsx';
import { KindIcon } from '../../../ui/kind-icon.tsx';
import { headingWords, KIND_LABELS, placeOf, shortPath } from '../../../words/knowledge.ts';
import { plainLine } from '../../../words/plain.ts';
import { documentAddress, FROM_HITS } from '../document/document-address.ts';
import { Snippet } from './snippet.tsx';

export const HitRow = memo(function HitRow({
  hit,
  chosen,
  onChoose,
}: {
  hit: SearchHit;
  chosen: boolean;
  /** Undefined where there is no room for a preview: the hit opens. */
  onChoose: ((hit: SearchHit) => void) | undefined;
}) {
  const { citation, snippet, at, why, score } = hit;
  const place = placeOf(citation);
  const headings = headingWords(citation);
  const choose = (event: MouseEvent): void => {
    if (!onChoose || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onChoose(hit);
  };
  return (
    <article
      aria-label={plainLine(citation.title)}
      className="hit-row border-b border-line px-4 py-2.5 md:px-6"
      data-chosen={chosen || undefined}
    >
      <p className="flex items-baseline gap-2">
        <span className="shrink-0 self-center text-ink-3" title={KIND_LABELS[citation.kind]}>
          <KindIcon kind={citation.kind} />
        </span>
        <Link
          to={documentAddress(citation)}
          state={FROM_HITS}
          className="hit-link min-w-0 truncate font-medium"
          aria-current={chosen ? 'true' : undefined}
          onClick={choose}
        >
          {plainLine(citation.title)}
        </Link>
        <span className="ml-auto shrink-0 text-sm text-ink-3">
          <Ago at={at} />
        </span>
      </p>
      {headings === '' ? null : <p className="truncate text-sm text-ink-2">{headings}</p>}
      <p className="mt-0.5 line-clamp-3 [overflow-wrap:anywhere] text-ink-2">
        <Snippet parts={snippet} />
      </p>
      <p className="mt-0.5 truncate font-mono text-xs text-ink-3" title={place}>
        {plainLine(shortPath(place))}
      </p>
      {why === undefined ? null : (
        <dl aria-label="Score" className="why mt-1.5 text-sm">
          {why.map(({ part, value, text }) => (
            <div key={part} className="contents">
              <dt className="text-ink-3">{part}</dt>
              <dd className="text-right">{value.toFixed(3)}</dd>
              <dd className="min-w-0 text-ink-2">{text}</dd>
            </div>
          ))}
          <div className="contents font-medium">
            <dt>Score</dt>
            <dd className="text-right">{score.toFixed(3)}</dd>
            <dd />
          </div>
        </dl>
      )}
    </article>
  );
});
