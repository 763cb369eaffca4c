import { expect, it } from 'vitest';
import { standingOf } from './draft.ts';

const policy = { text: 'paused: false\n', hash: 'one' };

it.each([
  [undefined, 'unchanged'],
  [{ text: policy.text, base: 'one' }, 'unchanged'],
  [{ text: 'paused: true\n', base: 'one' }, 'edited'],
  [{ text: 'paused: true\n', base: 'zero' }, 'conflict'],
  // Somebody else wrote the same.
  [{ text: policy.text, base: 'zero' }, 'unchanged'],
] as const)('a draft %j is %s', (draft, standing) => {
  expect(standingOf(draft, policy)).toBe(standing);
});
