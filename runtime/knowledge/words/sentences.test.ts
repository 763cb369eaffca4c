import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentencesOf } from './sentences.ts';

const texts = (text: string) => sentencesOf(text, 1).map((sentence) => sentence.text);

describe('English', () => {
  it('ends at marks, not at abbreviations, versions or times', () => {
    expect(
      texts(
        'Use a volume, e.g. hd2, for it. Version 2.1.4 is old! Is it? It starts at 03.00 and ends. "Yes." he said.',
      ),
    ).toEqual([
      'Use a volume, e.g. hd2, for it.',
      'Version 2.1.4 is old!',
      'Is it?',
      'It starts at 03.00 and ends.',
      '"Yes." he said.',
    ]);
  });

  it('joins the lines of a paragraph and knows on which they stand', () => {
    expect(
      sentencesOf(
        '# Backup\n\nThe backup runs\nevery night. It is kept\nfor 30 days.\n\n- first\n- second\n  goes on',
        10,
      ),
    ).toEqual([
      { text: 'The backup runs every night.', line: 12, lastLine: 13, isProse: true },
      { text: 'It is kept for 30 days.', line: 13, lastLine: 14, isProse: true },
      { text: 'first', line: 16, lastLine: 16, isProse: true },
      { text: 'second goes on', line: 17, lastLine: 18, isProse: true },
    ]);
  });

  it('takes marks of Markdown away, and code line by line', () => {
    expect(
      texts(
        '> **Bold** and [a link](http://x)\n\n```sh\nrsync -a a b\nsync\n```\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[a]: http://x/y',
      ),
    ).toEqual(['Bold and a link', 'rsync -a a b', 'sync', 'a | b', '1 | 2']);
  });

  it('tells prose from code and tables', () => {
    const text = 'Said.\n\n```\ncode\n```\n\n| a | b |\n\n- item';
    expect(sentencesOf(text, 1).filter(({ isProse }) => isProse)).toEqual([
      { text: 'Said.', line: 1, lastLine: 1, isProse: true },
      { text: 'item', line: 9, lastLine: 9, isProse: true },
    ]);
  });

  it('leaves front matter out where a file begins, and nowhere else', () => {
    const text = '---\ntitle: A plan\ntags: [x]\n---\nIt is green.';
    expect(sentencesOf(text, 1)).toEqual([{ text: 'It is green.', line: 5, lastLine: 5, isProse: true }]);
    expect(sentencesOf(text, 8).map((one) => one.text)).toEqual(['title: A plan tags: [x]', 'It is green.']);
    expect(texts('---\nIt is blue.')).toEqual(['It is blue.']);
  });
});

it('Thai ends at spaces, where a clause is long enough', () => {
  const first = 'การสำรองข้อมูลทำงานทุกคืนเวลาสามนาฬิกาไปยังดิสก์ภายนอก';
  const second = 'ถ้าดิสก์หลับอยู่ให้ปลุกก่อนแล้วค่อยเริ่มใหม่อีกครั้งหนึ่งเสมอ';
  expect(texts(`${first} ${second}`)).toEqual([first, second]);
  expect(texts('สวัสดี ครับ ผม ชื่อลูกา')).toEqual(['สวัสดี ครับ ผม ชื่อลูกา']);
});

it('loses no word of a text without marks, whatever it is, and all lines are within it', () => {
  const word = fc.string({
    unit: fc.constantFrom('a', 'b', 'ก', 'ข', 'ะ', '้', 'Z', '1', '.', '?', '!'),
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(
      fc.array(fc.array(word, { maxLength: 30 }), { maxLength: 12 }),
      fc.integer({ min: 1, max: 1_000 }),
      (rows, first) => {
        // A letter in front: nothing is taken for a mark of Markdown.
        const lines = rows.map((words) => words.map((one) => `x${one}`).join(' '));
        const sentences = sentencesOf(lines.join('\n'), first);
        expect(
          sentences
            .map(({ text }) => text)
            .join('')
            .replaceAll(/\s/g, ''),
        ).toBe(lines.join('').replaceAll(/\s/g, ''));
        for (const { line, lastLine, text } of sentences) {
          expect(line).toBeGreaterThanOrEqual(first);
          expect(lastLine).toBeGreaterThanOrEqual(line);
          expect(lastLine).toBeLessThanOrEqual(first + lines.length - 1);
          expect(text.length).toBeLessThanOrEqual(501);
          const there = lines.slice(line - first, lastLine - first + 1).join(' ');
          expect(there.replaceAll(/\s+/g, ' ')).toContain(text.replaceAll(/\s+/g, ' '));
        }
      },
    ),
  );
});
