import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compare, readExplained, readFindings } from './electronegativity.ts';

const CSV = `issue, severity, confidence, filename, location, sample, description, url
CSP_GLOBAL_CHECK,"MEDIUM","CERTAIN","N/A","0:0",N/A,"No CSP has been detected",https://x
AUXCLICK_JS_CHECK,"MEDIUM","FIRM","window/window.ts","61:19","const window = new BrowserWindow({","x",https://x
ANY_JS_CHECK,"INFORMATIONAL","FIRM","a.ts","1:2","x","x",https://x
`;

it('reads what was found', () => {
  expect(readFindings(CSV).map(({ issue, severity, file, place }) => [issue, severity, file, place])).toEqual(
    [
      ['CSP_GLOBAL_CHECK', 'MEDIUM', 'N/A', '0:0'],
      ['AUXCLICK_JS_CHECK', 'MEDIUM', 'window/window.ts', '61:19'],
      ['ANY_JS_CHECK', 'INFORMATIONAL', 'a.ts', '1:2'],
    ],
  );
});

it('wants every finding above informational explained, and no explanation for nothing', () => {
  const explained = [
    { issue: 'CSP_GLOBAL_CHECK', file: 'N/A', why: 'a header' },
    { issue: 'GONE_CHECK', file: 'x.ts', why: 'x' },
  ];
  const { unexplained, stale } = compare(readFindings(CSV), explained);
  expect(unexplained.map(({ issue }) => issue)).toEqual(['AUXCLICK_JS_CHECK']);
  expect(stale.map(({ issue }) => issue)).toEqual(['GONE_CHECK']);
});

it('has a reason for each, about files that there are', async () => {
  const explained = await readExplained();
  expect(explained.filter(({ why }) => why.length < 40)).toEqual([]);
  const isThere = (file: string): boolean => existsSync(new URL(`../electron/${file}`, import.meta.url));
  expect(explained.filter(({ file }) => file !== 'N/A' && !isThere(file))).toEqual([]);
});
