import { expect, it } from 'vitest';
import { SourceSpec } from '#shared/nouns/knowledge.ts';
import { EMPTY_DRAFT, EVERY_CHOICES, folderProblem, specOf, WATCH_CHOICES } from './source-draft.ts';

it('asks only for what was typed', () => {
  expect(specOf({ ...EMPTY_DRAFT, folder: ' /notes ' })).toEqual({ folder: '/notes', watch: 'events' });
  expect(
    specOf({
      folder: '/Volumes/team',
      name: ' Team ',
      include: '**/*.md\n\n reports/** ',
      exclude: 'old/**',
      watch: 'clock',
      everySeconds: 3_600,
    }),
  ).toEqual({
    folder: '/Volumes/team',
    name: 'Team',
    include: ['**/*.md', 'reports/**'],
    exclude: ['old/**'],
    watch: { everySeconds: 3_600 },
  });
});

it('is always something that the contract takes', () => {
  for (const [watch] of WATCH_CHOICES)
    for (const [everySeconds] of EVERY_CHOICES)
      expect(
        SourceSpec.safeParse(specOf({ ...EMPTY_DRAFT, folder: '/a', watch, everySeconds })).success,
      ).toBe(true);
});

it.each([
  ['', 'Which folder?'],
  ['notes', 'The whole path, beginning with /.'],
  ['~/notes', 'The whole path, beginning with /.'],
  ['/notes', undefined],
])('says of the folder %j: %s', (folder, problem) =>
  expect(folderProblem({ ...EMPTY_DRAFT, folder })).toBe(problem),
);
