import { expect, it } from 'vitest';
import type { GovernanceGroup, ToDo } from '#shared/nouns/report.ts';
import { namesOf, NOBODY, shownOf } from './owner-filter.ts';

const group = (owner?: string, phase?: string): GovernanceGroup => ({
  ...(owner === undefined ? {} : { owner }),
  ...(phase === undefined ? {} : { phase }),
  tasks: [],
  priorities: {},
  runs: 0,
  bad: 0,
  approvals: 0,
  results: 0,
});
const toDo = (owner: string, phase: string): ToDo => ({
  owner,
  phase,
  task: 'x',
  source: { kind: 'run', id: 1 },
});
const all = {
  groups: [group('CLS', 'build'), group('GG', 'archive'), group()],
  toDos: [toDo('cls', 'mend'), toDo('GG', 'approve')],
};

it('names each owner and phase once', () => {
  expect(namesOf(all, 'owner')).toEqual(['CLS', 'GG']);
  expect(namesOf(all, 'phase')).toEqual(['approve', 'archive', 'build', 'mend']);
});

it('shows what is of an owner, of a phase, of nobody', () => {
  const cls = shownOf(all, { owner: 'CLS', phase: undefined });
  expect(cls.groups.map(({ phase }) => phase)).toEqual(['build']);
  expect(cls.toDos.map(({ phase }) => phase)).toEqual(['mend']);
  expect(shownOf(all, { owner: NOBODY, phase: undefined })).toEqual({ groups: [group()], toDos: [] });
  expect(shownOf(all, { owner: 'gg', phase: 'approve' })).toEqual({
    groups: [],
    toDos: [toDo('GG', 'approve')],
  });
  expect(shownOf(all, { owner: undefined, phase: undefined })).toEqual(all);
});
