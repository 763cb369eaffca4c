/** What changed in the work since it was approved last, line by line. */
import { diffLines } from 'diff';
import type { DiffLine } from '#shared/nouns/approval.ts';

/** Texts that differ everywhere take quadratic time: beyond this they are shown as a whole. ms. */
const PATIENCE_MS = 50;

/** @param before the version approved last; all lines are `added` where there is none */
export function diffWork(before: string | undefined, after: string): DiffLine[] {
  if (before === undefined) return lines('added', after);
  const parts = diffLines(before, after, { timeout: PATIENCE_MS });
  if (parts === undefined) return [...lines('removed', before), ...lines('added', after)];
  return parts.flatMap(({ added, removed, value }) =>
    lines(added ? 'added' : removed ? 'removed' : 'same', value),
  );
}

function lines(kind: DiffLine['kind'], text: string): DiffLine[] {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => ({ kind, text: line }));
}
