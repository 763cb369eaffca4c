/** A window is a page of the driver's Chromium; here is what the main process knows of it. */
import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import type { WindowInfo } from '../drivers/desktop.ts';
import { app } from './app.ts';
import { ipcMain } from './ipc-main.ts';
import { answer, driver } from './link.ts';
import { fromBrowser, toBrowser } from './scheme.ts';
import type { FrameInfo } from './verbs.ts';

const windows = new Map<number, BrowserWindow>();
let lastWindow = 0;

class StandInContents
  extends EventEmitter
  implements
    Pick<
      Electron.WebContents,
      'id' | 'setWindowOpenHandler' | 'getURL' | 'send' | 'reload' | 'findInPage' | 'stopFindInPage'
    >
{
  readonly id: number;
  readonly mainFrame: { url: string; origin: string; parent: null; frameTreeNodeId: number };
  #openHandler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse = () => ({
    action: 'allow',
  });

  #lastFind = 0;

  constructor(id: number) {
    super();
    this.id = id;
    this.mainFrame = { url: '', origin: 'null', parent: null, frameTreeNodeId: id };
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  setWindowOpenHandler(
    handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse,
  ): void {
    this.#openHandler = handler;
  }

  send(channel: string, ...args: unknown[]): void {
    void driver.call('send', this.id, channel, args);
  }

  reload(): void {
    void driver.call('load', this.id, toBrowser(this.getURL()));
  }

  /** The text is looked for by the page itself; Chromium's own bar cannot be reached from outside. */
  findInPage(text: string, { forward = true }: Electron.FindInPageOptions = {}): number {
    const requestId = (this.#lastFind += 1);
    void driver.call('find', this.id, text, forward).then(({ matches, active }) =>
      this.emit('found-in-page', {}, {
        requestId,
        matches,
        activeMatchOrdinal: active,
        finalUpdate: true,
        selectionArea: { x: 0, y: 0, width: 0, height: 0 },
      } satisfies Electron.FoundInPageResult),
    );
    return requestId;
  }

  stopFindInPage(): void {
    void driver.call('find', this.id, '', true);
  }

  mayOpen(url: string): boolean {
    return this.#openHandler({ url } as Electron.HandlerDetails).action === 'allow';
  }

  /** @returns whether nobody prevented it */
  mayNavigate(url: string, isMainFrame: boolean): boolean {
    let prevented = false;
    const details = { url, isMainFrame, preventDefault: () => (prevented = true) };
    if (isMainFrame) this.emit('will-navigate', details, url);
    this.emit('will-frame-navigate', details);
    return !prevented;
  }
}

export class BrowserWindow
  extends EventEmitter
  implements
    Pick<
      Electron.BrowserWindow,
      | 'id'
      | 'loadURL'
      | 'show'
      | 'focus'
      | 'restore'
      | 'isMinimized'
      | 'isDestroyed'
      | 'getNormalBounds'
      | 'close'
      | 'destroy'
    >
{
  readonly id: number = (lastWindow += 1);
  readonly webContents = new StandInContents(this.id);
  readonly #options: Electron.BrowserWindowConstructorOptions;
  readonly #created: Promise<unknown>;
  #visible: boolean;
  #focused = false;
  #destroyed = false;
  #painted = false;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    this.#options = options;
    this.#visible = options.show !== false;
    windows.set(this.id, this);
    const { width, height } = this.getNormalBounds();
    this.#created = driver.call('createWindow', this.id, {
      preload: options.webPreferences?.preload ?? '',
      width,
      height,
    });
    app.emit('web-contents-created', {}, this.webContents);
  }

  async loadURL(url: string): Promise<void> {
    await this.#created;
    this.webContents.mainFrame.url = url;
    this.webContents.mainFrame.origin =
      new URL(url).origin === 'null' ? url.split('/', 3).join('/') : new URL(url).origin;
    await driver.call('load', this.id, toBrowser(url));
    if (this.#painted) return;
    this.#painted = true;
    this.emit('ready-to-show');
  }

  show(): void {
    this.#visible = true;
    void driver.call('front', this.id);
  }

  focus(): void {
    for (const window of windows.values()) window.#focused = false;
    this.#focused = true;
  }

  restore(): void {
    this.show();
  }

  isMinimized(): boolean {
    return false;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  getNormalBounds(): Electron.Rectangle {
    const { x = 0, y = 0, width = 800, height = 600 } = this.#options;
    return { x, y, width, height };
  }

  close(): void {
    void driver.call('close', this.id);
    this.wasClosed();
  }

  destroy(): void {
    this.close();
  }

  wasClosed(): void {
    if (this.#destroyed) return;
    this.emit('close', { preventDefault: () => undefined });
    this.#destroyed = true;
    windows.delete(this.id);
    this.emit('closed');
    if (windows.size > 0) return;
    // As the real one does: nobody listening means the end.
    if (app.listenerCount('window-all-closed') === 0) app.quit();
    else app.emit('window-all-closed');
  }

  describe(): WindowInfo {
    const { contextIsolation, sandbox, nodeIntegration, webviewTag } = this.#options.webPreferences ?? {};
    return {
      id: this.id,
      url: this.webContents.getURL(),
      visible: this.#visible,
      focused: this.#focused,
      preferences: { contextIsolation, sandbox, nodeIntegration, webviewTag },
    };
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()];
  }
}

function contentsOf(id: number): StandInContents {
  const window = windows.get(id);
  if (window === undefined) throw new Error(`there is no window ${id}`);
  return window.webContents;
}

/** The sender as the main process would be shown it: our own frame by identity, any other as what it is. */
function senderOf(info: FrameInfo): object {
  const { mainFrame } = contentsOf(info.window);
  const url = fromBrowser(info.url);
  const origin = fromBrowser(info.origin);
  if (info.frame !== 0) return { url, origin, parent: mainFrame, frameTreeNodeId: 1_000 + info.frame };
  return Object.assign(mainFrame, { url, origin });
}

answer({
  windows: () => BrowserWindow.getAllWindows().map((window) => window.describe()),
  mayNavigate: (window, url, isMainFrame) => contentsOf(window).mayNavigate(fromBrowser(url), isMainFrame),
  mayOpen: (window, url) => contentsOf(window).mayOpen(fromBrowser(url)),
  closed: (window) => windows.get(window)?.wasClosed(),
  async crashPage() {
    const [window] = windows.values();
    if (window === undefined) throw new Error('there is no window');
    // What is left of a page that crashed is nothing.
    await driver.call('blank', window.id);
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 11 });
  },
  invoke: (channel, args, frame) => ipcMain.invoke(channel, args, senderOf(frame)),
});
