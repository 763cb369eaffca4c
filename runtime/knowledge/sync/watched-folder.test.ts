import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import type { FolderEvents } from './folder-events.ts';
import { NO_EVENTS } from './testing.ts';
import { WatchedFolder, type WatchedFolderOptions } from './watched-folder.ts';

/** A system whose listeners can be told from outside. */
function told(): FolderEvents & {
  readonly open: Set<(error: unknown) => void>;
  begun: number;
  delay?: Promise<void>;
  tell: (paths: readonly string[]) => void;
} {
  const open = new Set<(error: unknown) => void>();
  return {
    ...NO_EVENTS,
    open,
    begun: 0,
    tell: () => undefined,
    async listen(_folder, onPaths, onLost) {
      this.begun += 1;
      this.tell = onPaths;
      await this.delay;
      open.add(onLost);
      return async () => {
        open.delete(onLost);
      };
    },
  };
}

function watch(
  folder: string,
  events: FolderEvents,
  lost: unknown[],
  more: Partial<WatchedFolderOptions> = {},
): WatchedFolder {
  return new WatchedFolder({
    folder,
    snapshots: join(folder, 'snapshots'),
    name: 'a.snapshot',
    events,
    onPaths: () => Promise.resolve(0),
    onLost: (error) => lost.push(error),
    onError: (error) => lost.push(error),
    ...more,
  });
}

it('a folder that is followed is listened to once, however often that is asked for', async () => {
  await using place = await temporaryFolder();
  const events = told();
  const watched = watch(place.path, events, []);
  await Promise.all([watched.listen(), watched.listen()]);
  await watched.listen();
  expect([events.begun, events.open.size, watched.isListening]).toEqual([1, 1, true]);
  await watched.close();
  expect([events.open.size, watched.isListening]).toEqual([0, false]);
});

it('and that is given up while it begins leaves no listener behind', async () => {
  await using place = await temporaryFolder();
  const events = told();
  const delay = Promise.withResolvers<void>();
  events.delay = delay.promise;
  const watched = watch(place.path, events, []);
  const listening = watched.listen();
  const closed = watched.close();
  delay.resolve();
  await Promise.all([listening, closed]);
  expect([events.open.size, watched.isListening]).toEqual([0, false]);
});

it('and whose listener broke off is listened to anew', async () => {
  await using place = await temporaryFolder();
  const events = told();
  const lost: unknown[] = [];
  const watched = watch(place.path, events, lost);
  await watched.listen();
  const error = new Error('events were dropped');
  for (const lose of events.open) lose(error);
  expect([lost, watched.isListening, events.open.size]).toEqual([[error], false, 0]);
  await watched.listen();
  expect([events.begun, events.open.size, watched.isListening]).toEqual([2, 1, true]);
  await watched.close();
});

it('has a new snapshot when it is quiet, and not before all that was told is in the index', async () => {
  await using place = await temporaryFolder();
  await mkdir(join(place.path, 'snapshots'));
  const events = told();
  const faults: unknown[] = [];
  const work = Promise.withResolvers<number>();
  const watched = watch(place.path, events, faults, {
    onPaths: () => work.promise,
    quietMs: 5,
    aroundMs: 5,
  });
  await watched.listen();
  events.tell([join(place.path, 'a.md')]);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(existsSync(watched.snapshot)).toBe(false);
  work.resolve(1);
  await expect.poll(() => existsSync(watched.snapshot)).toBe(true);
  await watched.close();
  expect(faults).toEqual([]);
});
