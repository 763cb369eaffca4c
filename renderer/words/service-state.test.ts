import { expect, it } from 'vitest';
import { isDown, SERVICE_STATES } from '#shared/nouns/service.ts';
import { SERVICE_WORDS } from './service-state.ts';

it('has words for each state, and calls the same ones down', () => {
  expect(Object.keys(SERVICE_WORDS)).toEqual([...SERVICE_STATES]);
  const down = SERVICE_STATES.filter((state) => SERVICE_WORDS[state].down);
  expect(down).toEqual(SERVICE_STATES.filter((state) => isDown(state)));
});
