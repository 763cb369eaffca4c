/** A home that others could have prepared: Luka does not start in it, opens no port and changes nothing. */
import { execFileSync } from 'node:child_process';
import { chmod, lstat, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectControl } from '../../control/control-client.ts';
import { createRuntime } from '../../create-runtime.ts';
import { homeLayout } from '../../home/layout.ts';
import { findHome, openHome } from '../../home/open-home.ts';
import { loadToken, readToken } from '../../home/token.ts';
import { temporaryFolder } from '../../testing.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let home: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  home = join(folder.path, 'home');
});
afterEach(() => folder[Symbol.asyncDispose]());

/** Everything that is there, with its kind and mode. */
async function picture(): Promise<string[]> {
  const names = await readdir(folder.path, { recursive: true });
  return Promise.all(
    // The lock's own file is made to find out who runs.
    names
      .filter((name) => !/luka\.(lock|log)/.test(name))
      .sort()
      .map(async (name) => {
        const stat = await lstat(join(folder.path, name));
        return `${name} ${stat.mode.toString(8)}`;
      }),
  );
}

async function expectRefusal(code: string): Promise<void> {
  const before = await picture();
  const runtime = createRuntime({ home, apiPort: 0, uiPort: 0 });
  await expect(runtime.start()).rejects.toMatchObject({ code });
  expect(runtime.token).toBeUndefined();
  expect(await picture()).toEqual(before);
}

describe('a start is refused', () => {
  it.each(
    [0o755, 0o750, 0o770, 0o777, 0o701, 0o710, 0o1777, 0o4777].map(
      (mode) => [mode.toString(8), mode] as const,
    ),
  )('in a home of mode %s', async (mode) => {
    await openHome(home);
    await chmod(home, mode);
    await expectRefusal('home_loose');
  });

  it('in a home that is a link, whatever it leads to', async () => {
    await openHome(join(folder.path, 'real'));
    await symlink(join(folder.path, 'real'), home);
    await expectRefusal('home_not_ours');
    await rm(home);
    await symlink(join(folder.path, 'nowhere'), home);
    await expectRefusal('home_not_ours');
  });

  it('in a home that is no folder, or somebody’s folder', async () => {
    await writeFile(home, '');
    await expectRefusal('home_not_ours');
    await rm(home);
    await mkdir(home, { mode: 0o700 });
    await writeFile(join(home, 'thesis.txt'), 'chapter 1');
    await expectRefusal('home_not_ours');
  });

  it.each([0o604, 0o640, 0o644, 0o660, 0o602].map((mode) => [mode.toString(8), mode] as const))(
    'with a token of mode %s, which others may know',
    async (_text, mode) => {
      const layout = await openHome(home);
      await loadToken(layout);
      await chmod(layout.token, mode);
      await expectRefusal('home_loose');
    },
  );

  it('with a token that is a link, also to a good one, or dangles', async () => {
    const layout = await openHome(home);
    await loadToken(layout);
    await rename(layout.token, join(folder.path, 'elsewhere'));
    await symlink(join(folder.path, 'elsewhere'), layout.token);
    await expectRefusal('home_loose');
    await rm(layout.token);
    await symlink(join(folder.path, 'made-for-you'), layout.token);
    await expectRefusal('home_loose');
  });

  it('with a token that is a pipe or a folder, and does not wait for it', async () => {
    const layout = await openHome(home);
    execFileSync('/usr/bin/mkfifo', ['-m', '600', layout.token]);
    await expectRefusal('home_unusable');
    await rm(layout.token);
    await mkdir(layout.token, { mode: 0o700 });
    await expectRefusal('home_unusable');
  });

  it('with a socket’s folder that others may enter, or that is a link', async () => {
    const layout = await openHome(home);
    await loadToken(layout);
    const control = join(home, 'control');
    await mkdir(control);
    await chmod(control, 0o755);
    const runtime = createRuntime({ home, apiPort: 0, uiPort: 0 });
    await expect(runtime.start()).rejects.toMatchObject({ code: 'home_loose' });
    await rm(control, { recursive: true });
    await mkdir(join(folder.path, 'theirs'), { mode: 0o700 });
    await symlink(join(folder.path, 'theirs'), control);
    await expect(createRuntime({ home, apiPort: 0, uiPort: 0 }).start()).rejects.toMatchObject({
      code: 'home_not_ours',
    });
    expect(await readdir(join(folder.path, 'theirs'))).toEqual([]);
  });
});

describe('a client believes nothing', () => {
  it('in a home that was swapped for a link or opened to others after Luka started', async () => {
    const runtime = createRuntime({ home, apiPort: 0, uiPort: 0 });
    await runtime.start();
    try {
      await chmod(home, 0o777);
      await expect(findHome(home)).rejects.toMatchObject({ code: 'home_loose' });
      await chmod(home, 0o700);
      await rename(home, join(folder.path, 'moved'));
      await symlink(join(folder.path, 'moved'), home);
      await expect(findHome(home)).rejects.toMatchObject({ code: 'home_not_ours' });
      await rm(home);
      await rename(join(folder.path, 'moved'), home);
      expect((await findHome(home))?.root).toBe(home);
    } finally {
      await runtime.stop();
    }
  });

  it('in the folder that stands where its parent was', async () => {
    const parent = join(folder.path, 'parent');
    const layout = await openHome(join(parent, 'home'));
    const token = await loadToken(layout);
    await rename(parent, join(folder.path, 'aside'));
    await mkdir(join(parent, 'home'), { recursive: true });
    await chmod(join(parent, 'home'), 0o755);
    await writeFile(join(parent, 'home', 'token'), `${'A'.repeat(43)}\n`, { mode: 0o644 });
    await expect(findHome(layout.root)).rejects.toMatchObject({ code: 'home_loose' });
    await expect(readToken(layout)).rejects.toMatchObject({ code: 'home_loose' });
    await rm(parent, { recursive: true });
    await rename(join(folder.path, 'aside'), parent);
    expect(await readToken(layout)).toBe(token);
  });

  it('that is published in endpoint.json alone: the socket’s folder is judged before anything is sent', async () => {
    const layout = await openHome(home);
    const theirs = join(folder.path, 'theirs');
    await mkdir(theirs);
    await chmod(theirs, 0o755);
    let heard = '';
    const impostor = createServer((socket) => socket.on('data', (chunk) => (heard += chunk.toString())));
    impostor.listen(join(theirs, 'luka.sock'));
    await once(impostor, 'listening');
    const info = {
      pid: process.pid,
      startedAt: '2026-01-01T00:00:00.000Z',
      version: '0.1.0',
      host: 'headless',
      apiUrl: 'http://127.0.0.1:4000',
      uiUrl: 'http://127.0.0.1:8080',
      controlRoot: theirs,
    };
    await writeFile(layout.endpoint, JSON.stringify(info));
    await expect(connectControl(layout)).rejects.toMatchObject({ code: 'home_loose' });
    impostor.close();
    expect(heard).toBe('');
  });
});

it('a home that is right is made for its owner only, and its token is never written anywhere else', async () => {
  const runtime = createRuntime({ home, apiPort: 0, uiPort: 0 });
  await runtime.start();
  const layout = homeLayout(home);
  const token = (await readFile(layout.token, 'utf8')).trim();
  await runtime.stop();
  const holders: string[] = [];
  for (const name of await readdir(home, { recursive: true })) {
    const file = join(home, name);
    const stat = await lstat(file);
    if (stat.isFile() && (await readFile(file, 'latin1')).includes(token)) holders.push(name);
  }
  expect(holders).toEqual(['token']);
  expect((await lstat(home)).mode & 0o777).toBe(0o700);
  expect((await lstat(layout.token)).mode & 0o777).toBe(0o600);
});
