import { EventEmitter } from 'node:events';
import type { App, LoginItemSettings } from 'electron';
import { afterEach, describe, expect, it } from 'vitest';
import { PERSON } from '#shared/nouns/role.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import { isLocalPage } from './attach.ts';
import { inWords, onOneLine } from './errors.ts';
import { createLoginItem } from './login-item.ts';
import { createMenuActions } from './menu-actions.ts';
import { createShutdown } from './shutdown.ts';
import { takeInstance } from './single-instance.ts';
import { announcement, readWords } from './words.ts';

describe('the way out', () => {
  const before = new Map(
    ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => [signal, process.listeners(signal as 'SIGINT')]),
  );
  afterEach(() => {
    for (const [signal, listeners] of before) {
      for (const listener of process.listeners(signal as 'SIGINT'))
        if (!listeners.includes(listener)) process.off(signal, listener);
    }
  });

  function make(stop: () => Promise<void>) {
    const app = new EventEmitter();
    const { promise: exit, resolve } = Promise.withResolvers<number>();
    const order: string[] = [];
    const shutdown = createShutdown({
      app: Object.assign(app, { exit: resolve }) as unknown as App,
      stop: async () => {
        order.push('stop');
        await stop();
      },
      finish: () => order.push('finish'),
      onError: () => order.push('error'),
    });
    return { app, shutdown, exit, order };
  }

  it('stops the runtime first, once, however often it is asked for', async () => {
    const { app, shutdown, exit, order } = make(async () => undefined);
    let prevented = 0;
    for (let count = 0; count < 2; count += 1)
      app.emit('before-quit', { preventDefault: () => (prevented += 1) });
    shutdown.request();
    expect(await exit).toBe(0);
    expect(prevented).toBe(2);
    expect(order).toEqual(['stop', 'finish']);
  });

  it('ends although the runtime could not be stopped, and says so by its code', async () => {
    const { shutdown, exit, order } = make(() => Promise.reject(new Error('no')));
    shutdown.request();
    expect(await exit).toBe(1);
    expect(order).toEqual(['stop', 'error']);
  });

  it('keeps the code of a fault that comes while it waits', async () => {
    const { shutdown, exit } = make(async () => shutdown.request(70));
    shutdown.request();
    expect(await exit).toBe(70);
  });
});

describe('a second start', () => {
  it('tells the first', () => {
    let told = 0;
    const app = Object.assign(new EventEmitter(), { requestSingleInstanceLock: () => true });
    expect(takeInstance(app as unknown as App, () => (told += 1))).toBe(true);
    app.emit('second-instance');
    expect(told).toBe(1);
    expect(
      takeInstance(
        { on: () => expect.unreachable(), requestSingleInstanceLock: () => false },
        () => undefined,
      ),
    ).toBe(false);
  });
});

describe('launch at login', () => {
  function fakeApp(settings: Partial<LoginItemSettings>) {
    const set: object[] = [];
    return {
      set,
      app: {
        getLoginItemSettings: () => settings as LoginItemSettings,
        setLoginItemSettings: (to: object) => void set.push(to),
      },
    };
  }
  it('is the system’s own setting', () => {
    const { app, set } = fakeApp({ openAtLogin: true, wasOpenedAtLogin: true });
    const item = createLoginItem(app, 'darwin');
    expect(item.isOn()).toBe(true);
    expect(item.wasStartedAtLogin()).toBe(true);
    item.set(false);
    expect(set).toEqual([{ openAtLogin: false, args: ['--background'] }]);
  });
  it('is not offered where Electron cannot reach it', () => {
    const { app, set } = fakeApp({ openAtLogin: false });
    const item = createLoginItem(app, 'linux');
    expect(item.isOn()).toBeUndefined();
    item.set(true);
    expect(set).toEqual([]);
  });
});

describe('the menu’s actions', () => {
  it('ask the runtime, and show why it refused', async () => {
    const asked: unknown[] = [];
    const { promise: failure, resolve } = Promise.withResolvers<unknown>();
    const act = createMenuActions({
      runs: {
        requestTask: async (...args) => {
          asked.push(args);
          throw new LukaError('task_disabled');
        },
        cancel: async (...args) => {
          asked.push(args);
          return {} as never;
        },
      },
      policy: {
        setPaused: async (...args) => {
          asked.push(args);
        },
      },
      show: (path) => asked.push(path),
      setLogin: (on) => asked.push(on),
      quit: () => asked.push('quit'),
      refresh: () => asked.push('refresh'),
      onFailure: resolve,
    });
    act({ do: 'run', task: 'a' });
    act({ do: 'cancel', run: 3 });
    act({ do: 'open', path: '/runs/3' });
    act({ do: 'freeze', on: true });
    act({ do: 'login', on: true });
    act({ do: 'quit' });
    expect(asked).toEqual([
      ['a', { cause: { kind: 'manual', by: 'person', detail: 'from the menu bar' } }],
      [3, { reason: 'cancelled from the menu bar' }],
      '/runs/3',
      [true, PERSON, 'from the menu bar'],
      true,
      'refresh',
      'quit',
    ]);
    expect(await failure).toMatchObject({ code: 'task_disabled' });
  });
});

describe('words', () => {
  it('of a start', () => {
    expect(readWords(['electron', 'main.js', '--port=auto', '--json', '--no-sandbox'])).toEqual({
      portAuto: true,
      browser: false,
      json: true,
      background: false,
    });
    expect(readWords(['luka', '--background', '--open'])).toEqual({
      portAuto: false,
      browser: true,
      json: false,
      background: true,
    });
  });
  it('to a terminal and to a script', () => {
    const about = {
      home: '/h',
      apiUrl: 'http://127.0.0.1:1',
      uiUrl: 'http://127.0.0.1:2',
      link: 'http://127.0.0.1:2/#k=x',
    };
    expect(announcement(about, { json: false })).toContain('open  http://127.0.0.1:2/#k=x\n');
    expect(JSON.parse(announcement(about, { json: true }))).toEqual({
      ...about,
      host: 'desktop',
      pid: process.pid,
    });
  });
  it('of an error: what is wrong and what to do; of a bug: where it is written', () => {
    const error = new LukaError('home_loose', { message: 'others may read /h' });
    expect(inWords(error, '/h/luka.log')).toMatchObject({
      exit: 78,
      text: expect.stringContaining('What to do: run chmod 700 on it') as string,
    });
    expect(onOneLine(error)).toBe('home_loose: others may read /h; run chmod 700 on it');
    expect(inWords(new TypeError('x'), '/h/luka.log')).toMatchObject({
      exit: 70,
      text: expect.stringContaining('/h/luka.log') as string,
    });
  });
});

it.each([
  ['http://127.0.0.1:8080/#k=abc', true],
  ['http://127.0.0.1/', true],
  ['https://example.com/', false],
  ['http://127.0.0.1.evil.com/', false],
  ['http://127.0.0.1@evil.com/', false],
  ['http://evil@127.0.0.1/', false],
  ['file:///etc/passwd', false],
  ['x', false],
])('%s is a page of this machine: %s', (address, local) => expect(isLocalPage(address)).toBe(local));
