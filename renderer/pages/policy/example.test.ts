import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { Policy } from '#shared/nouns/policy.ts';
import { EXAMPLE } from './example.ts';

it('is a valid policy', () => {
  expect(Policy.safeParse(parse(EXAMPLE)).error).toBeUndefined();
});
