import { expect, it } from 'vitest';
import { nonceIn } from './nonce.ts';

it.each([
  ['#k=abcdefghijklmnop', 'abcdefghijklmnop'],
  ['k=abc_def-ghijklmnop', 'abc_def-ghijklmnop'],
  ['#k=short', undefined],
  ['#k=abcdefghijklmn<script>', undefined],
  ['#section', undefined],
  ['', undefined],
])('%s holds %s', (fragment, nonce) => {
  expect(nonceIn(fragment)).toBe(nonce);
});
