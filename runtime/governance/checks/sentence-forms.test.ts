import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Check } from '#shared/nouns/check.ts';
import { acceptanceChecks, understand } from './sentence-forms.ts';

describe('a sentence that can be decided', () => {
  it.each([
    ['report.md exists under ~/reports', { file: { path: '~/reports/**/report.md' } }],
    ['*.csv exists under out/', { file: { path: 'out/**/*.csv' } }],
    ['`daily.md` exists under /Volumes/lukadata/**', { file: { path: '/Volumes/lukadata/**/**/daily.md' } }],
    ['out/report.md exists.', { file: { path: 'out/report.md' } }],
    ['The file "my report.md" exists', { file: { path: 'my report.md' } }],
    ['File ~/out exists', { file: { path: '~/out' } }],
    ['- รายงาน.txt exists', { file: { path: 'รายงาน.txt' } }],
    ['“รายงาน ประจำวัน” exists', { file: { path: 'รายงาน ประจำวัน' } }],
    ['tmp/lock does not exist', { file: { path: 'tmp/lock', exists: false } }],
    ['The file tmp/lock is gone', { file: { path: 'tmp/lock', exists: false } }],
    ['Printed X', { output: { matches: 'X' } }],
    ['Printed all 3 (three) done.', { output: { matches: 'all 3 \\(three\\) done' } }],
    ['Printed สวัสดี ชาวโลก', { output: { matches: 'สวัสดี ชาวโลก' } }],
    ['Prints "hello, world"', { output: { matches: 'hello, world' } }],
    ['It prints `OK`', { output: { matches: 'OK' } }],
    ['Output contains 42 items', { output: { matches: '42 items' } }],
    ['The output does not contain "ERROR"', { output: { lacks: 'ERROR' } }],
    ['Does not print ERROR', { output: { lacks: 'ERROR' } }],
    ['exits with 0', { exitCode: 0 }],
    ['The script exits with code 3.', { exitCode: 3 }],
    ['every step ends with exit code 0', { exitCode: 0 }],
    ['Exit code is 75', { exitCode: 75 }],
    ['exit code 0', { exitCode: 0 }],
    ['out.csv has at least 10 lines', { file: { path: 'out.csv', lines: { min: 10 } } }],
    ['`a b.csv` has exactly 1 line', { file: { path: 'a b.csv', lines: { min: 1, max: 1 } } }],
    ['out.json is valid JSON', { file: { path: 'out.json', schema: {} } }],
    ['out.json is not empty', { file: { path: 'out.json', minSize: 1 } }],
    ['http://127.0.0.1:8080/x answers 200', { http: { url: 'http://127.0.0.1:8080/x', expect: 200 } }],
    ['https://example.com responds with status 404', { http: { url: 'https://example.com', expect: 404 } }],
    ['took less than 5m', { duration: { under: 300_000 } }],
    ['It finishes within 90 seconds', { duration: { under: 90_000 } }],
    ['runs in under 1h30m', { duration: { under: 5_400_000 } }],
  ] as const)('%s', (sentence, check) => {
    expect(understand(sentence)).toEqual(check);
    expect(understand(` ${sentence} `)).toEqual(check);
  });
});

describe('a sentence that only a human can tell', () => {
  it.each([
    '',
    'It exists',
    'The backup exists',
    'A good reason exists under the circumstances',
    'Prints a friendly greeting',
    'Does not print anything odd',
    'The report is complete and correct',
    'exits with 999',
    'exits with dignity',
    'took less than 5',
    'took less than everybody thought',
    '{{ params.file }} exists',
    '$(rm -rf x) exists',
    'ftp://x/y exists',
    'https://example.com answers quickly',
    'https://example.com answers 999',
    'out.csv has at least many lines',
    'out.csv exists and is pretty',
    'มีไฟล์รายงานครบถ้วน',
    `${'x'.repeat(3_000)}.txt exists`,
  ])('%s', (sentence) => expect(understand(sentence)).toBeUndefined());
});

it('whatever is understood is a check that a task file could have, and quickly', () => {
  const words =
    'exists Printed prints the file a.txt " ` exit code is 0 does not under ~/x has at least 5 lines took less than 5m https://x answers 200 .';
  const word = fc.constantFrom(...words.split(' '));
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string()), { maxLength: 12 }), (said) => {
      const check = understand(said.join(' '));
      // Durations and sizes are numbers here already: a file's would be texts.
      if (check && !('duration' in check) && !('file' in check))
        expect(Check.safeParse(check).success).toBe(true);
    }),
    { numRuns: 2_000 },
  );
  const started = performance.now();
  for (const piece of ['the file ', 'a ', '"', '" "', 'printed ', '1 ', 'a/', '...', '  ', 'https://'])
    understand(`${piece.repeat(2_000 / piece.length)}!`);
  expect(performance.now() - started).toBeLessThan(500);
});

it('all sentences of an order are kept, within what a task may have', () => {
  expect(acceptanceChecks([' a ', '', 'out.txt exists'])).toEqual([
    { sentence: 'a', level: 'error' },
    { sentence: 'out.txt exists', level: 'error' },
  ]);
  const many = acceptanceChecks(
    Array.from({ length: 80 }, (_, index) => `sentence ${index} ${'x'.repeat(3_000)}`),
  );
  expect(many).toHaveLength(50);
  expect(many.at(-1)).toEqual({
    sentence: 'There are 31 more acceptance sentences in the order',
    level: 'error',
  });
  for (const check of many) expect(Check.safeParse(check).success).toBe(true);
});
