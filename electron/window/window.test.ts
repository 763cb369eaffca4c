import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { describe, expect, it } from 'vitest';
import { MainWindow } from './window.ts';

function desk() {
  const done: string[] = [];
  const made: (EventEmitter & { close(): void })[] = [];
  class FakeWindow extends EventEmitter {
    readonly webContents = { send: (_channel: string, command: string) => done.push(`command ${command}`) };
    readonly getNormalBounds = () => ({ x: 1, y: 2, width: 900, height: 640 });
    readonly isMinimized = () => false;
    readonly isDestroyed = () => false;
    readonly show = () => void done.push('show');
    readonly focus = () => void done.push('focus');
    constructor() {
      super();
      made.push(this);
    }
    async loadURL(url: string): Promise<void> {
      done.push(url);
    }
    close(): void {
      this.emit('close');
      this.emit('closed');
    }
  }
  const window = new MainWindow({
    BrowserWindow: FakeWindow as unknown as new () => BrowserWindow,
    screen: { getAllDisplays: () => [] },
    theme: { shouldUseDarkColors: false },
    dock: {
      show: async () => void done.push('dock'),
      hide: () => void done.push('no dock'),
    },
    platform: 'darwin',
    memory: { get: () => undefined as never, set: (key) => void done.push(`keep ${key}`) },
    onMade: () => done.push('made'),
    onError: (error) => done.push(String(error)),
  });
  return { window, done, made, clear: () => done.splice(0) };
}

describe('the window', () => {
  it.each([
    [undefined, 'app://luka/'],
    ['/runs/3', 'app://luka/runs/3'],
  ])('is made at the page that is wanted: %s', (path, url) => {
    const { window, done } = desk();
    window.show(path);
    expect(done).toEqual(['dock', 'made', url]);
  });

  it.each(['/', '/tasks'])('goes to the page that is wanted while it is open: %s', (path) => {
    const { window, done, made, clear } = desk();
    window.show('/runs/3');
    clear();
    window.show(path);
    expect(done).toEqual([`app://luka${path}`, 'show', 'focus']);
    expect(made).toHaveLength(1);
  });

  it('stays where it is where no page is wanted', async () => {
    const { window, done, clear } = desk();
    window.show('/runs/3');
    clear();
    window.show();
    window.command('palette');
    await expect.poll(() => done).toEqual(['show', 'focus', 'show', 'focus', 'command palette']);
  });

  it('is gone when it is closed, and keeps its place', () => {
    const { window, done, made, clear } = desk();
    window.show();
    clear();
    made[0]?.close();
    expect(done).toEqual(['keep window', 'no dock']);
    expect(window.current).toBeUndefined();
    window.show();
    expect(made).toHaveLength(2);
  });
});
