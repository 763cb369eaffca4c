import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogEntry, LogStream } from '#shared/nouns/log.ts';
import { LineAssembler, MAX_LINE, MAX_REWRITTEN, utf8Length, type LogLine } from './line-assembler.ts';

type Piece = readonly [LogStream, string];

function entriesOf(pieces: readonly Piece[]): LogEntry[] {
  let at = 0;
  return pieces.map(([stream, text]) => {
    const entry = { stream, text, at, bytes: utf8Length(text), time: 0 };
    at += entry.bytes;
    return entry;
  });
}

function linesOf(...pieces: Piece[]): LogLine[] {
  const assembler = new LineAssembler();
  assembler.append(entriesOf(pieces));
  return [...assembler.lines];
}

const texts = (lines: readonly LogLine[]): string[] => lines.map((line) => `${line.stream}:${line.text}`);

describe('lines', () => {
  it('joins what was written in parts and shows the last one as it grows', () => {
    expect(texts(linesOf(['out', 'one\ntw'], ['out', 'o\nthr']))).toEqual(['out:one', 'out:two', 'out:thr']);
  });
  it('keeps a line whole when the other stream speaks in between', () => {
    expect(texts(linesOf(['out', 'he'], ['err', 'warn\n'], ['out', 'llo\n'], ['note', 'end\n']))).toEqual([
      'out:hello',
      'err:warn',
      'note:end',
    ]);
  });
  it('knows empty lines and starts none after the last feed', () => {
    expect(texts(linesOf(['out', '\n\na\n']))).toEqual(['out:', 'out:', 'out:a']);
    expect(linesOf(['out', ''])).toEqual([]);
  });
  it('takes a return before a feed as one end of line, even cut in two', () => {
    expect(texts(linesOf(['out', 'a\r\nb\r'], ['out', '\nc\rd\n']))).toEqual(['out:a', 'out:b', 'out:c\rd']);
  });
  it('positions every line at its first byte', () => {
    expect(linesOf(['out', 'ภา\nb\n'], ['err', 'c\n']).map((line) => line.at)).toEqual([0, 7, 9]);
  });
  it('starts a line with the colour the one before left on, by stream', () => {
    const lines = linesOf(['out', '\u001b[31mred\n'], ['err', 'plain\n'], ['out', 'still red\n']);
    expect(lines.map((line) => line.style)).toEqual([{}, {}, { fg: 1 }]);
  });
});

describe('bounds', () => {
  it('cuts an endless line and says by how much', () => {
    const [line] = linesOf(['out', 'x'.repeat(MAX_LINE)], ['out', 'yyy\n']);
    expect([line?.text.length, line?.cut]).toEqual([MAX_LINE, 3]);
  });
  it('forgets what a progress bar overwrote', () => {
    const bar = '#'.repeat(100);
    const lines = linesOf(...Array.from({ length: 1_000 }, (): Piece => ['out', `${bar}\r`]), [
      'out',
      'done\n',
    ]);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.text.length).toBeLessThan(MAX_REWRITTEN + 2 * bar.length);
    expect(lines[0]?.text.endsWith('\rdone')).toBe(true);
  });
});

describe('however the entries are cut', () => {
  const stream = fc.constantFrom<LogStream>('out', 'err', 'note');
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', '\n', '\r', 'ภ', '😀', '\u001b[31m'),
    maxLength: 12,
  });
  it('the lines are the same', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(stream, text, fc.array(fc.nat(12), { maxLength: 3 })), { maxLength: 20 }),
        (pieces) => {
          const whole = pieces.map(([stream, text]): Piece => [stream, text]);
          const cut = pieces.flatMap(([stream, text, cuts]) =>
            pieceUp(text, cuts).map((part): Piece => [stream, part]),
          );
          expect(linesOf(...cut)).toEqual(linesOf(...whole));
        },
      ),
      { numRuns: 1_000 },
    );
  });
  it('nothing is lost, and lines stand in the order they began', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(stream, text), { maxLength: 20 }), (pieces) => {
        const lines = linesOf(...pieces);
        for (const name of ['out', 'err', 'note'] as const) {
          const written = pieces
            .filter(([stream]) => stream === name)
            .map(([, text]) => text)
            .join('');
          const read = lines
            .filter((line) => line.stream === name)
            .map((line) => line.text)
            .join('\n');
          expect(read.replaceAll('\r', '')).toBe(written.replace(/\n$/, '').replaceAll('\r', ''));
        }
        expect(lines.map((line) => line.at)).toEqual(lines.map((line) => line.at).sort((a, b) => a - b));
        expect(new Set(lines.map((line) => line.key)).size).toBe(lines.length);
      }),
    );
  });
});

/** Cuts between characters, never inside one: the server keeps them whole. */
function pieceUp(text: string, cuts: readonly number[]): string[] {
  const chars = Array.from(text);
  const places = [...new Set(cuts.map((cut) => Math.min(cut, chars.length)))].sort((a, b) => a - b);
  return [0, ...places].map((from, index) => chars.slice(from, places[index] ?? chars.length).join(''));
}

describe('utf8Length', () => {
  it('agrees with the encoder', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => utf8Length(text) === new TextEncoder().encode(text).length,
      ),
    );
  });
});
