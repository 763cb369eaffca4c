/** Failures like one, and what mended them, as lines. */
import type { SimilarFailures } from '#shared/nouns/similar-failure.ts';
import { formatClock } from './moments.ts';
import { runName } from './run-words.ts';
import { formatTable, safeText } from './table.ts';
import type { Terminal } from './terminal.ts';

export function similarLines(
  terminal: Terminal,
  { failures, memories }: SimilarFailures,
  now: number,
): string[] {
  const options = { width: terminal.width, heading: (text: string) => terminal.style('bold', text) };
  const lines: string[] = [];
  if (failures.length > 0) {
    const rows = failures.map(({ run, likeness, shares, mendedBy, changed }) => [
      `#${run.id}`,
      runName(run),
      run.endedAt === undefined ? '-' : formatClock(run.endedAt, now),
      `${Math.round(likeness * 100)} %`,
      mendedBy === undefined ? '-' : `#${mendedBy.id}`,
      safeText([...changed, ...shares].join(', ')),
    ]);
    lines.push(
      '',
      ...formatTable(['LIKE IT', 'TASK', 'WHEN', 'LIKENESS', 'MENDED BY', 'WHAT IS KNOWN'], rows, options),
    );
  }
  if (memories.length > 0) {
    const rows = memories.map(({ id, kind, text }) => [String(id), kind, safeText(text)]);
    lines.push('', ...formatTable(['MEMORY', 'KIND', 'TEXT'], rows, options));
  }
  return lines;
}
