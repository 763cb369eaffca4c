/** The real Electron, wherever its binary is: npm installs the package without it, and `npx install-electron` fetches it. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import type { Desktop, MenuLine, Recorded, WindowInfo } from './desktop.ts';
import type { Driver } from './driver.ts';
import { readPublished, testEnvironment } from './luka-process.ts';
import { DESKTOP_MAIN, notBuilt, PACKAGE, RECORDER } from './places.ts';

/** What `electron-recorder.cjs` keeps in the main process. */
interface Recorder extends Omit<Recorded, 'openAtLogin'> {
  readonly template: readonly RecordedItem[];
  readonly image: string;
  readonly tooltip: string;
  readonly title: string;
  readonly tray: { emit(event: string): void } | undefined;
  readonly appMenu: readonly RecordedItem[];
  readonly answers: number[];
  readonly notices: readonly { title: string; body: string; emit(event: string): void }[];
  readonly blockers: ReadonlyMap<number, string>;
}
interface RecordedItem {
  readonly id?: string;
  readonly label?: string;
  readonly role?: string;
  readonly type?: string;
  readonly enabled?: boolean;
  readonly checked?: boolean;
  readonly submenu?: readonly RecordedItem[];
  readonly click?: () => void;
}
declare const lukaRecorder: Recorder;

export const electronDriver: Driver = {
  name: 'electron',
  async available() {
    if (electronBinary() === undefined) return "Electron's binary is not installed: npx install-electron";
    const hasDisplay =
      process.platform === 'darwin' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
    return hasDisplay ? notBuilt(DESKTOP_MAIN) : 'there is no display (xvfb-run gives one)';
  },
  async start({ home, env, context }) {
    const executablePath = electronBinary();
    if (executablePath === undefined) throw new Error("Electron's binary is not installed");
    const args = ['-r', RECORDER, DESKTOP_MAIN, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
    const launch = (): Promise<ElectronApplication> =>
      _electron.launch({
        executablePath,
        args,
        env: definedOnly(testEnvironment(home, env)),
        ...(context?.colorScheme ? { colorScheme: context.colorScheme } : {}),
      });
    const app = await launch();
    let output = '';
    const child = app.process();
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    try {
      const page = await app.firstWindow();
      await page.waitForLoadState();
      return {
        driver: 'electron',
        home,
        page,
        ...(await readPublished(home)),
        pid: child.pid ?? 0,
        desktop: desktopOf(app, ended, { executablePath, args, home, env }),
        output: () => output,
        async stop() {
          if (child.exitCode === null) child.kill('SIGTERM');
          return ended;
        },
      };
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  },
};

interface Again {
  readonly executablePath: string;
  readonly args: readonly string[];
  readonly home: string;
  readonly env: Readonly<Record<string, string>> | undefined;
}

function desktopOf(app: ElectronApplication, ended: Promise<number | null>, again: Again): Desktop {
  return {
    trayMenu: async () =>
      (
        await app.evaluate(() => {
          // Where the menu is made when the icon is clicked, it is clicked.
          if (process.platform === 'darwin') lukaRecorder.tray?.emit('click');
          return JSON.parse(JSON.stringify(lukaRecorder.template)) as RecordedItem[];
        })
      ).map(toLine),
    trayLook: async () => {
      const { image, tooltip, title } = await app.evaluate(() => ({
        image: lukaRecorder.image,
        tooltip: lukaRecorder.tooltip,
        title: lukaRecorder.title,
      }));
      return { image: basename(image), tooltip, title };
    },
    appMenu: async () =>
      (await app.evaluate(() => JSON.parse(JSON.stringify(lukaRecorder.appMenu)) as RecordedItem[])).map(
        toLine,
      ),
    clickAppMenu: (label) =>
      app.evaluate((_, wanted) => {
        const flat = (items: readonly RecordedItem[]): RecordedItem[] =>
          items.flatMap((item) => [item, ...flat(item.submenu ?? [])]);
        const item = flat(lukaRecorder.appMenu).find((one) => one.label === wanted);
        if (item?.click === undefined) throw new Error(`the application menu has no item ${wanted}`);
        item.click();
      }, label),
    answerDialogs: (...answers) =>
      app.evaluate(
        (_, next) => void lukaRecorder.answers.splice(0, lukaRecorder.answers.length, ...next),
        answers,
      ),
    clickNotice: (words) =>
      app.evaluate((_, wanted) => {
        const notice = lukaRecorder.notices.findLast(({ title, body }) =>
          `${title}\n${body}`.includes(wanted),
        );
        if (notice === undefined) throw new Error(`there is no notification with ${wanted}`);
        notice.emit('click');
      }, words),
    openUrl: (url) =>
      app.evaluate(
        ({ app: main }, wanted) => void main.emit('open-url', { preventDefault() {} }, wanted),
        url,
      ),
    openFile: (file) =>
      app.evaluate(
        ({ app: main }, wanted) => void main.emit('open-file', { preventDefault() {} }, wanted),
        file,
      ),
    clickTray: (id) =>
      app.evaluate((_, wanted) => {
        if (process.platform === 'darwin') lukaRecorder.tray?.emit('click');
        const flat = (items: readonly RecordedItem[]): RecordedItem[] =>
          items.flatMap((item) => [item, ...flat(item.submenu ?? [])]);
        const item = flat(lukaRecorder.template).find((one) => one.id === wanted);
        if (item === undefined) throw new Error(`the menu has no item ${wanted}`);
        item.click?.();
      }, id),
    sleepBlockers: () => app.evaluate(() => [...lukaRecorder.blockers.values()]),
    emitPower: (event) => app.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name), event),
    recorded: () =>
      app.evaluate(({ app: main }): Recorded => {
        const { dialogs, notifications, opened, revealed, copied, relaunched } = lukaRecorder;
        return {
          dialogs,
          notifications,
          opened,
          revealed,
          copied,
          relaunched,
          openAtLogin: main.getLoginItemSettings().openAtLogin,
        };
      }),
    windows: () =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((window): WindowInfo => {
          // Not in Electron's types, but what its own tests read.
          const contents = window.webContents as unknown as {
            getLastWebPreferences(): WindowInfo['preferences'];
          };
          const { contextIsolation, sandbox, nodeIntegration, webviewTag } = contents.getLastWebPreferences();
          return {
            id: window.id,
            url: window.webContents.getURL(),
            visible: window.isVisible(),
            focused: window.isFocused(),
            preferences: { contextIsolation, sandbox, nodeIntegration, webviewTag },
          };
        }),
      ),
    newestPage(): Page {
      const page = app.windows().at(-1);
      if (page === undefined) throw new Error('there is no window');
      return page;
    },
    async startAgain(...words) {
      const { spawn } = await import('node:child_process');
      const second = spawn(again.executablePath, [...again.args, ...words], {
        env: testEnvironment(again.home, again.env),
        stdio: 'ignore',
      });
      return new Promise((resolve) => second.once('exit', resolve));
    },
    async quit() {
      await app.evaluate(({ app: main }) => main.quit());
      return ended;
    },
  };
}

function toLine(item: RecordedItem): MenuLine {
  return {
    id: item.id ?? '',
    label: item.type === 'separator' ? '-' : (item.label ?? item.role ?? '').replaceAll('&&', '&'),
    enabled: item.enabled !== false,
    ...(item.checked === undefined ? {} : { checked: item.checked }),
    ...(item.submenu === undefined ? {} : { submenu: item.submenu.map(toLine) }),
  };
}

/** Electron's package keeps the binary's place in `path.txt`. */
function electronBinary(): string | undefined {
  try {
    const folder = dirname(createRequire(PACKAGE).resolve('electron/package.json'));
    const binary = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
