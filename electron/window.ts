/** The one window. It is made when it is wanted and gone when it is closed; Luka goes on without it. */
import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import type ElectronStore from 'electron-store';
import { APP_ORIGIN } from './app-address.ts';
import { PRELOAD } from './places.ts';
import { LEAST_SIZE, placeWindow } from './window-place.ts';

export type WindowMemory = ElectronStore<{ place?: unknown }>;

export class MainWindow {
  readonly #memory: WindowMemory;
  readonly #onError: (error: unknown) => void;
  #window: BrowserWindow | undefined;

  constructor(options: { memory: WindowMemory; onError: (error: unknown) => void }) {
    this.#memory = options.memory;
    this.#onError = options.onError;
  }

  get current(): BrowserWindow | undefined {
    return this.#window;
  }

  /** Brings the window to the front, at a page of the UI where one is given. */
  show(path?: string): void {
    const window = this.#window;
    if (window === undefined) {
      this.#open(path ?? '/');
      return;
    }
    if (path !== undefined && path !== '/') this.#load(window, path);
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  /** Keeps size and place for the next time. */
  remember(): void {
    if (this.#window !== undefined) this.#memory.set('place', this.#window.getNormalBounds());
  }

  #open(path: string): void {
    const window = new BrowserWindow({
      ...placeWindow(
        this.#memory.get('place'),
        screen.getAllDisplays().map((display) => display.workArea),
      ),
      minWidth: LEAST_SIZE.width,
      minHeight: LEAST_SIZE.height,
      title: 'Luka',
      show: false,
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
      ...(process.platform === 'darwin' ? { titleBarStyle: 'hiddenInset' as const } : {}),
      webPreferences: {
        preload: PRELOAD,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webviewTag: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        navigateOnDragDrop: false,
        spellcheck: false,
      },
    });
    this.#window = window;
    // The Dock shows Luka while there is a window, and only then.
    void app.dock?.show();
    window.once('ready-to-show', () => {
      window.show();
      window.focus();
    });
    window.on('close', () => this.remember());
    window.on('closed', () => {
      this.#window = undefined;
      app.dock?.hide();
    });
    this.#load(window, path);
  }

  #load(window: BrowserWindow, path: string): void {
    window.loadURL(`${APP_ORIGIN}${path}`).catch((error: unknown) => {
      // Closed, or sent elsewhere, while it was loading.
      if (!window.isDestroyed() && !String(error).includes('ERR_ABORTED')) this.#onError(error);
    });
  }
}
