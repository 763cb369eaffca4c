import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoginItemSettings } from 'electron';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createXdgAutostart, desktopEntry } from './login-item-xdg.ts';
import { createMacLoginItem, createXdgLoginItem } from './login-item.ts';

describe('on macOS', () => {
  function fakeApp(settings: Partial<LoginItemSettings>) {
    const asked: unknown[] = [];
    return {
      asked,
      app: {
        getLoginItemSettings: (of?: object) => {
          asked.push(['get', of]);
          return settings as LoginItemSettings;
        },
        setLoginItemSettings: (to: object) => void asked.push(['set', to]),
      },
    };
  }
  it.each(['enabled', 'requires-approval', 'not-found', 'not-registered'] as const)(
    'is what the system says: %s',
    (status) => {
      const { app } = fakeApp({ status, openAtLogin: false });
      expect(createMacLoginItem(app, '24.1.0').status).toBe(status);
    },
  );
  it('is a service of the app itself from macOS 13 on', async () => {
    const { app, asked } = fakeApp({ status: 'enabled', wasOpenedAtLogin: true });
    const item = createMacLoginItem(app, '22.0.0');
    await item.set(true);
    expect(item.wasStartedAtLogin()).toBe(true);
    expect(asked).toEqual([
      ['set', { openAtLogin: true, type: 'mainAppService' }],
      ['get', { type: 'mainAppService' }],
    ]);
  });
  it('is an old login item before', async () => {
    const { app, asked } = fakeApp({ openAtLogin: true });
    const item = createMacLoginItem(app, '21.6.0');
    await item.set(false);
    expect(item.status).toBe('enabled');
    expect(asked).toEqual([
      ['set', { openAtLogin: false }],
      ['get', {}],
    ]);
  });
});

describe('where desktops follow XDG', () => {
  let home: string;
  beforeEach(async () => (home = await mkdtemp(join(tmpdir(), 'luka-login-'))));
  afterEach(() => rm(home, { recursive: true, force: true }));
  const open = () =>
    createXdgLoginItem(
      createXdgAutostart({ env: {}, home, command: ['/opt/Luka app/luka', '--background'] }),
    );
  const file = () => join(home, '.config', 'autostart', 'luka.desktop');

  it('is a file that is written and removed', async () => {
    const item = open();
    expect(await item.look()).toBe('not-registered');
    await item.set(true);
    expect(item.status).toBe('enabled');
    expect(await readFile(file(), 'utf8')).toContain('Exec="/opt/Luka app/luka" "--background"\n');
    expect(await open().look()).toBe('enabled');
    await item.set(false);
    expect(item.status).toBe('not-registered');
    await item.set(false);
  });

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])(
    'is off where the desktop says %s',
    async (line) => {
      const item = open();
      await item.set(true);
      await writeFile(file(), `${await readFile(file(), 'utf8')}${line}\n`);
      expect(await item.look()).toBe('not-registered');
    },
  );

  it('writes words so that the desktop reads them as they are', () => {
    expect(desktopEntry(['/a b/100% "x"', '$HOME\\y'])).toContain(
      'Exec="/a b/100%% \\\\"x\\\\"" "\\\\$HOME\\\\\\\\y"\n',
    );
  });
});
