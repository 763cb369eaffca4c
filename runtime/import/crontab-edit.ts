/** Takes entries out of a crontab so that each can be put back by removing what stands before it. */
export interface HandedOver {
  readonly id: string;
  /** 1-based. */
  readonly line: number;
  /** The line as it was when it was read. */
  readonly original: string;
}

/**
 * Comments lines out as `#luka <id>: <original>`; everything else stays, line ends included.
 * @returns undefined where a line is not what it was
 */
export function commentOut(text: string, entries: readonly HandedOver[]): string | undefined {
  const lines = text.split('\n');
  const first = text.startsWith('\ufeff') ? 1 : 0;
  for (const { id, line, original } of entries) {
    const raw = lines[line - 1];
    const start = line === 1 ? first : 0;
    if (raw === undefined || raw.slice(start).replace(/\r$/, '').toWellFormed() !== original)
      return undefined;
    lines[line - 1] = `${raw.slice(0, start)}#luka ${id}: ${raw.slice(start)}`;
  }
  return lines.join('\n');
}
