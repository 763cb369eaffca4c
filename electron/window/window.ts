/** The one window. It is made when it is wanted and gone when it is closed; Luka goes on without it. */
import type { App, BrowserWindow, BrowserWindowConstructorOptions, NativeTheme, Screen } from 'electron';
import { COMMAND_CHANNEL, type PageCommand } from '#shared/ipc/channels.ts';
import type { DesktopMemory } from '../desktop-memory.ts';
import { PRELOAD } from '../places.ts';
import { APP_ORIGIN } from './app-address.ts';
import { LEAST_SIZE, placeWindow } from './window-place.ts';

export interface MainWindowOptions {
  readonly BrowserWindow: new (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly screen: Pick<Screen, 'getAllDisplays'>;
  readonly theme: Pick<NativeTheme, 'shouldUseDarkColors'>;
  /** macOS only. */
  readonly dock: Pick<NonNullable<App['dock']>, 'show' | 'hide'> | undefined;
  readonly platform: NodeJS.Platform;
  readonly memory: DesktopMemory;
  /** Called with each window that is made, before its page. */
  readonly onMade: (window: BrowserWindow) => void;
  readonly onError: (error: unknown) => void;
}

export class MainWindow {
  readonly #options: MainWindowOptions;
  #window: BrowserWindow | undefined;
  /** Resolves when the page that was asked for last is there. */
  #loaded: Promise<void> = Promise.resolve();

  constructor(options: MainWindowOptions) {
    this.#options = options;
  }

  get current(): BrowserWindow | undefined {
    return this.#window;
  }

  /** Brings the window to the front: at a page of the UI where one is given, else as it is. */
  show(path?: string): void {
    const window = this.#window;
    if (window === undefined) {
      this.#open(path ?? '/');
      return;
    }
    if (path !== undefined) this.#load(window, path);
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  /** Shows the window and has its page do something. */
  command(command: PageCommand): void {
    this.show();
    const window = this.#window;
    void this.#loaded.then(() => {
      if (window !== undefined && !window.isDestroyed()) window.webContents.send(COMMAND_CHANNEL, command);
    });
  }

  /** Keeps size and place for the next time. */
  remember(): void {
    if (this.#window === undefined) return;
    this.#options.memory.set('window', { place: this.#window.getNormalBounds() });
  }

  #open(path: string): void {
    const { BrowserWindow, screen, theme, dock, platform, memory } = this.#options;
    const background = theme.shouldUseDarkColors ? '#16181d' : '#ffffff';
    const window = new BrowserWindow({
      ...placeWindow(
        memory.get('window')?.place,
        screen.getAllDisplays().map((display) => display.workArea),
      ),
      minWidth: LEAST_SIZE.width,
      minHeight: LEAST_SIZE.height,
      title: 'Luka',
      show: false,
      autoHideMenuBar: true,
      // Behind the sidebar macOS shows its own material; the page is opaque beside it.
      ...(platform === 'darwin'
        ? {
            titleBarStyle: 'hiddenInset' as const,
            vibrancy: 'sidebar' as const,
            visualEffectState: 'followWindow' as const,
          }
        : { backgroundColor: background }),
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
        experimentalFeatures: false,
        navigateOnDragDrop: false,
        spellcheck: false,
      },
    });
    this.#window = window;
    // The Dock shows Luka while there is a window, and only then.
    void dock?.show();
    window.once('ready-to-show', () => {
      window.show();
      window.focus();
    });
    window.on('close', () => this.remember());
    window.on('closed', () => {
      this.#window = undefined;
      dock?.hide();
    });
    this.#options.onMade(window);
    this.#load(window, path);
  }

  #load(window: BrowserWindow, path: string): void {
    this.#loaded = window.loadURL(`${APP_ORIGIN}${path}`).catch((error: unknown) => {
      // Closed, or sent elsewhere, while it was loading.
      if (!window.isDestroyed() && !String(error).includes('ERR_ABORTED')) this.#options.onError(error);
    });
  }
}
