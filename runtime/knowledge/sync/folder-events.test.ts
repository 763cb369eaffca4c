/** With the library as it is. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { createFolderEvents } from './folder-events.ts';

const LEFT_OUT = ['node_modules/a.md', 'deep/node_modules/b/c.md', '.git/d.md', 'deep/.git/e.md'];
const TOLD_OF = ['f.md', 'deep/g.md', 'node_modules.md', 'my.git/h.md'];

async function writeAll(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), 'x');
  }
}

describe('events of a folder', () => {
  it('tell of everything but what is in node_modules and .git, also after a time that nobody listened', async () => {
    await using place = await temporaryFolder();
    const folder = join(place.path, 'notes');
    await writeAll(folder, ['first.md', ...LEFT_OUT.map((name) => `${name}.before`), 'my.git/before.md']);
    const events = createFolderEvents();
    const snapshot = join(place.path, 'snapshot');
    await events.writeSnapshot(folder, snapshot);
    const told = new Set<string>();
    const all = Promise.withResolvers<void>();
    const end = await events.listen(
      folder,
      (paths) => {
        for (const path of paths) told.add(path.slice(folder.length + 1));
        if (TOLD_OF.every((name) => told.has(name))) all.resolve();
      },
      all.reject,
    );
    await writeAll(folder, [...LEFT_OUT, ...TOLD_OF]);
    await all.promise;
    await end();
    const since = (await events.since(folder, snapshot)).map((path) => path.slice(folder.length + 1));
    for (const seen of [[...told], since]) {
      expect(seen).toEqual(expect.arrayContaining(TOLD_OF));
      expect(seen.filter((name) => /(^|\/)(node_modules|\.git)\//.test(name))).toEqual([]);
    }
  });

  it('are asked of the library one after another: one that hangs keeps one thread, not all', async () => {
    const begun: string[] = [];
    const first = Promise.withResolvers<void>();
    const events = createFolderEvents(() =>
      Promise.resolve({
        async subscribe(folder) {
          begun.push(folder);
          if (folder === '/hangs') await first.promise;
          return { unsubscribe: () => Promise.resolve() };
        },
        async writeSnapshot(folder) {
          begun.push(`snapshot of ${folder}`);
          return folder;
        },
        getEventsSince: () => Promise.resolve([]),
      }),
    );
    const nothing = (): void => undefined;
    const all = [
      events.listen('/hangs', nothing, nothing),
      events.listen('/b', nothing, nothing),
      events.writeSnapshot('/b', '/file'),
    ];
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(begun).toEqual(['/hangs']);
    first.resolve();
    await Promise.all(all);
    expect(begun).toEqual(['/hangs', '/b', 'snapshot of /b']);
  });

  it('since a snapshot that is gone are an error, not none', async () => {
    await using place = await temporaryFolder();
    const events = createFolderEvents();
    const snapshot = join(place.path, 'snapshot');
    await events.writeSnapshot(place.path, snapshot);
    await rm(snapshot);
    await expect(events.since(place.path, snapshot)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
