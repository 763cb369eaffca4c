import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotifyFile } from '#shared/nouns/notify.ts';
import { channelsFor, routeWords, type Routed } from './route-notice.ts';

const channels = { a: { kind: 'native' }, b: { kind: 'native' }, off: { kind: 'native', enabled: false } };
const file = (more: object): NotifyFile => NotifyFile.parse({ channels, ...more });
const failure: Routed = {
  kind: 'failure',
  severity: 'error',
  task: 'backup-home',
  tags: ['disk'],
  owner: 'CLS',
};

describe('a route', () => {
  it.each<[object, boolean]>([
    [{}, true],
    [{ kind: ['failure'] }, true],
    [{ kind: ['approval'] }, false],
    [{ severity: 'warning' }, true],
    [{ task: ['backup-*'] }, true],
    [{ task: ['backup'] }, false],
    [{ tag: ['other', 'disk'] }, true],
    [{ owner: ['CLS'], tag: ['nothing'] }, false],
    [{ owner: ['GG'] }, false],
    [{ owner: ['cls'] }, true],
  ])('%j takes it: %s', (when, takes) =>
    expect(channelsFor(failure, file({ routes: [{ when, to: ['a'] }] }))).toEqual(takes ? ['a'] : []),
  );

  it('takes nothing milder than it says', () => {
    const mild = { ...failure, severity: 'info' as const };
    expect(channelsFor(mild, file({ routes: [{ when: { severity: 'warning' }, to: ['a'] }] }))).toEqual([]);
  });

  it('of a task takes no notice without one', () =>
    expect(
      channelsFor(
        { kind: 'space', severity: 'error', tags: [] },
        file({ routes: [{ when: { task: ['*'] }, to: ['a'] }] }),
      ),
    ).toEqual([]));

  it('that is the first decides; or all do; else the default', () => {
    const routes = [
      { when: { tag: ['disk'] }, to: ['b'] },
      { when: { kind: ['failure'] }, to: ['a', 'b', 'off'] },
    ];
    expect(channelsFor(failure, file({ routes, default: ['a'] }))).toEqual(['b']);
    expect(channelsFor(failure, file({ routes, match: 'all' }))).toEqual(['b', 'a']);
    expect(channelsFor({ ...failure, kind: 'approval', tags: [] }, file({ routes, default: ['a'] }))).toEqual(
      ['a'],
    );
    expect(channelsFor(failure, file({ routes: [{ to: [] }], default: ['a'] }))).toEqual([]);
  });

  it('says in words what it takes', () =>
    expect(
      routeWords({ when: { kind: ['sla', 'failure'], severity: 'warning', tag: ['disk'] }, to: [] }),
    ).toBe('sla or failure, warning or worse, tag disk'));

  it('matches a star as a regular expression would', () => {
    const piece = fc.stringMatching(/^[ab]{0,3}$/);
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 4 }),
        fc.stringMatching(/^[ab]{1,8}$/),
        (pieces, text) => {
          const pattern = pieces.join('*');
          fc.pre(pattern !== '');
          const expected = new RegExp(`^${pieces.join('.*')}$`).test(text);
          const found = channelsFor(
            { ...failure, task: text },
            file({ routes: [{ when: { task: [pattern] }, to: ['a'] }] }),
          );
          expect(found.length === 1).toBe(expected);
        },
      ),
    );
  });
});
