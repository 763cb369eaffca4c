import { EventEmitter } from 'node:events';
import type { App, Dialog } from 'electron';
import { afterEach, describe, expect, it } from 'vitest';
import { createShutdown } from '../shutdown.ts';
import { createUpdates } from './create-updates.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const before = new Map(SIGNALS.map((signal) => [signal, process.listeners(signal)]));
afterEach(() => {
  for (const [signal, listeners] of before)
    for (const listener of process.listeners(signal))
      if (!listeners.includes(listener)) process.off(signal, listener);
});

/** An app with an update that is here, and an updater that ends as the test says. */
async function desk({ quits, failed }: { quits: boolean; failed?: { failed: string; message: string } }) {
  const done: string[] = [];
  const app = new EventEmitter();
  const shutdown = createShutdown({
    app: Object.assign(app, { exit: (code: number) => done.push(`exit ${code}`) }) as unknown as App,
    stop: async () => void done.push('stop'),
    finish: () => done.push('finish'),
    onError: (error) => done.push(String(error)),
  });
  const installing = Promise.withResolvers<void>();
  let kept: unknown = failed;
  const updates = createUpdates({
    cannot: undefined,
    settings: async () => ({ mode: failed === undefined ? 'automatic' : 'off', feed: '/disk' }),
    folder: '/nowhere',
    memory: { get: () => kept as never, set: (_key, value) => (kept = value) },
    isIdle: () => true,
    hold: async () => true,
    release: () => done.push('release'),
    relaunch: () => done.push('relaunch'),
    dialog: {
      showMessageBox: async ({ message, detail }: { message: string; detail: string }) => {
        done.push(`${message}: ${detail}`);
        return { response: 0, checkboxChecked: false };
      },
    } as unknown as Dialog,
    shutdown,
    log: { info: () => undefined },
    open: async () => ({
      check: async () => ({ version: '2.0.0' }),
      download: async () => undefined,
      prepare: async () => undefined,
      install() {
        done.push('install');
        return installing.promise;
      },
      quits,
      close: async () => undefined,
    }),
    onChange: () => undefined,
    onError: (error) => done.push(String(error)),
  });
  updates.start();
  if (failed === undefined) await expect.poll(() => done).toEqual(['stop', 'finish', 'install']);
  return {
    updates,
    shutdown,
    done,
    installing,
    kept: () => kept,
    /** @returns whether it was held back */
    quit: () => {
      let prevented = false;
      app.emit('before-quit', { preventDefault: () => (prevented = true) });
      return prevented;
    },
  };
}

describe('the end for an update', () => {
  it('is the updater’s where it quits the app by itself, however late: it is waited for, and not held back', async () => {
    const { done, quit, shutdown } = await desk({ quits: true });
    // As the runtime tells that it has stopped.
    shutdown.request(0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(done).toEqual(['stop', 'finish', 'install']);
    expect(quit()).toBe(false);
    process.emit('SIGTERM');
    expect(done).toEqual(['stop', 'finish', 'install', 'exit 0']);
  });

  it('is ours where it does not', async () => {
    const { done, quit, installing } = await desk({ quits: false });
    expect(quit()).toBe(true);
    installing.resolve();
    await expect.poll(() => done).toEqual(['stop', 'finish', 'install', 'exit 0']);
  });

  it.each([true, false])(
    'starts Luka again where it failed (quits: %s), and the reason is kept',
    async (quits) => {
      const { done, installing, kept } = await desk({ quits });
      installing.reject(new Error('no room\n…'));
      await expect.poll(() => done.slice(3)).toEqual(['Error: no room\n…', 'relaunch', 'exit 0']);
      expect(kept()).toEqual({ failed: '2.0.0', message: 'no room' });
    },
  );

  it('that failed is told of by the next start, once', async () => {
    const { done, kept, updates } = await desk({
      quits: true,
      failed: { failed: '2.0.0', message: 'no room' },
    });
    expect(done).toEqual(['Luka 2.0.0 could not be installed: no room']);
    expect(kept()).toEqual({ failed: '2.0.0' });
    updates.start();
    expect(done).toHaveLength(1);
  });
});
