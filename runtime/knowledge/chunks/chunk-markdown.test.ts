import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkMarkdown } from './chunk-markdown.ts';
import { isSplitPair } from './split-text.ts';

const heads = (text: string, most?: number) =>
  chunkMarkdown(text, most).map(({ line, lastLine, headings }) => [line, lastLine, headings.join(' > ')]);

describe('markdown', () => {
  it('is cut at its headings, of both kinds, and knows what stands under which', () => {
    const text = 'before\n# One\na\n## Two\nb\n### Three #\nc\n## Four\nd\nFive\n====\ne\n';
    expect(heads(text)).toEqual([
      [1, 1, ''],
      [2, 3, 'One'],
      [4, 5, 'One > Two'],
      [6, 7, 'One > Two > Three'],
      [8, 8, 'One > Four'],
      [9, 12, 'd Five'],
    ]);
  });

  it('takes no heading out of code, front matter, lists or quotes', () => {
    const text = '---\ntitle: x\n# no\n---\n```sh\n# no\n```\n- item\n---\n> quote\n---\n# Yes\n';
    expect(heads(text)).toEqual([
      [1, 11, ''],
      [12, 12, 'Yes'],
    ]);
  });

  it('cuts what is long between paragraphs', () => {
    const text = `# A\n\n${'word '.repeat(20)}\n\n${'word '.repeat(20)}\n\n${'word '.repeat(20)}\n`;
    expect(heads(text, 150)).toEqual([
      [1, 4, 'A'],
      [5, 6, 'A'],
      [7, 7, 'A'],
    ]);
  });
});

const pieces = fc.array(
  fc.oneof(
    fc.constantFrom(
      '# A\n',
      '## B\n',
      '```\n',
      '---\n',
      '====\n',
      '\n',
      '\r\n',
      ' ',
      'word ',
      'ภาษาไทย',
      '😀',
      '- item\n',
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  ),
  { maxLength: 60 },
);

it('every character is in exactly one chunk, whose lines are right, and no character is cut', () => {
  fc.assert(
    fc.property(pieces, fc.integer({ min: 4, max: 60 }), (parts, most) => {
      const text = parts.join('');
      const chunks = chunkMarkdown(text, most);
      expect(chunks.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
      let at = 0;
      for (const { start, end, line, lastLine } of chunks) {
        expect(start).toBe(at);
        expect(end).toBeGreaterThan(start);
        expect(end - start).toBeLessThanOrEqual(most);
        expect(isSplitPair(text, end)).toBe(false);
        expect(line).toBe(text.slice(0, start).split('\n').length);
        expect(lastLine).toBe(text.slice(0, end - 1).split('\n').length);
        at = end;
      }
      expect(at).toBe(text.length);
    }),
    { numRuns: 500 },
  );
});

it('front matter belongs to the section that follows it: alone it would be found and say nothing', () => {
  const text = '---\ntags: [a]\n---\n\n# One\n\ntext\n\n## Two\n\nmore\n';
  expect(chunkMarkdown(text).map(({ line, headings }) => [line, headings])).toEqual([
    [1, ['One']],
    [9, ['One', 'Two']],
  ]);
  expect(chunkMarkdown('---\ntags: [a]\n---\n\ntext\n\n# One\n').map(({ headings }) => headings)).toEqual([
    [],
    ['One'],
  ]);
});
