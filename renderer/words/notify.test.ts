import { expect, it } from 'vitest';
import { CHANNEL_KINDS, MESSAGE_STATES } from '#shared/nouns/notify.ts';
import { SLA_STATES } from '#shared/nouns/sla.ts';
import { CHANNEL_WORDS, MESSAGE_WORDS, SLA_WORDS } from './notify.ts';

it('has words for every kind and state', () => {
  expect(Object.keys(CHANNEL_WORDS)).toEqual([...CHANNEL_KINDS]);
  expect(Object.keys(MESSAGE_WORDS)).toEqual([...MESSAGE_STATES]);
  expect(Object.keys(SLA_WORDS)).toEqual([...SLA_STATES]);
});
