/** Lines of a comparison, the long unchanged parts folded. Pure. */
import type { DiffLine } from '#shared/nouns/approval.ts';

export type DiffPart =
  | { readonly kind: 'lines'; readonly from: number; readonly lines: readonly DiffLine[] }
  | { readonly kind: 'fold'; readonly from: number; readonly lines: readonly DiffLine[] };

/** Unchanged lines that stay in sight around a change. */
const AROUND = 3;
/** A fold that hides fewer is longer than what it hides. */
const LEAST = 3;

/** Every line is in exactly one part, in order. `from` is a line's place from 0. */
export function foldUnchanged(lines: readonly DiffLine[]): readonly DiffPart[] {
  const parts: DiffPart[] = [];
  let shownFrom = 0;
  const show = (to: number): void => {
    if (to > shownFrom) parts.push({ kind: 'lines', from: shownFrom, lines: lines.slice(shownFrom, to) });
  };
  for (let at = 0; at < lines.length;) {
    let end = at;
    while (end < lines.length && lines[end]?.kind === 'same') end += 1;
    const from = at === 0 ? 0 : at + AROUND;
    const to = end === lines.length ? end : end - AROUND;
    if (to - from >= LEAST) {
      show(from);
      parts.push({ kind: 'fold', from, lines: lines.slice(from, to) });
      shownFrom = to;
    }
    at = end + 1;
  }
  show(lines.length);
  return parts;
}

/** `2 lines added, 1 removed`; `nothing changed`. */
export function changeWords(lines: readonly DiffLine[]): string {
  const added = lines.filter(({ kind }) => kind === 'added').length;
  const removed = lines.filter(({ kind }) => kind === 'removed').length;
  if (added + removed === 0) return 'nothing changed';
  const words = [
    added > 0 ? `${added.toLocaleString('en-GB')} added` : '',
    removed > 0 ? `${removed.toLocaleString('en-GB')} removed` : '',
  ];
  return `lines: ${words.filter((part) => part !== '').join(', ')}`;
}
