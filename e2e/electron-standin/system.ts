/** What Electron asks of the operating system: recorded here, so that a test can see that it was asked. */
import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import type { Recorded } from '../drivers/desktop.ts';
import { app } from './app.ts';
import { answer } from './link.ts';

const recorded = {
  dialogs: [] as string[],
  notifications: [] as string[],
  opened: [] as string[],
  revealed: [] as string[],
  copied: [] as string[],
};
const notices: Notification[] = [];
/** What a person will answer, one dialog after the other; the answer that changes nothing where nothing was said. */
const answers: number[] = [];
const blockers = new Map<number, string>();
let lastBlocker = 0;

export const dialog = {
  showErrorBox(title, content) {
    recorded.dialogs.push(`${title}\n${content}`);
    process.stderr.write(`dialog: ${title}: ${content}\n`);
  },
  showMessageBox(...args: unknown[]) {
    const options = args.at(-1) as Electron.MessageBoxOptions;
    recorded.dialogs.push(
      [options.message, options.detail ?? '', ...(options.buttons ?? []).map((text) => `[${text}]`)].join(
        '\n',
      ),
    );
    process.stderr.write(`dialog: ${options.message}: ${options.detail ?? ''}\n`);
    return Promise.resolve({ response: answers.shift() ?? options.cancelId ?? 0, checkboxChecked: false });
  },
} satisfies Pick<Electron.Dialog, 'showErrorBox' | 'showMessageBox'>;

export const shell = {
  openExternal(url) {
    recorded.opened.push(url);
    process.stderr.write(`opened: ${url}\n`);
    return Promise.resolve();
  },
  showItemInFolder(file) {
    recorded.revealed.push(file);
  },
  openPath(path) {
    recorded.revealed.push(path);
    return Promise.resolve('');
  },
} satisfies Pick<Electron.Shell, 'openExternal' | 'showItemInFolder' | 'openPath'>;

export const clipboard = {
  writeText(text) {
    recorded.copied.push(text);
    return Promise.resolve();
  },
} satisfies Pick<Electron.Clipboard, 'writeText'>;

export class Notification extends EventEmitter implements Pick<Electron.Notification, 'show'> {
  readonly #text: string;
  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.#text = `${options.title ?? ''}\n${options.body ?? ''}`;
  }
  show(): void {
    recorded.notifications.push(this.#text);
    notices.push(this);
  }
  get text(): string {
    return this.#text;
  }
}

export const powerSaveBlocker = {
  start(type) {
    blockers.set((lastBlocker += 1), type);
    return lastBlocker;
  },
  stop: (id) => blockers.delete(id),
  isStarted: (id) => blockers.has(id),
} satisfies Electron.PowerSaveBlocker;

export const powerMonitor = new EventEmitter();

export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1_920, height: 1_055 } } as Electron.Display],
} satisfies Pick<Electron.Screen, 'getAllDisplays'>;

export const nativeTheme = { shouldUseDarkColors: false } satisfies Pick<
  Electron.NativeTheme,
  'shouldUseDarkColors'
>;

const defaultSession = {
  setPermissionRequestHandler: () => undefined,
  setPermissionCheckHandler: () => undefined,
  setDevicePermissionHandler: () => undefined,
} satisfies Pick<
  Electron.Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
>;
export const session = { defaultSession, fromPartition: () => defaultSession };

answer({
  sleepBlockers: () => [...blockers.values()],
  emitPower: (event) => void powerMonitor.emit(event),
  recorded: (): Recorded => ({ ...recorded, openAtLogin: app.openAtLogin, relaunched: app.relaunched }),
  answerDialogs: (next) => void answers.splice(0, answers.length, ...next),
  clickNotice(words) {
    const notice = notices.findLast(({ text }) => text.includes(words));
    if (notice === undefined) throw new Error(`there is no notification with ${words}`);
    notice.emit('click');
  },
});
