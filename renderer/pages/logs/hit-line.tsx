/** One line that was found, with its number, what matches marked, and the lines around it. Text only. */
import { memo } from 'react';
import { Link } from 'wouter';
import type { LogHit } from '#shared/nouns/log-search.ts';
import { exactTime } from '../../words/time.ts';

const STREAM_NAMES = { out: 'stdout', err: 'stderr', note: 'Luka' } as const;
/** Characters before the first match that are shown where the line has to be cut. */
const LEAD = 40;
/** From here on a match may not be in sight at the end of a narrow page. */
const FAR = 70;

export const HitLine = memo(function HitLine({ hit, to }: { hit: LogHit; to: string }) {
  const { stream, line, time, before = [], after = [] } = hit;
  const title = `${STREAM_NAMES[stream]}, ${exactTime(time)}`;
  return (
    <div className={before.length + after.length > 0 ? 'py-1.5' : ''}>
      <Around lines={before} first={line - before.length} />
      <Link to={to} className="found-line" data-stream={stream} title={title}>
        <span className="found-number">{line.toLocaleString('en-GB')}</span>
        {stream === 'out' ? null : <span className="sr-only">{STREAM_NAMES[stream]}: </span>}
        <span className="found-text">
          <Marked hit={hit} />
        </span>
      </Link>
      <Around lines={after} first={line + 1} />
    </div>
  );
});

function Around({ lines, first }: { lines: readonly string[]; first: number }) {
  const numbered = lines.map((text, index) => ({ text, number: first + index }));
  return numbered.map(({ text, number }) => (
    <div key={number} className="found-line text-ink-3">
      <span className="found-number">{number.toLocaleString('en-GB')}</span>
      <span className="found-text">{text}</span>
    </div>
  ));
}

function Marked({ hit: { text, ranges } }: { hit: LogHit }) {
  const first = ranges[0]?.[0] ?? 0;
  const from = first > FAR ? first - LEAD : 0;
  const parts: { readonly text: string; readonly hit: boolean; readonly at: number }[] = [];
  let at = from;
  for (const [start, end] of ranges) {
    parts.push(
      { text: text.slice(at, start), hit: false, at },
      { text: text.slice(start, end), hit: true, at: start },
    );
    at = end;
  }
  parts.push({ text: text.slice(at), hit: false, at });
  return (
    <>
      {from > 0 ? '…' : ''}
      {parts.map((part) =>
        part.hit ? <mark key={part.at}>{part.text}</mark> : <span key={`-${part.at}`}>{part.text}</span>,
      )}
    </>
  );
}
