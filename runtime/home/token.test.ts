import fc from 'fast-check';
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HomeLayout } from './layout.ts';
import { openHome } from './open-home.ts';
import { loadToken, readToken, sameToken } from './token.ts';

let layout: HomeLayout;
const umask = process.umask();

beforeEach(async () => {
  layout = await openHome(join(await mkdtemp(join(tmpdir(), 'luka-token-')), 'home'));
});
afterEach(async () => {
  process.umask(umask);
  await rm(join(layout.root, '..'), { recursive: true, force: true });
});

describe('loadToken', () => {
  it('makes a token of 32 bytes that only the owner can read, whatever the umask', async () => {
    process.umask(0);
    const token = await loadToken(layout);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect((await lstat(layout.token)).mode & 0o777).toBe(0o600);
    expect(await readFile(layout.token, 'utf8')).toBe(`${token}\n`);
  });

  it('keeps it', async () => {
    const token = await loadToken(layout);
    expect(await loadToken(layout)).toBe(token);
    expect(await readToken(layout)).toBe(token);
  });

  it('makes one token however many ask first, and leaves nothing behind', async () => {
    const tokens = await Promise.all(Array.from({ length: 20 }, () => loadToken(layout)));
    expect(new Set(tokens).size).toBe(1);
    expect((await readdir(layout.root)).filter((name) => name.startsWith('token'))).toEqual(['token']);
  });

  it('refuses a token that others may know', async () => {
    await loadToken(layout);
    await chmod(layout.token, 0o640);
    await expect(loadToken(layout)).rejects.toMatchObject({ code: 'home_loose' });
  });

  it('refuses a link, even to a good token', async () => {
    const elsewhere = join(layout.root, 'elsewhere');
    await writeFile(elsewhere, `${await loadToken(layout)}\n`, { mode: 0o600 });
    await rm(layout.token);
    await symlink(elsewhere, layout.token);
    await expect(loadToken(layout)).rejects.toMatchObject({ code: 'home_loose' });
  });

  it.each(['', 'short', 'x'.repeat(44), `${'x'.repeat(43)}\n${'y'.repeat(43)}`, 'x'.repeat(100_000)])(
    'refuses a damaged token (case %#)',
    async (content) => {
      await writeFile(layout.token, content, { mode: 0o600 });
      await expect(loadToken(layout)).rejects.toMatchObject({ code: 'home_unusable' });
    },
  );

  it('refuses a folder in its place', async () => {
    await mkdir(layout.token, { mode: 0o700 });
    await expect(loadToken(layout)).rejects.toMatchObject({ code: 'home_unusable' });
  });
});

describe('readToken', () => {
  it('makes nothing', async () => {
    expect(await readToken(layout)).toBeUndefined();
    await expect(lstat(layout.token)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('sameToken', () => {
  it('is equality', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => sameToken(a, b) === (a === b) && sameToken(a, a)),
    );
  });
});
