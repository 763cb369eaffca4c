import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findDesktop } from './desktop.ts';
import { hasDisplay } from './open-in-browser.ts';
import { packageRoot } from './package-root.ts';

let root: string;
const display = { DISPLAY: ':0' };

async function put(file: string, content = ''): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), content);
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'luka-desktop-'));
  await put('package.json', '{}');
  await put('node_modules/electron/package.json', '{"name":"electron"}');
  await put('node_modules/electron/path.txt', 'electron');
  await put('node_modules/electron/dist/electron');
  await put('dist/electron/main.js');
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('findDesktop', () => {
  it('finds the binary and the main process', () => {
    expect(findDesktop(display, root)).toEqual({
      binary: join(root, 'node_modules/electron/dist/electron'),
      main: join(root, 'dist/electron/main.js'),
    });
  });

  it.each(['path.txt', 'dist/electron', 'package.json'])(
    'says so where electron/%s is missing',
    async (file) => {
      await rm(join(root, 'node_modules/electron', file));
      expect(findDesktop(display, root)).toEqual({ missing: "Electron's binary is not installed" });
    },
  );

  it('says so where the main process is not built', async () => {
    await rm(join(root, 'dist'), { recursive: true });
    expect(findDesktop(display, root)).toEqual({
      missing: `${join(root, 'dist/electron/main.js')} is not built`,
    });
  });
});

describe('hasDisplay', () => {
  it('asks X and Wayland on Linux, and takes a Mac to have one', () => {
    expect(hasDisplay({}, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: '' }, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
    expect(hasDisplay({}, 'darwin')).toBe(true);
  });
});

describe('packageRoot', () => {
  it('is one level above the source and two above the bundle', () => {
    expect(packageRoot('file:///opt/My%20Luka/cli/package-root.ts')).toBe('/opt/My Luka/');
    expect(packageRoot('file:///opt/luka/dist/node/luka.js')).toBe('/opt/luka/');
  });
});
