/** The end of a run's log as something that can be compared: what changes from run to run left out. */
import type { LogPage } from '#shared/nouns/log.ts';

/** Bytes: the last screen or two, where the error is. */
export const TAIL_BYTES = 6_000;
const MOST_LINES = 60;

/** The log, asked for by run and attempt. */
export interface LogTails {
  read(run: number, attempt: number, range: { readonly limit: number }): Promise<LogPage>;
}

/** @returns distinct lines without times, numbers and paths' changing parts; empty where there is no log any more */
export async function tailLines(logs: LogTails, run: number, attempt: number): Promise<Set<string>> {
  const page = await logs.read(run, attempt, { limit: TAIL_BYTES }).catch(() => undefined);
  const text = (page?.entries ?? [])
    .filter(({ stream }) => stream !== 'note')
    .map((entry) => entry.text)
    .join('');
  return new Set(
    text
      .split('\n')
      .map(withoutChance)
      .filter((line) => line !== '')
      .slice(-MOST_LINES),
  );
}

/** Hexadecimal names, numbers and white space differ between two ends that are the same. */
function withoutChance(line: string): string {
  return line
    .replace(/\b(?:0x)?[0-9a-f]{7,}\b/gi, '#')
    .replace(/\p{N}+(?:[.,:]\p{N}+)*/gu, '0')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 400);
}

/** Jaccard, 0 to 1; undefined where one of them has no line. */
export function tailLikeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number | undefined {
  if (a.size === 0 || b.size === 0) return undefined;
  return a.intersection(b).size / a.union(b).size;
}
