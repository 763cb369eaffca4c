import { MARKS, type MarkCounts } from '../words/slot-state.ts';

/** What a number of slots came to, as one box: a piece for each outcome, by its share, each with its own pattern. */
export function Mix({ counts, className = '' }: { counts: MarkCounts; className?: string }) {
  return (
    <span aria-hidden className={`mix ${className}`}>
      {MARKS.map((mark) => {
        const n = counts[mark] ?? 0;
        // A failure among a thousand must be seen: no piece is thinner than its least height.
        return n > 0 ? <span key={mark} className="fill" data-mark={mark} style={{ flexGrow: n }} /> : null;
      })}
    </span>
  );
}
