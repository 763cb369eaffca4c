/** Two texts compared, line by line. */
import { diffLines } from 'diff';
import type { DiffLine } from '#shared/nouns/approval.ts';

/** Texts that differ everywhere take quadratic time: beyond this they are shown one after the other. ms. */
const PATIENCE_MS = 200;

export function compare(before: string, after: string): DiffLine[] {
  const parts = diffLines(before, after, { timeout: PATIENCE_MS });
  if (parts === undefined) return [...linesOf('removed', before), ...linesOf('added', after)];
  return parts.flatMap(({ added, removed, value }) =>
    linesOf(added ? 'added' : removed ? 'removed' : 'same', value),
  );
}

function linesOf(kind: DiffLine['kind'], text: string): DiffLine[] {
  if (text === '') return [];
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => ({ kind, text: line }));
}
