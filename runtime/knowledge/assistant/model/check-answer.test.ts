import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Evidence } from '../evidence.ts';
import { checkAnswer } from './check-answer.ts';

const evidence = (title: string, text: string): Evidence => ({
  title,
  text,
  headings: [],
  firstLine: 1,
  lastLine: 9,
  rank: 1,
});
const SOURCES = [
  evidence(
    'Backup',
    'The copy of the photo library starts every night at 03:00. It is kept for 30 days on the volume hd2.',
  ),
  evidence('Mail', 'The mail is fetched every hour. งานสำรองข้อมูลอีเมลทำงานทุกวันจันทร์'),
];
const check = (text: string) => checkAnswer(text, SOURCES).sentences;

it('a sentence is supported where the source that it cites says so', () => {
  expect(check('The copy starts every night at 03:00 [1]. The mail is fetched every hour. [2]')).toEqual([
    { text: 'The copy starts every night at 03:00.', sources: [1], supported: true },
    { text: 'The mail is fetched every hour.', sources: [2], supported: true },
  ]);
  expect(check('งานสำรองข้อมูลอีเมลทำงานทุกวันจันทร์ [2]')[0]).toMatchObject({ sources: [2], supported: true });
});

it('a lie is marked: another number, other words, a source that is not there', () => {
  expect(check('The copy starts every night at 04:00 [1].')[0]).toMatchObject({
    supported: false,
    sources: [1],
  });
  expect(check('The copy is kept for 90 days [1].')[0]?.supported).toBe(false);
  expect(check('Elephants paint the kitchen [1][2].')[0]?.supported).toBe(false);
  expect(check('Elephants paint the kitchen [7].')[0]).toMatchObject({ supported: false, sources: [] });
});

it('a wrong citation is corrected, and one that is missing found', () => {
  expect(checkAnswer('The mail is fetched every hour [1].', SOURCES)).toMatchObject({
    corrected: 1,
    sentences: [{ sources: [2], supported: true }],
  });
  expect(checkAnswer('The mail is fetched every hour.', SOURCES)).toMatchObject({
    corrected: 0,
    sentences: [{ sources: [2], supported: true }],
  });
});

it('a model that declines is heard', () => {
  expect(checkAnswer('NOT IN THE SOURCES', SOURCES).isDeclined).toBe(true);
});

it('whatever is written, only sources that are there are cited, and nothing fails', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('[1]', '[2]', '[9]', '[0]', '[1, 2]', '. ', 'copy', '03:00', '\n', '[', ']'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const { sentences, supported } = checkAnswer(pieces.join(' '), SOURCES);
      for (const { sources } of sentences) for (const number of sources) expect([1, 2]).toContain(number);
      expect(supported).toBeGreaterThanOrEqual(0);
      expect(supported).toBeLessThanOrEqual(1);
    }),
  );
});
