import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAnsiLine, plainText } from './ansi.ts';
import type { AnsiStyle } from './ansi-style.ts';

const ESC = '\u001b';
const sgr = (params: string): string => `${ESC}[${params}m`;
const styles = (text: string): [string, AnsiStyle][] =>
  parseAnsiLine(text).spans.map((span) => [span.text, span.style]);

describe('colours and weights', () => {
  it.each<[string, AnsiStyle]>([
    ['31', { fg: 1 }],
    ['91', { fg: 9 }],
    ['44', { bg: 4 }],
    ['107', { bg: 15 }],
    ['1;3;4', { bold: true, italic: true, underline: true }],
    ['2', { dim: true }],
    ['7', { inverse: true }],
    ['9', { strike: true }],
    ['38;5;9', { fg: 9 }],
    ['38;5;196', { fg: '#ff0000' }],
    ['38;5;244', { fg: '#808080' }],
    ['48;2;1;2;3', { bg: '#010203' }],
    ['38:2:255:128:0', { fg: '#ff8000' }],
    ['38:2::255:128:0', { fg: '#ff8000' }],
    ['38:5:21', { fg: '#0000ff' }],
    ['4:3', { underline: true }],
    ['58;5;3;1', { bold: true }],
    ['38;5;300', {}],
    ['38;9;1;1', {}],
    ['31;', {}],
    ['1;31;22', { fg: 1 }],
    ['31;39', {}],
    ['99999999', {}],
  ])('%s', (params, style) => {
    expect(styles(`${sgr(params)}x`)).toEqual([['x', style]]);
  });

  it('resets, and carries the style to the next line', () => {
    expect(styles(`a${sgr('1;31')}b${sgr('')}c`)).toEqual([
      ['a', {}],
      ['b', { bold: true, fg: 1 }],
      ['c', {}],
    ]);
    const { end } = parseAnsiLine(`${sgr('32')}green`);
    expect(parseAnsiLine('still', end).spans).toEqual([{ text: 'still', style: { fg: 2 } }]);
  });
});

describe('what a terminal would obey and a log does not', () => {
  it.each([
    ['a link keeps its text', `${ESC}]8;;https://evil.example${ESC}\\click${ESC}]8;;${ESC}\\ me`, 'click me'],
    ['a title ended by BEL', `${ESC}]0;title\u0007text`, 'text'],
    ['cursor moves', `${ESC}[2J${ESC}[1;1H${ESC}[?25ltext${ESC}[?25h`, 'text'],
    ['a device control string', `a${ESC}Pq#0;2;0${ESC}\\b`, 'ab'],
    ['a character set', `${ESC}(Btext${ESC}=`, 'text'],
    ['8-bit controls', `\u009b31mred\u009b0m \u009d0;t\u009cx`, 'red x'],
    ['an unfinished sequence', `text${ESC}[38;5`, 'text'],
    ['an unfinished string', `text${ESC}]8;;http`, 'text'],
    ['a lone escape', `text${ESC}`, 'text'],
    ['an escape inside an escape', `${ESC}${ESC}[31mx`, 'x'],
    ['bells and nulls', 'a\u0007b\u0000c\u007f', 'abc'],
    ['tabs stay', 'a\tb', 'a\tb'],
  ])('%s', (_, text, plain) => {
    expect(plainText(text)).toBe(plain);
  });
});

describe('overwriting', () => {
  it.each([
    ['abc\rX', 'Xbc'],
    ['10%\r100%', '100%'],
    [`downloading\r${ESC}[Kdone`, 'done'],
    [`downloading${ESC}[2K\rdone`, 'done'],
    ['|\b/\b-', '-'],
    ['ภาษา\rX', 'Xาษา'],
    ['😀😀\ra', 'a😀'],
    ['\b\b\rx', 'x'],
  ])('%j reads %j', (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });
  it('keeps the style of what stays', () => {
    expect(styles(`${sgr('31')}abc${sgr('0')}\rX`)).toEqual([
      ['X', {}],
      ['bc', { fg: 1 }],
    ]);
  });
});

describe('for any text', () => {
  // oxlint-disable-next-line no-control-regex
  const CONTROLS = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/;
  const nasty = fc.string({
    unit: fc.constantFrom(
      ESC,
      '[',
      ']',
      ';',
      ':',
      '3',
      '8',
      '1',
      'm',
      'K',
      '\\',
      '\r',
      '\b',
      '\u0007',
      '\u009b',
      'a',
      'ภ',
      '😀',
      '\t',
      'P',
      '(',
    ),
    maxLength: 60,
  });
  it('leaves no control character and no empty span', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        for (const span of parseAnsiLine(text).spans) {
          expect(span.text).not.toBe('');
          expect(span.text).not.toMatch(CONTROLS);
        }
      }),
      { numRuns: 2_000 },
    );
  });
  it('never changes a line without controls', () => {
    const plain = fc.string({ unit: 'grapheme' }).filter((text) => !CONTROLS.test(text));
    fc.assert(fc.property(plain, (text) => plainText(text) === text));
  });
  it('reads two halves, cut between sequences, as it reads the whole', () => {
    const token = fc.constantFrom(
      'text',
      ' ',
      sgr('31'),
      sgr('1'),
      sgr('0'),
      sgr('38;5;200'),
      `${ESC}[K`,
      `${ESC}]0;t\u0007`,
    );
    fc.assert(
      fc.property(fc.array(token), fc.array(token), (left, right) => {
        const first = parseAnsiLine(left.join(''));
        const second = parseAnsiLine(right.join(''), first.end);
        const whole = parseAnsiLine([...left, ...right].join(''));
        const join = (line: { spans: readonly { text: string; style: AnsiStyle }[] }): string[] =>
          line.spans.flatMap((span) =>
            Array.from(
              span.text,
              (char) => char + JSON.stringify(Object.entries(span.style).map(String).sort()),
            ),
          );
        expect([...join(first), ...join(second)]).toEqual(join(whole));
        expect(second.end).toEqual(whole.end);
      }),
    );
  });
});
