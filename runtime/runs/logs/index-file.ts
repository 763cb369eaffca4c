/**
 * The index of a log as a file that only grows, or is replaced as a whole: one line a word.
 *
 *     g 2 5000 1700000000000 100000000   the first 5,000 bytes are gone: 100 MB are kept, generation 2 was the last
 *     o 120 1700000000000                120 bytes of stdout (e: stderr, n: notes), seen at this moment
 *     O 120 1700000000000                the same, but they are gone
 *     x o                                the file of stdout was emptied: it begins anew
 *     t 3 100/120 50/50 0/0              all files were turned over: generation 3 has 100 of 120 bytes of stdout …
 */
import type { LogStream } from '#shared/nouns/log.ts';
import { LogIndex, type PerStream, type Segment } from './log-index.ts';

const LETTERS = { out: 'o', err: 'e', note: 'n' } as const;
const STREAMS = { o: 'out', e: 'err', n: 'note' } as const satisfies Record<string, LogStream>;

export function formatSegment({ stream, offset, bytes, time }: Segment): string {
  const letter = LETTERS[stream];
  return `${offset < 0 ? letter.toUpperCase() : letter} ${bytes} ${time}\n`;
}

/** The line that says a stream's file was emptied. */
export function formatEmptied(stream: LogStream): string {
  return `x ${LETTERS[stream]}\n`;
}

/** The line that says all files were turned over. */
export function formatTurn(
  generation: number,
  kept: Readonly<PerStream>,
  sizes: Readonly<PerStream>,
): string {
  const pairs = (['out', 'err', 'note'] as const).map((stream) => `${kept[stream]}/${sizes[stream]}`);
  return `t ${generation} ${pairs.join(' ')}\n`;
}

/** The first line of an index whose log has lost its beginning. */
export function formatLeftOut(generation: number, bytes: number, time: number, bound: number): string {
  return `g ${generation} ${bytes} ${time} ${bound}\n`;
}

/** Reads an index file; a torn last line (a crash) is left out. */
export function parseIndex(text: string): LogIndex {
  const index = new LogIndex();
  for (const line of text.split('\n')) readLine(index, line);
  index.sealed = index.segments.length > 0;
  return index;
}

/** The generation that an index file names last. */
export function lastGeneration(text: string): number {
  let last = 0;
  for (const [, generation] of text.matchAll(/^[gt] (\d+) .*\n/gm)) last = Number(generation);
  return last;
}

function readLine(index: LogIndex, line: string): void {
  const segment = /^([oen]) (\d+) (\d+)$/i.exec(line);
  if (segment) {
    const [, letter = '', bytes, time] = segment;
    const stream = STREAMS[letter.toLowerCase() as keyof typeof STREAMS];
    const isGone = letter !== letter.toLowerCase();
    index[isGone ? 'addGone' : 'add'](stream, Number(bytes), Number(time));
    return;
  }
  const emptied = /^x ([oen])$/.exec(line);
  if (emptied) index.empty(STREAMS[emptied[1] as keyof typeof STREAMS]);
  const turned = /^t (\d+) (\d+)\/(\d+) (\d+)\/(\d+) (\d+)\/(\d+)$/.exec(line)?.slice(1).map(Number);
  if (turned) {
    const [generation, keptOut, out, keptErr, err, keptNote, note] = turned as Seven;
    index.turn(generation, { out: keptOut, err: keptErr, note: keptNote }, { out, err, note });
  }
  const leftOut = /^g (\d+) (\d+) (\d+) (\d+)$/.exec(line)?.slice(1).map(Number);
  if (leftOut && index.size === 0) {
    const [generation, bytes, time, bound] = leftOut as [number, number, number, number];
    index.generation = generation;
    if (bytes > 0) index.addGone('note', bytes, time);
    index.leftOut = { bytes, bound };
    index.liveFrom = index.segments.length;
  }
}

type Seven = [number, number, number, number, number, number, number];
