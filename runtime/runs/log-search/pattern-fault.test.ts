import { expect, it } from 'vitest';
import { findPatternFault } from './pattern-fault.ts';

it.each([
  ['a(b', 2],
  ['(a)(b(c)', 4],
  ['a[bc', 2],
  ['a)b', 2],
  ['a*|*b', 4],
  ['ab**', 3],
  ['a\\', 2],
  ['ab{2000}', 3],
  ['x[z-a]', 3],
  ['ab(?=c)', 3],
  ['(?<!a)b', 1],
  ['(a)\\1', 4],
  ['a\\q', 2],
])('%s has its fault in column %i', (pattern, column) => {
  const fault = findPatternFault(pattern);
  expect([fault?.column, fault?.message]).toEqual([column, expect.stringMatching(/\w/)]);
});

it.each(['a(b)', '[)(]', '(?i)disk', 'สำ.*', '\\d+', '(?P<n>x)'])('%s can be read', (pattern) => {
  expect(findPatternFault(pattern)).toBeUndefined();
});
