import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogEntry, LogPage, LogStream } from '#shared/nouns/log.ts';
import { LogWindow, MAX_LINES } from './log-window.ts';
import { utf8Length } from './line-assembler.ts';

function page(pieces: readonly (readonly [LogStream, string])[], from = 0): LogPage {
  let at = from;
  const entries = pieces.map(([stream, text]): LogEntry => {
    const entry = { stream, text, at, bytes: utf8Length(text), time: 0 };
    at = entry.at + entry.bytes;
    return entry;
  });
  return { entries, from, to: at, size: at, complete: false };
}
const texts = (window: LogWindow): string[] => window.lines.map((line) => line.text);

describe('LogWindow', () => {
  it('joins a line that was cut by the edge of a page', () => {
    const early = page([['out', 'one\ntw']]);
    const late = page([['out', 'o\nthree\n']], early.to);
    const window = LogWindow.of(late);
    expect(texts(window)).toEqual(['o', 'three']);
    window.prepend(early);
    expect(texts(window)).toEqual(['one', 'two', 'three']);
    expect([window.from, window.to]).toEqual([0, late.to]);
  });

  it('passes over entries it has', () => {
    const all = page([
      ['out', 'a\n'],
      ['err', 'b\n'],
    ]);
    const window = LogWindow.of(all);
    window.append(all.entries);
    window.prepend(all);
    expect(texts(window)).toEqual(['a', 'b']);
  });

  it('finds the line at a position, by stream', () => {
    const window = LogWindow.of(
      page(
        [
          ['out', 'ab\ncd'],
          ['err', 'X\n'],
          ['out', 'ef\n'],
        ],
        100,
      ),
    );
    expect(window.indexOf(100, 'out')).toBe(0);
    expect(window.indexOf(104, 'out')).toBe(1);
    expect(window.indexOf(108, 'out')).toBe(1);
    expect(window.indexOf(105, 'err')).toBe(2);
    expect(window.indexOf(99, 'out')).toBeUndefined();
    expect(window.indexOf(110, 'out')).toBeUndefined();
  });

  it.each(['first', 'last'] as const)('stays within its bounds by letting go of the %s lines', (end) => {
    const pieces = Array.from({ length: MAX_LINES + 500 }, (_, i) => ['out', `line ${i}\n`] as const);
    const window = LogWindow.of(page(pieces));
    expect(window.isFull).toBe(true);
    expect(window.trim(end)).toBe(true);
    expect(window.isFull).toBe(false);
    expect(window.lines.length).toBeGreaterThan(MAX_LINES / 2);
    const kept = end === 'first' ? window.lines.at(-1) : window.lines[0];
    expect(kept?.text).toBe(end === 'first' ? `line ${MAX_LINES + 499}` : 'line 0');
    expect(window.trim(end)).toBe(false);
  });

  it('holds the same lines whether it grew forwards or backwards', () => {
    const piece = fc.tuple(
      fc.constantFrom<LogStream>('out', 'err'),
      fc.string({ unit: fc.constantFrom('a', '\n', 'ภ'), minLength: 1, maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 2, maxLength: 30 }), fc.nat(29), (pieces, place) => {
        const cut = 1 + (place % (pieces.length - 1));
        const whole = page(pieces);
        const early = page(pieces.slice(0, cut));
        const late = page(pieces.slice(cut), early.to);
        const backwards = LogWindow.of(late);
        backwards.prepend(early);
        const forwards = LogWindow.of(early);
        forwards.append(late.entries);
        expect(backwards.lines).toEqual(LogWindow.of(whole).lines);
        expect(forwards.lines).toEqual(LogWindow.of(whole).lines);
      }),
    );
  });
});
