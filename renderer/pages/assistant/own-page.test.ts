import { expect, it } from 'vitest';
import { isPage } from './own-page.ts';

it.each(['/', '/runs/12', '/knowledge?q=a%20b', '/tasks/back-up'])('%j is a page', (address) =>
  expect(isPage(address)).toBe(true),
);

it.each([
  '',
  'runs',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
  'http://x',
  '/a\n',
  '/a\\b',
])('%j is none', (address) => expect(isPage(address)).toBe(false));
