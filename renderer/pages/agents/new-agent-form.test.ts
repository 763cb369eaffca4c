import { describe, expect, it } from 'vitest';
import { AgentDraft } from '#shared/http/agents.ts';
import { draftOf, EMPTY_FORM, missing, splitCommand, WHEN_KINDS } from './new-agent-form.ts';

describe('a command', () => {
  it.each([
    ['rsync -a "/My Files" /b', ['rsync', '-a', '/My Files', '/b']],
    [String.raw`a\ b c`, ['a b', 'c']],
    [`sh -c 'echo "$HOME"; x'`, ['sh', '-c', 'echo "$HOME"; x']],
    [`a ""`, ['a', '']],
    ['   ', []],
    [`'it''s'`, ['its']],
  ])('%s', (text, words) => {
    expect(splitCommand(text)).toEqual(words);
  });
});

it('says what is missing, and nothing where all is there', () => {
  expect(Object.keys(missing(EMPTY_FORM))).toEqual(['label', 'command']);
  expect(missing({ ...EMPTY_FORM, label: 'com.me.a', command: 'ls' })).toEqual({});
  expect(
    Object.keys(missing({ ...EMPTY_FORM, label: 'a', command: 'ls', kind: 'watch', path: 'here' })),
  ).toEqual(['when']);
});

it.each(WHEN_KINDS.map(([kind]) => kind))('%s becomes what the server takes', (kind) => {
  const draft = draftOf({
    ...EMPTY_FORM,
    label: 'com.me.a',
    command: 'ls -l',
    kind,
    path: '/tmp/a',
    weekdays: [5, 1],
  });
  expect(AgentDraft.parse(draft)).toEqual(draft);
  if (draft.when.kind === 'daily') expect(draft.when.weekdays).toEqual([1, 5]);
});
