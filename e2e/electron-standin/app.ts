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
      | 'isPackaged'
      | 'getAppPath'
      | 'getName'
      | 'relaunch'
      | 'setAsDefaultProtocolClient'
      | 'disableHardwareAcceleration'
    >
{
  /** A test of what only a packaged app does says so. */
  readonly isPackaged = process.env['LUKA_STANDIN_PACKAGED'] === '1';
  hardwareAcceleration = true;
  relaunched = false;
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
    if (this.#lock !== undefined)
      for (const file of [this.#lock, `${this.#lock}.handed`]) rmSync(file, { force: true });
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

  getAppPath(): string {
    return process.argv[2] ?? '';
  }

  getName(): string {
    return 'luka';
  }

  relaunch(): void {
    this.relaunched = true;
    process.stderr.write('relaunch\n');
  }

  setAsDefaultProtocolClient(): boolean {
    return true;
  }

  disableHardwareAcceleration(): void {
    if (this.#isReady)
      throw new Error('disableHardwareAcceleration() can only be called before app is ready');
    this.hardwareAcceleration = false;
  }

  /** A file with the first one's pid; a second start writes what it hands over beside it, and wakes the first by a signal. */
  requestSingleInstanceLock(data: Record<string, unknown> = {}): boolean {
    const name = createHash('sha256').update(this.getPath('userData')).digest('hex').slice(0, 24);
    const lock = join(tmpdir(), `luka-standin-${name}.lock`);
    for (;;) {
      try {
        writeFileSync(lock, String(process.pid), { flag: 'wx' });
        break;
      } catch {
        if (signalHolder(lock, data)) return false;
        rmSync(lock, { force: true });
      }
    }
    this.#lock = lock;
    process.on('SIGUSR2', () => {
      const handed: unknown = JSON.parse(readFileSync(`${lock}.handed`, 'utf8'));
      this.emit('second-instance', {}, process.argv, process.cwd(), handed);
    });
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

function signalHolder(lock: string, data: object): boolean {
  try {
    writeFileSync(`${lock}.handed`, JSON.stringify(data));
    return process.kill(Number(readFileSync(lock, 'utf8')), 'SIGUSR2');
  } catch {
    return false;
  }
}

export const app = new StandInApp();
answer({
  quit: () => void setImmediate(() => app.quit()),
  openUrl: (url) => void app.emit('open-url', { preventDefault: () => undefined }, url),
  openFile: (file) => void app.emit('open-file', { preventDefault: () => undefined }, file),
  fault: (message) =>
    void setImmediate(() => {
      throw new Error(message);
    }),
});
