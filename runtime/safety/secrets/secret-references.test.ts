import { expect, it } from 'vitest';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { fillHeader, fillVariables, findSecretNames, resolveSecrets } from './secret-references.ts';
import type { SecretStore } from './stores/secret-store.ts';

const definition: Pick<TaskDefinition, 'env' | 'steps'> = {
  env: { A: 'secret:ONE', B: 'a secret:NOT', C: 'secret:', D: 'secret:NOT THIS' },
  steps: [
    { run: 'echo secret:NOT', env: { E: 'secret:two.b-c' } },
    { argv: ['curl', 'secret:NOT'], env: { F: 'secret:ONE' } },
    {
      http: {
        url: 'https://x/secret:NOT',
        body: 'secret:NOT',
        headers: {
          Authorization: 'Bearer secret:THREE',
          X: 'xsecret:NOT secret:9 secret:FOUR',
          Y: 'a=secret:NOT',
        },
      },
    },
  ],
};

const same = (text: string) => text;

function storeOf(values: Readonly<Record<string, string>>): SecretStore {
  return {
    kind: 'file',
    get: (name) => Promise.resolve(values[name]),
    set: () => Promise.reject(new Error('not here')),
    remove: () => Promise.reject(new Error('not here')),
    list: () => Promise.resolve(Object.keys(values)),
  };
}

it('finds whole values of variables and words of headers, and nothing else', () => {
  expect(findSecretNames(definition)).toEqual(['FOUR', 'ONE', 'THREE', 'two.b-c']);
});

it('resolves what there is, and names what there is not', async () => {
  const store = storeOf({ ONE: 'first', TWO: 'second' });
  expect([...(await resolveSecrets(store, ['ONE', 'TWO']))]).toEqual([
    ['ONE', 'first'],
    ['TWO', 'second'],
  ]);
  await expect(resolveSecrets(store, ['ONE', 'OTHER'])).rejects.toMatchObject({
    code: 'secret_unknown',
    message: 'there is no secret OTHER',
    remedy: 'store it with `luka secret set OTHER`',
  });
});

it('fills variables and headers', () => {
  const secrets = new Map([
    ['ONE', '$& first'],
    ['TWO', '{{ params.x }}'],
  ]);
  expect(fillVariables({ A: 'secret:ONE', B: 'b secret:ONE' }, secrets, same)).toEqual({
    A: '$& first',
    B: 'b secret:ONE',
  });
  expect(fillHeader('Basic secret:ONE  secret:TWO', secrets, same)).toBe('Basic $& first  {{ params.x }}');
  expect(() => fillVariables({ A: 'secret:THREE' }, secrets, same)).toThrow('no secret THREE');
});

it('takes nothing for a reference that a template made', () => {
  const secrets = new Map([['ONE', 'first']]);
  const render = (text: string) => text.replaceAll('{{ params.x }}', 'secret:ONE');
  expect(fillVariables({ A: '{{ params.x }}' }, secrets, render)).toEqual({ A: 'secret:ONE' });
  expect(fillHeader('Bearer {{ params.x }}', secrets, render)).toBe('Bearer secret:ONE');
  expect(fillHeader('{{ params.x }} secret:ONE', secrets, render)).toBe('secret:ONE first');
});
