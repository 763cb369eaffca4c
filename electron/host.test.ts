import { EventEmitter } from 'node:events';
import type { App, Dialog } from 'electron';
import { afterEach, describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import { inWords, onOneLine, showFault } from './errors.ts';
import { mayOpenExternally } from './external-links.ts';
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

  function make(stop: (how: object) => Promise<void>) {
    const app = new EventEmitter();
    const { promise: exit, resolve } = Promise.withResolvers<number>();
    const order: string[] = [];
    const shutdown = createShutdown({
      app: Object.assign(app, { exit: resolve }) as unknown as App,
      stop: async (how) => {
        order.push('stop');
        await stop(how);
      },
      finish: () => order.push('finish'),
      onError: () => order.push('error'),
    });
    const quit = (): boolean => {
      let prevented = false;
      app.emit('before-quit', { preventDefault: () => (prevented = true) });
      return prevented;
    };
    return { shutdown, exit, order, quit };
  }

  it('stops the runtime first, once, however often it is asked for', async () => {
    const { quit, shutdown, exit, order } = make(async () => undefined);
    expect(quit()).toBe(true);
    expect(quit()).toBe(true);
    shutdown.request();
    expect(await exit).toBe(0);
    expect(order).toEqual(['stop', 'finish']);
  });

  it('asks a person who quits, and nobody once it is decided or the system goes down', async () => {
    const { quit, shutdown, exit, order } = make(async () => undefined);
    shutdown.onQuit(() => order.push('ask'));
    expect(quit()).toBe(true);
    expect(order).toEqual(['ask']);
    shutdown.hurry();
    quit();
    expect(await exit).toBe(0);
    expect(order).toEqual(['ask', 'stop', 'finish']);
  });

  it('says how the runtime is to stop, and does what comes after only then', async () => {
    const hows: object[] = [];
    const { shutdown, exit, order } = make(async (how) => void hows.push(how));
    shutdown.request(0, { leaveRuns: true, last: async () => order.push('last') });
    expect(await exit).toBe(0);
    expect(hows).toEqual([{ leaveRuns: true }]);
    expect(order).toEqual(['stop', 'finish', 'last']);
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
  it('hands over to the first what it was given, and nothing that is not of this shape', () => {
    const told: object[] = [];
    const app = Object.assign(new EventEmitter(), { requestSingleInstanceLock: () => true });
    expect(takeInstance(app as unknown as App, { files: [] }, (handed) => told.push(handed))).toBe(true);
    app.emit('second-instance', {}, [], '', { link: 'luka://run/1', files: ['/a'] });
    app.emit('second-instance', {}, [], '', { do: 'something' });
    app.emit('second-instance', {}, [], '', undefined);
    expect(told).toEqual([{ link: 'luka://run/1', files: ['/a'] }, { files: [] }, { files: [] }]);
    expect(
      takeInstance(
        { on: () => expect.unreachable(), requestSingleInstanceLock: () => false },
        { files: [] },
        () => undefined,
      ),
    ).toBe(false);
  });
});

describe('a fault', () => {
  const at = (response: number) => {
    const shown: string[] = [];
    const dialog = {
      showErrorBox: (title: string) => void shown.push(`box ${title}`),
      showMessageBox: async (options: { message: string; buttons: string[] }) => {
        shown.push(`${options.message}: ${options.buttons.join(', ')}`);
        return { response, checkboxChecked: false };
      },
    } as unknown as Pick<Dialog, 'showErrorBox' | 'showMessageBox'>;
    return { dialog, shown };
  };
  it('is shown with its details to be copied', async () => {
    const copied: string[] = [];
    const { dialog, shown } = at(1);
    const options = { dialog, copy: async (text: string) => void copied.push(text), isReady: () => true };
    await showFault({ title: 'Luka has a bug', text: 'x is undefined' }, options);
    expect(shown).toEqual(['Luka has a bug: OK, Copy details']);
    expect(copied).toEqual(['Luka has a bug\n\nx is undefined']);
  });
  it('is shown in a plain box where Electron is not ready for more', async () => {
    const { dialog, shown } = at(0);
    await showFault(
      { title: 'T', text: 't' },
      { dialog, copy: async () => expect.unreachable(), isReady: () => false },
    );
    expect(shown).toEqual(['box T']);
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
  ['https://example.com/docs', true],
  ['http://example.com/', false],
  ['https://user@example.com/', false],
  ['http://127.0.0.1.evil.com/', false],
  ['http://127.0.0.1@evil.com/', false],
  ['http://evil@127.0.0.1/', false],
  ['file:///etc/passwd', false],
  ['luka://run/1', false],
  ['smb://server/share', false],
  ['javascript:alert(1)', false],
  ['x-apple.systempreferences:', false],
  ['x', false],
])('%s may be handed to the browser: %s', (address, may) => expect(mayOpenExternally(address)).toBe(may));
