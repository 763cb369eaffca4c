import type { Stats } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownFiles, type Learning } from './known-files.ts';
import { newsOf } from './news-of.ts';
import { Snapshot, stampOf } from './stamp.ts';

const START = 1_700_000_000_000;
const HOUR = 3_600_000;
const file = (times: { born: number; modified?: number; inode?: number; size?: number }): Stats =>
  ({
    birthtimeMs: times.born,
    mtimeMs: times.modified ?? times.born,
    ctimeMs: times.inode ?? times.modified ?? times.born,
    size: times.size ?? 1,
  }) as Stats;

describe('what became of a file, by its own times', () => {
  it.each([
    ['made since', file({ born: START + 5 }), 0, { change: 'created', at: START + 5 }],
    [
      'made and written since',
      file({ born: START + 5, modified: START + 9 }),
      0,
      { change: 'created', at: START + 9 },
    ],
    ['written since', file({ born: 1, modified: START + 9 }), 0, { change: 'changed', at: START + 9 }],
    [
      'moved here since',
      file({ born: 1, inode: START + 9 }),
      START + 9,
      { change: 'created', at: START + 9 },
    ],
    ['only tagged since', file({ born: 1, inode: START + 9 }), START - 1, undefined],
    ['older', file({ born: 1, modified: START }), START + 9, undefined],
  ])('%s', (_, stats, cameAt, news) => {
    expect(newsOf(stats, cameAt, START)).toEqual(news);
  });
});

describe('a first look', () => {
  const settle = 2_000;
  const learning: Learning = { reference: START - HOUR, since: START, settle };
  const known = () => new KnownFiles(10, START);

  it('tells what was missed, and not again', () => {
    const files = known();
    const missed = file({ born: START - HOUR / 2 });
    expect(files.learn('a', missed, 0, learning)).toEqual({ change: 'created', at: START - HOUR / 2 });
    expect(files.settled('a', stampOf(missed))).toBeUndefined();
    expect(files.learn('b', file({ born: 1 }), 0, learning)).toBe('nothing');
    expect(files.learn('c', missed, 0, { ...learning, reference: undefined })).toBe('nothing');
  });

  it('waits for what may still be written: it is then created or changed, once', () => {
    const files = known();
    const made = file({ born: START + 1 });
    const written = file({ born: 1, modified: START - 1 });
    expect(files.learn('made', made, 0, learning)).toBe('look again');
    expect(files.learn('written', written, 0, learning)).toBe('look again');
    expect(files.settled('made', stampOf(made))).toBe('created');
    expect(files.settled('written', stampOf(written))).toBe('changed');
    expect(files.settled('made', stampOf(made))).toBeUndefined();
    expect(files.settled('written', stampOf(written))).toBeUndefined();
  });

  it('an event of what came just before counts, for a while', () => {
    const files = known();
    const first: Learning = { ...learning, reference: undefined };
    const coarse = file({ born: START - 3 });
    expect(files.learn('a', coarse, 0, first)).toBe('nothing');
    expect(files.settled('a', stampOf(coarse))).toBe('created');
    expect(files.learn('b', coarse, 0, first)).toBe('nothing');
    files.forgetFresh();
    expect(files.settled('b', stampOf(coarse))).toBeUndefined();
  });
});

it('a volume that comes back tells what differs', () => {
  const files = new KnownFiles(10, START);
  const old = file({ born: 1 });
  files.learn('same', old, 0, { reference: undefined, since: START, settle: 10 });
  files.learn('older', old, 0, { reference: undefined, since: START, settle: 10 });
  const back: Learning = { reference: START + 10, since: START + HOUR, settle: 10 };
  expect(files.learn('same', old, 0, back)).toBe('nothing');
  expect(files.learn('older', file({ born: 1, modified: 0.5, size: 7 }), 0, back)).toEqual({
    change: 'changed',
    at: 0.5,
  });
  expect(files.learn('old and new here', old, 0, back)).toBe('nothing');
  expect(files.learn('made meanwhile', file({ born: START + 20 }), 0, back)).toEqual({
    change: 'created',
    at: START + 20,
  });
});

it('with too many files, those that cannot be known are told by their own times', () => {
  const files = new KnownFiles(1, START);
  const learning: Learning = { reference: undefined, since: START, settle: 10 };
  expect(files.learn('a', file({ born: 1 }), 0, learning)).toBe('nothing');
  expect(files.learn('b', file({ born: 1 }), 0, learning)).toBe('full');
  expect(files.settled('b', stampOf(file({ born: 1, modified: START + 5 })))).toBe('changed');
  expect(files.settled('c', stampOf(file({ born: START + 5 })))).toBe('created');
});

it('a snapshot is a bounded map of paths', () => {
  const path = fc.constantFrom('a', 'b', 'x/a', 'x/b', 'x/y/a', 'xy/a');
  const step = fc.oneof(
    fc.record({ is: fc.constantFrom('set' as const, 'delete' as const), path }),
    fc.record({ is: fc.constant('drop' as const), path: fc.constantFrom('x', 'x/y', 'xy', 'a') }),
  );
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const snapshot = new Snapshot(4);
      const model = new Set<string>();
      for (const { is, path } of steps) {
        if (is === 'set') {
          const fits = model.has(path) || model.size < 4;
          expect(snapshot.set(path, stampOf(file({ born: 1 })))).toBe(fits);
          if (fits) model.add(path);
        } else if (is === 'delete') {
          snapshot.delete(path);
          model.delete(path);
        } else {
          snapshot.deleteFolder(path);
          for (const other of model) if (other.startsWith(`${path}/`)) model.delete(other);
        }
        expect([...snapshot.paths()].toSorted()).toEqual([...model].toSorted());
        expect(snapshot.isFull).toBe(model.size === 4);
      }
    }),
  );
});
