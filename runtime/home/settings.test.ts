import { lstat, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '#shared/nouns/settings.ts';
import type { HomeLayout } from './layout.ts';
import { openHome } from './open-home.ts';
import { createConfSettings, createSettings } from './settings.ts';

let layout: HomeLayout;
beforeEach(async () => {
  layout = await openHome(join(await mkdtemp(join(tmpdir(), 'luka-settings-')), 'home'));
});
afterEach(() => rm(join(layout.root, '..'), { recursive: true, force: true }));

const open = (env: NodeJS.ProcessEnv = {}) => createConfSettings(layout, env);
const onDisk = async (): Promise<unknown> => JSON.parse(await readFile(layout.settings, 'utf8'));

describe('reading', () => {
  it('gives the defaults where there is no file, and makes none', async () => {
    const settings = await open();
    expect(settings.get()).toEqual(DEFAULT_SETTINGS);
    expect(settings.findings()).toEqual([]);
    await expect(lstat(layout.settings)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('loses one bad value only, and says where it is', async () => {
    await writeFile(layout.settings, '{\n  "maxRunning": 9,\n  "apiPort": "soon"\n}');
    const settings = await open();
    expect(settings.get()).toEqual({ ...DEFAULT_SETTINGS, maxRunning: 9 });
    expect(settings.findings()).toMatchObject([{ code: 'settings_invalid', severity: 'error', line: 3 }]);
  });

  it('reports a setting that it does not know, and keeps it through a change', async () => {
    await writeFile(layout.settings, '{"colour": "blue", "__proto__": {"theme": "dark"}}');
    const settings = await open();
    expect(settings.findings().map((finding) => finding.severity)).toEqual(['warning', 'warning']);
    expect(settings.get()).toEqual(DEFAULT_SETTINGS);
    await settings.update({ theme: 'light' });
    expect(await onDisk()).toMatchObject({ colour: 'blue', theme: 'light' });
  });

  it.each(['', '{"apiPort": 40', '[]', 'null', '\0\0\0'])(
    'sets a file aside that is no object: %j',
    async (text) => {
      await writeFile(layout.settings, text);
      const settings = await open();
      expect(settings.get()).toEqual(DEFAULT_SETTINGS);
      const aside = (await readdir(layout.root)).filter((name) => name.startsWith('settings.corrupt-'));
      expect(aside).toHaveLength(1);
      expect(await readFile(join(layout.root, aside[0] as string), 'utf8')).toBe(text);
      expect(settings.findings()).toMatchObject([
        { code: 'settings_invalid', file: join(layout.root, aside[0] as string) },
      ]);
    },
  );
});

describe('the environment', () => {
  it('wins over the file and is never written to it', async () => {
    await writeFile(layout.settings, '{"apiPort": 5000}');
    const settings = await open({ LUKA_API_PORT: '0', LUKA_UI_PORT: '9090' });
    expect(settings.get()).toMatchObject({ apiPort: 0, uiPort: 9090 });
    await settings.update({ maxRunning: 2 });
    expect(settings.get()).toMatchObject({ apiPort: 0, uiPort: 9090, maxRunning: 2 });
    expect(await onDisk()).toEqual({ apiPort: 5000, maxRunning: 2 });
  });

  it('counts as unset where it is empty', async () => {
    expect((await open({ LUKA_API_PORT: '' })).get().apiPort).toBe(DEFAULT_SETTINGS.apiPort);
  });

  it.each(['x', '-1', '65536', '80.5', ' 80', '1e3', '0x50'])(
    'is refused where it is no port: %j',
    async (text) => {
      await expect(open({ LUKA_UI_PORT: text })).rejects.toMatchObject({
        code: 'settings_invalid',
        message: expect.stringContaining('LUKA_UI_PORT') as string,
      });
    },
  );
});

describe('update', () => {
  it('is on disk for the owner only, is read by the next start, and is announced', async () => {
    const settings = await open();
    const heard: unknown[] = [];
    const stop = settings.onChange((now, before) => heard.push([before.theme, now.theme]));
    expect(await settings.update({ theme: 'dark' })).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' });
    stop();
    await settings.update({ theme: 'light' });
    expect(heard).toEqual([['system', 'dark']]);
    expect((await open()).get().theme).toBe('light');
    expect((await lstat(layout.settings)).mode & 0o777).toBe(0o600);
  });

  it('writes what was changed and no default', async () => {
    await (await open()).update({ graceMs: 100 });
    expect(await onDisk()).toEqual({ graceMs: 100 });
  });

  it('refuses a bad value or name and changes nothing', async () => {
    const settings = await open();
    await expect(settings.update({ maxRunning: 0 })).rejects.toMatchObject({ code: 'settings_invalid' });
    await expect(settings.update({ colour: 'blue' } as object)).rejects.toMatchObject({
      code: 'settings_invalid',
    });
    await expect(settings.update(JSON.parse('{"__proto__": 1}') as object)).rejects.toMatchObject({
      code: 'settings_invalid',
    });
    await expect(lstat(layout.settings)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('keeps what a person wrote into the file in the meantime', async () => {
    const settings = await open();
    await settings.update({ theme: 'dark' });
    await writeFile(layout.settings, '{"theme": "light", "maxRunning": 7}');
    expect(await settings.update({ graceMs: 1 })).toMatchObject({
      theme: 'light',
      maxRunning: 7,
      graceMs: 1,
    });
  });

  it('works on after the file was damaged in the meantime, and keeps the damaged one', async () => {
    const settings = await open();
    await settings.update({ theme: 'dark' });
    await writeFile(layout.settings, '{"theme": "li');
    expect(await settings.update({ graceMs: 1 })).toEqual({ ...DEFAULT_SETTINGS, graceMs: 1 });
    expect((await readdir(layout.root)).filter((name) => name.startsWith('settings.corrupt-'))).toHaveLength(
      1,
    );
  });

  it('applies changes made at once, all of them', async () => {
    const settings = await open();
    await Promise.all([
      settings.update({ theme: 'dark' }),
      settings.update({ graceMs: 1 }),
      settings.update({ maxRunning: 3 }),
    ]);
    expect(await onDisk()).toEqual({ theme: 'dark', graceMs: 1, maxRunning: 3 });
  });

  it('codes a full disk, and goes on with the settings there were', async () => {
    const settings = await createSettings(layout, {
      env: {},
      openCarrier: async () => ({
        set() {
          throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
        },
      }),
    });
    await expect(settings.update({ theme: 'dark' })).rejects.toMatchObject({ code: 'disk_full' });
    expect(settings.get()).toEqual(DEFAULT_SETTINGS);
  });
});
