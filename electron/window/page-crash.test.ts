import { EventEmitter } from 'node:events';
import type { BrowserWindow, Dialog } from 'electron';
import { describe, expect, it } from 'vitest';
import { createPageCrash } from './page-crash.ts';

function desk(...answers: number[]) {
  const done: string[] = [];
  let now = 0;
  const contents = Object.assign(new EventEmitter(), { reload: () => done.push('reload') });
  const window = Object.assign(new EventEmitter(), {
    webContents: contents,
    isDestroyed: () => false,
    destroy: () => done.push('destroy'),
  });
  const watch = createPageCrash({
    dialog: {
      showMessageBox: async (options: { message: string }) => {
        done.push(options.message);
        return { response: answers.shift() ?? 1, checkboxChecked: false };
      },
    } as unknown as Dialog,
    copy: async (text) => void done.push(`copied: ${text}`),
    log: () => undefined,
    now: () => now,
    onError: (error) => done.push(String(error)),
  });
  watch(window as unknown as BrowserWindow);
  return {
    done,
    crash: (reason = 'crashed') => contents.emit('render-process-gone', {}, { reason, exitCode: 11 }),
    later: (ms: number) => (now += ms),
  };
}

describe('a page that ends by itself', () => {
  it('is loaded again, once', () => {
    const { done, crash } = desk();
    crash();
    expect(done).toEqual(['reload']);
  });
  it('is not loaded again where somebody ended it', () => {
    const { done, crash } = desk();
    crash('clean-exit');
    crash('killed');
    expect(done).toEqual([]);
  });
  it('is told of where it comes again soon, and the person chooses', async () => {
    const { done, crash, later } = desk(2, 0);
    crash('oom');
    later(1_000);
    crash('oom');
    await expect
      .poll(() => done)
      .toEqual([
        'reload',
        'The window of Luka crashed twice',
        "copied: The page of Luka's window ended twice (oom, code 11).",
        'The window of Luka crashed twice',
        'reload',
      ]);
  });
  it('closes the window where the person wants that', async () => {
    const { done, crash } = desk(1);
    crash();
    crash();
    await expect.poll(() => done.at(-1)).toBe('destroy');
  });
  it('is loaded again where the last time is long ago', () => {
    const { done, crash, later } = desk();
    crash();
    later(61_000);
    crash();
    expect(done).toEqual(['reload', 'reload']);
  });
});
