import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Electron from 'electron';
import { VERSION } from '#shared/version.ts';
import { answer } from './link.ts';

class StandInApp
  extends EventEmitter
  implements
    Pick<
      Electron.App,
      | 'quit'
      | 'exit'
      | 'whenReady'
      | 'isReady'
      | 'getVersion'
      | 'getPath'
      | 'setPath'
      | 'requestSingleInstanceLock'
      | 'getLoginItemSettings'
      | 'setLoginItemSettings'
    >
{
  readonly #ready = Promise.withResolvers<void>();
  readonly #paths = new Map<string, string>([['userData', join(tmpdir(), 'luka-standin')]]);
  #isReady = false;
  #lock: string | undefined;
  openAtLogin = false;

  /** Called when the main module was evaluated: the real one becomes ready only then. */
  becomeReady(): void {
    this.#isReady = true;
    this.#ready.resolve();
    this.emit('ready');
  }

  isReady(): boolean {
    return this.#isReady;
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  quit(): void {
    let prevented = false;
    this.emit('before-quit', { preventDefault: () => (prevented = true) });
    if (!prevented) this.exit(0);
  }

  exit(code = 0): void {
    if (this.#lock !== undefined) rmSync(this.#lock, { force: true });
    process.exit(code);
  }

  getVersion(): string {
    return VERSION;
  }

  getPath(name: string): string {
    return this.#paths.get(name) ?? tmpdir();
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  /** A file with the first one's pid; a second start wakes that one by a signal. */
  requestSingleInstanceLock(): boolean {
    const name = createHash('sha256').update(this.getPath('userData')).digest('hex').slice(0, 24);
    const lock = join(tmpdir(), `luka-standin-${name}.lock`);
    for (;;) {
      try {
        writeFileSync(lock, String(process.pid), { flag: 'wx' });
        break;
      } catch {
        if (signalHolder(lock)) return false;
        rmSync(lock, { force: true });
      }
    }
    this.#lock = lock;
    process.on('SIGUSR2', () => this.emit('second-instance', {}, process.argv, process.cwd(), undefined));
    return true;
  }

  getLoginItemSettings(): Electron.LoginItemSettings {
    return {
      openAtLogin: this.openAtLogin,
      wasOpenedAtLogin: false,
      status: this.openAtLogin ? 'enabled' : 'not-registered',
      executableWillLaunchAtLogin: false,
      launchItems: [],
    } as unknown as Electron.LoginItemSettings;
  }

  setLoginItemSettings(settings: Electron.Settings): void {
    this.openAtLogin = settings.openAtLogin === true;
  }
}

function signalHolder(lock: string): boolean {
  try {
    return process.kill(Number(readFileSync(lock, 'utf8')), 'SIGUSR2');
  } catch {
    return false;
  }
}

export const app = new StandInApp();
answer({ quit: () => void setImmediate(() => app.quit()) });
