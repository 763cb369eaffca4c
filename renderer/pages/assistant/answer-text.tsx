/** The sentences of an answer, each with the numbers of its sources; one that no source bears out is marked as such. */
import { TriangleAlert } from 'lucide-react';
import type { AnswerSentence, AnswerSource } from '#shared/nouns/assistant.ts';
import { plain, plainLine } from '../../words/plain.ts';

export function AnswerText({
  sentences,
  sources,
  lit,
  quiet,
  onLight,
  onGo,
}: {
  sentences: readonly AnswerSentence[];
  sources: readonly AnswerSource[];
  /** The number of the source that is looked at. */
  lit: number | undefined;
  /** What comes closest, but is no answer. */
  quiet: boolean;
  onLight: (number: number | undefined) => void;
  /** Goes to a source in its list. */
  onGo: (number: number) => void;
}) {
  const titles = new Map(sources.map(({ number, title }) => [number, plainLine(title)]));
  return (
    <div className={`answer max-w-[72ch] ${quiet ? 'text-ink-2' : ''}`}>
      {sentences.map(({ text, sources: cited, supported }, index) => (
        // Sentences have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <span key={index}>
          <span
            className="sentence"
            data-lit={(lit !== undefined && cited.includes(lit)) || undefined}
            data-unsupported={supported ? undefined : ''}
          >
            {plain(text)}
          </span>
          {supported ? null : (
            <span className="unsupported" title="No source bears this sentence out">
              <TriangleAlert size={11} aria-hidden />
              no source
            </span>
          )}
          {/* A word joiner: a mark is not left alone on the next line. */}
          {cited.length > 0 ? '\u2060' : null}
          {cited.map((number) => (
            <button
              key={number}
              type="button"
              className="cite"
              data-lit={lit === number || undefined}
              aria-label={`Source ${number}: ${titles.get(number) ?? 'unknown'}`}
              title={titles.get(number)}
              onPointerEnter={() => onLight(number)}
              onPointerLeave={() => onLight(undefined)}
              onFocus={() => onLight(number)}
              onBlur={() => onLight(undefined)}
              onClick={() => onGo(number)}
            >
              {number}
            </button>
          ))}{' '}
        </span>
      ))}
    </div>
  );
}
