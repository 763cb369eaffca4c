import { expect, it } from 'vitest';
import { ROLE_SCOPES, ROLES, SCOPES } from '#shared/nouns/role.ts';
import { ROLE_MAY, ROLE_WORDS, SCOPE_WORDS } from './role.ts';

it('says what the contract says', () => {
  expect(ROLE_MAY).toEqual(ROLE_SCOPES);
  expect(Object.keys(ROLE_WORDS)).toEqual([...ROLES]);
  expect(Object.keys(SCOPE_WORDS)).toEqual([...SCOPES]);
});
