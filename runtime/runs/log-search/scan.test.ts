import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogStream } from '#shared/nouns/log.ts';
import type { LogHit } from '#shared/nouns/log-search.ts';
import { temporaryFolder } from '../../testing.ts';
import { scanAttempt } from './attempt-scan.ts';
import { LONGEST_LINE } from './line-blocks.ts';
import { createMatcher, type Pattern } from './line-matcher.ts';
import { writeLog, type WrittenPiece } from './testing.ts';

type Folder = Awaited<ReturnType<typeof temporaryFolder>>;
let folder: Folder;
let run = 0;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

const STREAMS = ['out', 'err', 'note'] as const satisfies readonly LogStream[];
const WHENEVER = { since: 0, until: Number.MAX_SAFE_INTEGER };
const text = (q: string): Pattern => ({ q, regex: false, case: false });

interface Wishes {
  readonly pattern: Pattern;
  readonly context?: number;
  readonly each?: number;
  readonly since?: number;
  readonly until?: number;
}

function scan(
  pieces: readonly WrittenPiece[],
  wishes: Wishes,
): { hits: LogHit[]; total: number; bytes: number } {
  const { files, index } = writeLog(folder.path, ++run, 1, pieces);
  const { pattern, context = 0, each = 1_000_000, ...times } = wishes;
  const found = { hits: [] as LogHit[], total: 0, bytes: 0 };
  const all = { matcher: createMatcher(pattern), context, each, ...WHENEVER, ...times };
  for (const { hits, total, bytes } of scanAttempt(files, index, STREAMS, all)) {
    found.hits.push(...hits);
    found.total = total;
    found.bytes += bytes;
  }
  return found;
}

const out = (content: string | Buffer, time = 1_000): WrittenPiece => ({
  stream: 'out',
  bytes: Buffer.from(content as string),
  time,
});
const err = (content: string, time = 1_000): WrittenPiece => ({ ...out(content, time), stream: 'err' });

/** Line by line and letter by letter, with nothing of the code above: what a search means. */
function naive(pieces: readonly WrittenPiece[], matches: (line: string) => boolean): string[] {
  return STREAMS.flatMap((stream) => {
    const whole = Buffer.concat(pieces.filter((piece) => piece.stream === stream).map(({ bytes }) => bytes));
    const lines = whole.toString('latin1').split('\n');
    if (lines.at(-1) === '') lines.pop();
    return lines.flatMap((line, index) => {
      const read = Buffer.from(line, 'latin1')
        .toString('utf8')
        // oxlint-disable-next-line no-control-regex
        .replaceAll(/\u001b\[[\d;]*m/g, '')
        .replace(/\r+$/, '');
      return matches(read) ? [`${stream} ${index + 1}`] : [];
    });
  }).toSorted();
}
const placesOf = (hits: readonly LogHit[]): string[] =>
  hits.map(({ stream, line }) => `${stream} ${line}`).toSorted();

const word = fc.constantFrom(
  'disk',
  'Disk',
  'FULL',
  'full',
  ' ',
  'é',
  'É',
  'สำรอง',
  'ข้อมูล',
  '\u001b[31m',
  '\u001b[0m',
  '\r',
  '\t',
  '7',
  '42',
  'K',
  'İ',
  'Σας',
  '😀',
  '\u0000',
);
const line = fc.array(word, { maxLength: 8 }).map((words) => words.join(''));
const piece = fc.record({
  stream: fc.constantFrom(...STREAMS),
  // Not every write ends with its line.
  bytes: fc
    .tuple(fc.array(line, { minLength: 1, maxLength: 6 }), fc.boolean())
    .map(([lines, whole]) => Buffer.from(lines.join('\n') + (whole ? '\n' : ''))),
  time: fc.integer({ min: 0, max: 9_999 }),
});

describe('a search', () => {
  it('finds exactly the lines that a look at each line finds', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.constantFrom('disk', 'k', 'full', 'É', 'สำรอง', 'ΣΑΣ', '😀', 'diskfull', '7 4', 'i', '42'),
        fc.boolean(),
        (pieces, q, exact) => {
          const fold = (some: string) => (exact ? some : some.toLowerCase().replaceAll('ς', 'σ'));
          const found = scan(pieces, { pattern: { q, regex: false, case: exact } });
          const expected = naive(pieces, (some) => fold(some).includes(fold(q)));
          expect(placesOf(found.hits)).toEqual(expected);
          expect(found.total).toBe(expected.length);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('by a pattern finds exactly the lines that a look at each line finds', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.constantFrom(
          'disk$',
          '^full',
          'd.+k',
          '[0-9]{2}',
          'full|disk',
          '^$',
          '\\bfull\\b',
          'สำ',
          '^[^d]*$',
          '(disk|full)+7',
        ),
        (pieces, q) => {
          const native = new RegExp(q);
          const found = scan(pieces, { pattern: { q, regex: true, case: true } });
          // In RE2 a dot is anything but a line break, in JavaScript no return either.
          expect(placesOf(found.hits)).toEqual(
            naive(pieces, (some) => native.test(q === 'd.+k' ? some.replaceAll('\r', '_') : some)),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('tells hits in the order in which they were written, whatever their stream', () => {
    const pieces = Array.from({ length: 3_000 }, (_, n) =>
      (n % 3 === 0 ? err : out)(`needle ${n} ${'-'.repeat(n % 200)}\n`, n * 1_000),
    );
    const { hits, total } = scan(pieces, { pattern: text('needle') });
    expect(total).toBe(3_000);
    expect(hits.map((hit) => Number(hit.text.split(' ')[1]))).toEqual(
      Array.from({ length: 3_000 }, (_, n) => n),
    );
    expect(hits[1_500]).toMatchObject({ stream: 'err', line: 501, time: 1_500_000 });
  });

  it('lists as many as asked for, the first ones, and counts all', () => {
    const pieces = [out('x 1\n', 1), err('x 2\n', 2_000), out('x 3\nx 4\n', 4_000)];
    const { hits, total } = scan(pieces, { pattern: text('x'), each: 2 });
    expect([hits.map((hit) => hit.text), total]).toEqual([['x 1', 'x 2'], 4]);
  });

  it('keeps to a time', () => {
    const pieces = [out('x 1\n', 1_000), out('x 2\n', 3_000), out('x 3\n', 5_000)];
    const found = (since: number, until: number) =>
      scan(pieces, { pattern: text('x'), since, until }).hits.map((hit) => hit.text);
    expect(found(2_000, 5_000)).toEqual(['x 2']);
    expect(found(3_000, 5_001)).toEqual(['x 2', 'x 3']);
  });

  it('finds what a colour stands in the middle of, and what a line break of Windows ends', () => {
    const { hits } = scan([out('\u001b[31mdisk\u001b[0m full\r\n\u001b]0;disk full\u0007other\n')], {
      pattern: { q: 'disk full$', regex: true, case: false },
    });
    expect(hits).toEqual([
      { stream: 'out', at: 0, line: 1, time: 1_000, text: 'disk full', ranges: [[0, 9]] },
    ]);
  });

  it('shows of a progress bar the state that matches', () => {
    const { hits } = scan([out('10 %\r20 %\r30 % done\n')], { pattern: text('20 %') });
    expect(hits[0]).toMatchObject({ text: '20 %', ranges: [[0, 4]] });
  });

  it('shows the part of a long line around the match', () => {
    const { hits } = scan([out(`${'a'.repeat(5_000)} needle ${'😀'.repeat(5_000)}\n`)], {
      pattern: text('needle'),
    });
    const [hit] = hits;
    expect(hit?.text.length).toBeLessThanOrEqual(400);
    expect(hit?.text.slice(...hit.ranges[0]!)).toBe('needle');
    expect(hit?.text.isWellFormed()).toBe(true);
  });

  it('tells the lines around, of the same stream, also beyond the block', () => {
    const filler = Array.from({ length: 2_000 }, (_, n) => `line ${n} ${'.'.repeat(60)}`);
    filler[1_000] = 'the needle';
    filler[1_999] = 'needle at the end';
    const { hits } = scan([out(`${filler.join('\n')}\n`), err('other\n')], {
      pattern: text('needle'),
      context: 2,
    });
    const short = (lines?: string[]) => lines?.map((each) => each.split(' .')[0]);
    expect([short(hits[0]?.before), short(hits[0]?.after)]).toEqual([
      ['line 998', 'line 999'],
      ['line 1001', 'line 1002'],
    ]);
    expect([short(hits[1]?.before), hits[1]?.after]).toEqual([['line 1997', 'line 1998'], []]);
  });

  it('finds a match in a line of 10 MB, and one at the cut of a line that comes in pieces, once', () => {
    const ten = Buffer.alloc(10_000_000, 'a');
    ten.write('needle', 9_999_990);
    const longer = Buffer.alloc(LONGEST_LINE + 2_000_000, 'b');
    longer.write('needle', LONGEST_LINE + 1_048_573);
    longer.write('needle', 5);
    const { hits, total } = scan([out(ten), out('\n'), out(longer), out('\nneedle\n')], {
      pattern: text('NEEDLE'),
    });
    expect(hits.map(({ at, line: number }) => [at, number])).toEqual([
      [0, 1],
      [10_000_001, 2],
      [10_000_001 + longer.length + 1, 3],
    ]);
    expect(total).toBe(3);
  });

  it('goes through binary output', () => {
    const noise = Buffer.from(Array.from({ length: 200_000 }, (_, n) => (n * 7_919) % 251));
    const { hits } = scan([out(noise), out('\nneedle\n')], { pattern: text('needle') });
    expect(hits).toHaveLength(1);
    expect(hits[0]?.at).toBe(noise.length + 1);
  });

  it('is done soon with a pattern that makes others hang', () => {
    const began = performance.now();
    const { total } = scan([out(`${'a'.repeat(200_000)}!\n`)], {
      pattern: { q: '(a+)+$|(a|aa)+$|(.*a){12}b', regex: true, case: true },
    });
    expect(total).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
