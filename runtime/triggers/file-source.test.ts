import { appendFile, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileTrigger } from '#shared/nouns/trigger.ts';
import type { z } from 'zod';
import { systemClock } from '../clock.ts';
import { mountDisk, mountObstacle } from '../conditions/testing.ts';
import { createFileSource, type FileSourceOptions } from './file-source.ts';
import type { Occurrence } from './ports.ts';

type Trigger = z.infer<typeof FileTrigger>;
const SETTLE = 40;
const OLD = new Date('2020-01-01');

let home: string;
let stop: (() => void)[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'luka-files-'));
});
afterEach(async () => {
  for (const one of stop) one();
  stop = [];
  await rm(home, { recursive: true, force: true });
});

/** Watches and remembers; `until` resolves when the paths were told, in any order. */
function watch(trigger: Trigger, options: Partial<FileSourceOptions> & { lastWatched?: number } = {}) {
  const { lastWatched, ...rest } = options;
  const told: Occurrence[] = [];
  const errors: unknown[] = [];
  let changed = (): void => undefined;
  const source = createFileSource({ clock: systemClock, home, ...rest });
  const end = source.watch(
    { settle: SETTLE, ...trigger },
    (occurrence) => {
      told.push(occurrence);
      changed();
    },
    {
      lastWatched,
      onError: (error) => {
        errors.push(error);
        changed();
      },
    },
  );
  stop.push(end);
  const names = () =>
    told
      .map(({ subject, missed }) => (missed ? 'missed ' : '') + subject!.slice(home.length + 1))
      .filter((name) => !name.includes('sentinel'));
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise<void>((resolve) => (changed = resolve));
  };
  /** Sorted names of what was told until all of `expected` was; forgets them. */
  const next = async (...expected: string[]): Promise<string[]> => {
    await until(() => expected.every((name) => names().includes(name)));
    const all = names().toSorted();
    told.length = 0;
    return all;
  };
  return { told, errors, names, next, until, end };
}

let written = 0;
/** In one go: a file that is first empty and then is not, with a pause in between, is rightly told twice. */
const write = async (name: string, text = 'x'): Promise<void> => {
  await mkdir(join(home, name, '..'), { recursive: true });
  const draft = join(home, `draft${(written += 1)}`);
  await writeFile(draft, text);
  await rename(draft, join(home, name));
};
const writeOld = async (name: string): Promise<void> => {
  await mkdir(join(home, name, '..'), { recursive: true });
  const draft = join(home, `draft${(written += 1)}`);
  await writeFile(draft, 'x');
  await utimes(draft, OLD, OLD);
  await rename(draft, join(home, name));
};

/** Until the source watches: a file of these is either known to it or news, and one of them is news in the end. */
async function isWatching(watched: ReturnType<typeof watch>, folder: string): Promise<void> {
  for (let n = 0; watched.told.length === 0; n += 1) {
    await write(`${folder}/sentinel${n}.txt`);
    await write(`${folder}/sentinel.txt`, 'x'.repeat(n));
    await Promise.race([
      watched.until(() => watched.told.length > 0),
      new Promise((resolve) => setTimeout(resolve, 2 * SETTLE)),
    ]);
  }
}

describe.each<NodeJS.Platform>(['linux', 'darwin'])('as on %s', (platform) => {
  it('tells a file that is written, once, with its path', async () => {
    await mkdir(join(home, 'in'));
    const files = watch({ file: '~/in/*.txt' }, { platform });
    await write('in/a.txt');
    expect(await files.next('in/a.txt')).toEqual(['in/a.txt']);
    await write('in/b.csv');
    await write('in/.c.txt');
    await write('in/d.txt.part');
    await write('in/e.txt');
    expect(await files.next('in/e.txt')).toEqual(['in/e.txt']);
    expect(files.errors).toEqual([]);
  });

  it('takes a rename into place for a creation, and an overwriting one for a change', async () => {
    await mkdir(join(home, 'in'));
    const created = watch({ file: '~/in/*.txt', on: ['created'] }, { platform });
    const changed = watch({ file: '~/in/*.txt', on: ['changed'] }, { platform });
    await isWatching(created, 'in');
    await isWatching(changed, 'in');
    await writeOld('out/old.txt');
    await rename(join(home, 'out/old.txt'), join(home, 'in/old.txt'));
    expect(await created.next('in/old.txt')).toEqual(['in/old.txt']);
    await write('out/new.txt', 'longer');
    await rename(join(home, 'out/new.txt'), join(home, 'in/old.txt'));
    expect(await changed.next('in/old.txt')).toEqual(['in/old.txt']);
    await write('in/more.txt');
    await created.next('in/more.txt');
    // The second watcher may still be settling the creation: what is written until then belongs to it.
    const told = changed.next('in/more.txt');
    const pause = () => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 1_000));
    let names: string[] | undefined;
    do {
      await appendFile(join(home, 'in/more.txt'), 'y');
      names = await Promise.race([told, pause()]);
    } while (names === undefined);
    expect(names).toEqual(['in/more.txt']);
  });

  it('follows folders that come, go and come again', async () => {
    await mkdir(join(home, 'in'));
    const files = watch({ file: '~/in/**/*.txt' }, { platform });
    await isWatching(files, 'in');
    await write('in/a/b/c.txt');
    expect(await files.next('in/a/b/c.txt')).toEqual(['in/a/b/c.txt']);
    await rm(join(home, 'in/a'), { recursive: true });
    await write('in/a/b/d.txt');
    expect(await files.next('in/a/b/d.txt')).toContain('in/a/b/d.txt');
    await write('out/deep/e.txt');
    await write('out/f.txt');
    await rename(join(home, 'out'), join(home, 'in/out'));
    expect(await files.next('in/out/deep/e.txt', 'in/out/f.txt')).toEqual([
      'in/out/deep/e.txt',
      'in/out/f.txt',
    ]);
    await write('in/node_modules/g.txt');
    await write('in/out/deep/h.txt');
    expect(await files.next('in/out/deep/h.txt')).toEqual(['in/out/deep/h.txt']);
  });

  it('waits for a folder that is not there yet', async () => {
    const files = watch({ file: '~/a/b/*.txt' }, { platform });
    await mkdir(join(home, 'other'));
    await write('a/b/c.txt');
    expect(await files.next('a/b/c.txt')).toEqual(['a/b/c.txt']);
    expect(files.errors).toEqual([]);
  });

  it('a thousand files are a thousand occurrences', async () => {
    await mkdir(join(home, 'in'));
    const files = watch({ file: '~/in/*.txt' }, { platform });
    await isWatching(files, 'in');
    const names = Array.from({ length: 1_000 }, (_, n) => `in/${n}.txt`);
    await Promise.all(names.map((name) => write(name)));
    await files.until(() => files.names().length >= 1_000);
    await write('in/end.txt');
    expect(await files.next('in/end.txt')).toEqual([...names, 'in/end.txt'].toSorted());
  });
});

// A stream of macOS follows the path by itself; what stands for it here follows the folder that went.
it('goes on with a folder that was removed and made again', async () => {
  await mkdir(join(home, 'in'));
  const files = watch({ file: '~/in/*.txt' }, { platform: 'linux' });
  await isWatching(files, 'in');
  for (const round of [1, 2, 3]) {
    await rm(join(home, 'in'), { recursive: true });
    await write(`in/again${round}.txt`);
    expect(await files.next(`in/again${round}.txt`)).toContain(`in/again${round}.txt`);
  }
  expect(files.errors).toEqual([]);
});

it('what was there before is no news', async () => {
  for (const name of ['in/a.txt', 'in/b.txt']) await writeOld(name);
  const clock = { ...systemClock, now: () => Date.now() + 60_000 };
  const files = watch({ file: '~/in/*.txt' }, { clock });
  await isWatching(files, 'in');
  await write('in/c.txt');
  await appendFile(join(home, 'in/a.txt'), 'more');
  expect(await files.next('in/a.txt', 'in/c.txt')).toEqual(['in/a.txt', 'in/c.txt']);
});

describe('what happened while nobody watched', () => {
  // This watch begins a minute from now, as the clock has it: what is written here happened well before.
  const clock = { ...systemClock, now: () => Date.now() + 60_000 };

  it('is told first, oldest first, as missed, once', async () => {
    const lastWatched = Date.now() - 3_600_000;
    await write('in/new.txt');
    await writeOld('in/old.txt');
    await write('in/earlier.txt');
    const minutesAgo = new Date(Date.now() - 600_000);
    await utimes(join(home, 'in/earlier.txt'), minutesAgo, minutesAgo);
    const files = watch({ file: '~/in/**' }, { lastWatched, clock });
    await files.until(() => files.told.length >= 3);
    expect(files.names().toSorted()).toEqual([
      'missed in/earlier.txt',
      'missed in/new.txt',
      'missed in/old.txt',
    ]);
    expect(files.told.map(({ at }) => at)).toEqual(files.told.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(files.told.every(({ at }) => at > lastWatched && at <= clock.now())).toBe(true);
    files.told.length = 0;
    await write('in/live.txt');
    expect(await files.next('in/live.txt')).toEqual(['in/live.txt']);
  });

  it('is nothing where it is older, or where nobody ever watched', async () => {
    await write('in/a.txt');
    const later = watch({ file: '~/in/*' }, { lastWatched: Date.now() + 30_000, clock });
    const first = watch({ file: '~/in/*' }, { clock });
    await isWatching(later, 'in');
    await isWatching(first, 'in');
    await write('in/b.txt');
    expect(await later.next('in/b.txt')).toEqual(['in/b.txt']);
    expect(await first.next('in/b.txt')).toEqual(['in/b.txt']);
  });

  it('is of the kind the trigger asks for', async () => {
    const lastWatched = Date.now() - 3_600_000;
    await write('in/a.txt');
    const created = watch({ file: '~/in/*', on: ['created'] }, { lastWatched, clock });
    expect(await created.next('missed in/a.txt')).toEqual(['missed in/a.txt']);
    const changed = watch({ file: '~/in/*', on: ['changed'] }, { lastWatched, clock });
    await isWatching(changed, 'in');
    await appendFile(join(home, 'in/a.txt'), 'more');
    expect(await changed.next('in/a.txt')).toEqual(expect.not.arrayContaining(['missed in/a.txt']));
  });
});

it('a file that is written bit by bit is told when it is whole', async () => {
  await mkdir(join(home, 'in'));
  const files = watch({ file: '~/in/*.txt', settle: 500 });
  await isWatching(files, 'in');
  for (let n = 0; n < 50; n += 1) await appendFile(join(home, 'in/slow.txt'), 'x');
  expect(await files.next('in/slow.txt')).toEqual(['in/slow.txt']);
});

it('one path, and one with brackets in its name', async () => {
  await mkdir(join(home, 'in'));
  const one = watch({ file: '~/in/notes.md' });
  const other = watch({ file: join(home, 'in/report (1).pdf') });
  await write('in/other.md');
  await write('in/notes.md');
  await write('in/report (1).pdf');
  expect(await one.next('in/notes.md')).toEqual(['in/notes.md']);
  expect(await other.next('in/report (1).pdf')).toEqual(['in/report (1).pdf']);
});

it('a folder reached through a link keeps the name it was given', async () => {
  await mkdir(join(home, 'real'));
  await symlink(join(home, 'real'), join(home, 'link'));
  const files = watch({ file: '~/link/*.txt' });
  await write('real/a.txt');
  expect(await files.next('link/a.txt')).toEqual(['link/a.txt']);
});

it('a folder above that is moved away and put in again is noticed', async () => {
  await mkdir(join(home, 'a/in'), { recursive: true });
  const files = watch({ file: '~/a/in/*.txt' }, { platform: 'linux' });
  await isWatching(files, 'a/in');
  await rename(join(home, 'a'), join(home, 'away'));
  await write('a/in/new.txt');
  expect(await files.next('a/in/new.txt')).toContain('a/in/new.txt');
});

it('too many files are an error, told once, and news of the others still comes', async () => {
  await mkdir(join(home, 'in'));
  for (let n = 0; n < 6; n += 1) await writeOld(`in/${n}.txt`);
  const files = watch({ file: '~/in/*.txt' }, { mostFiles: 4 });
  await files.until(() => files.errors.length > 0);
  await write('in/new.txt');
  await files.next('in/new.txt');
  await write('in/new2.txt');
  await files.next('in/new2.txt');
  expect(files.errors).toMatchObject([
    {
      code: 'watch_incomplete',
      message: 'changes of some files may go unnoticed: ~/in/*.txt means more than 4',
    },
  ]);
});

const obstacle = mountObstacle();

it.skipIf(obstacle !== undefined)(
  `a volume brings its files without telling them, and is watched from then on (${obstacle ?? 'tmpfs'})`,
  async () => {
    const volume = join(home, 'volume');
    await mkdir(volume);
    let volumesChanged = (): void => undefined;
    const files = watch(
      { file: '~/volume/in/*.txt' },
      {
        // An hour ahead: all that is written here is old to it.
        clock: { ...systemClock, now: () => Date.now() + 3_600_000 },
        onVolumes(listener) {
          volumesChanged = listener;
          return () => undefined;
        },
      },
    );
    for (const round of ['first', 'second']) {
      {
        using _disk = mountDisk(volume);
        await mkdir(join(volume, 'in'));
        await writeFile(join(volume, 'in/old.txt'), 'x');
        volumesChanged();
        // Written again and again until it is seen: when the watch begins is not told.
        const isSeen = () => files.names().some((name) => name.startsWith(`volume/in/${round}`));
        for (let n = 0; !isSeen(); n += 1) {
          await writeFile(join(volume, `in/${round}${n}.txt`), 'x');
          await Promise.race([
            files.until(isSeen),
            new Promise((resolve) => setTimeout(resolve, 2 * SETTLE)),
          ]);
        }
        if (round === 'first') expect(files.names()).not.toContain('volume/in/old.txt');
      }
      volumesChanged();
      files.told.length = 0;
    }
    expect(files.errors).toEqual([]);
  },
);

it('nothing is told once it was ended', async () => {
  await mkdir(join(home, 'in'));
  const ended = watch({ file: '~/in/*.txt' });
  const other = watch({ file: '~/in/*.txt' });
  await isWatching(ended, 'in');
  await write('in/a.txt');
  ended.end();
  await other.next('in/a.txt');
  expect(ended.names()).not.toContain('in/a.txt');
});
