/**
 * The entry of the desktop host. What must happen before Electron is ready happens while this file is evaluated;
 * Electron waits for that (and so must never be waited for here).
 */
import { mkdir } from 'node:fs/promises';
import { app, BrowserWindow, clipboard, dialog, Menu, nativeTheme, protocol, screen, shell } from 'electron';
import ElectronStore from 'electron-store';
import type { StopOptions } from '#runtime/create-runtime.ts';
import { defaultHome, type HomeLayout } from '#runtime/home/layout.ts';
import { openHome } from '#runtime/home/open-home.ts';
import { openOwnLog } from '#runtime/own-log.ts';
import { LINK_SCHEME, linkAmong, pathOfLink } from './deep-link.ts';
import { openDesktopMemory, type OpenedMemory } from './desktop-memory.ts';
import { runDesktop } from './desktop.ts';
import { inWords, onOneLine, showFault, watchFaults } from './errors.ts';
import { openExternally } from './external-links.ts';
import { chooseGraphics, watchHelpers } from './graphics.ts';
import { filesAmong, OpenedFiles } from './opened-files.ts';
import { desktopFolder } from './places.ts';
import { createShutdown } from './shutdown.ts';
import { takeInstance, type Handed } from './single-instance.ts';
import { chooseLoginItem } from './system-parts.ts';
import { PRIVILEGED_SCHEME } from './window/app-scheme.ts';
import { contextMenu } from './window/context-menu.ts';
import { guardNavigation } from './window/navigation-guard.ts';
import { createPageCrash } from './window/page-crash.ts';
import { MainWindow } from './window/window.ts';
import { readWords } from './words.ts';

// A reader that went away (`luka up | head`) is no reason to end.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
protocol.registerSchemesAsPrivileged([PRIVILEGED_SCHEME]);
guardNavigation(app);
chooseGraphics(app, process.env, process.argv);
// In a checkout it would be Electron itself that the system then starts for every link.
if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
const given: { link?: string; files: string[] } = givenBy(process.argv);
let open = (handed: Handed): void => {
  if (handed.link !== undefined) given.link = handed.link;
  given.files.push(...handed.files);
};
// macOS hands these over as events, also before it is ready.
app.on('open-url', (event, link) => {
  event.preventDefault();
  open({ link, files: [] });
});
app.on('open-file', (event, file) => {
  event.preventDefault();
  open({ files: [file] });
});

const faultDialog = {
  dialog,
  copy: (text: string) => clipboard.writeText(text),
  isReady: () => app.isReady(),
};
const home = defaultHome(process.env);
try {
  // Before the runtime does, because Electron's own data lives in it and is needed first.
  const layout = await openHome(home);
  await mkdir(desktopFolder(layout), { recursive: true, mode: 0o700 });
  app.setPath('userData', desktopFolder(layout));
  start(layout, await openDesktopMemory(desktopFolder(layout), (options) => new ElectronStore(options)));
} catch (error) {
  await refuse(error, home);
}

function start(layout: HomeLayout, { memory, findings }: OpenedMemory): void {
  let wanted = false;
  let showWindow = (): void => void (wanted = true);
  const second = (handed: Handed): void => {
    showWindow();
    open(handed);
  };
  if (!takeInstance(app, given, second)) {
    process.stderr.write('Luka is running already; its window was brought to the front\n');
    app.exit(0);
    return;
  }
  const log = openOwnLog(layout.log);
  const note = (text: string, about: object): void => log.warn(about, text);
  const onError = watchFaults({
    ...faultDialog,
    log,
    logFile: layout.log,
    end: (code) => shutdown.request(code),
  });
  watchHelpers(app, note);
  const words = readWords(process.argv);
  const loginItem = chooseLoginItem(app, process.env);
  const opened = new OpenedFiles((error) => onError(error, 'opened file'));
  const pageCrash = createPageCrash({
    dialog,
    copy: faultDialog.copy,
    log: note,
    now: () => performance.now(),
    onError: (error) => onError(error, 'window'),
  });
  const window = new MainWindow({
    BrowserWindow,
    screen,
    theme: nativeTheme,
    dock: app.dock,
    platform: process.platform,
    memory,
    onMade(made) {
      pageCrash(made);
      made.webContents.on('context-menu', (_event, params) => {
        const items = contextMenu(params, {
          copy: (text) => void faultDialog.copy(text).catch((error) => onError(error, 'copy')),
          openLink: (link) => void openExternally(link, shell).catch((error) => onError(error, 'link')),
          ...(process.platform === 'darwin'
            ? { lookUp: () => made.webContents.showDefinitionForSelection() }
            : {}),
        });
        Menu.buildFromTemplate(items).popup({ window: made });
      });
    },
    onError: (error) => onError(error, 'window'),
  });
  let stopRuntime: (how: StopOptions) => Promise<void> = async () => undefined;
  const shutdown = createShutdown({
    app,
    stop: (how) => stopRuntime(how),
    finish: () => window.remember(),
    onError: (error) => onError(error, 'shutdown'),
  });
  // Without a listener Electron would end with its last window.
  app.on('window-all-closed', () => undefined);
  app.on('activate', () => showWindow());

  app
    .whenReady()
    .then(async () => {
      await runDesktop({
        layout,
        log,
        words,
        loginItem,
        memory,
        opened,
        findings,
        window,
        shutdown,
        onError,
        onStarting: (stop) => (stopRuntime = stop),
      });
      showWindow = () => window.show();
      open = ({ link, files }) => {
        const path = link === undefined ? undefined : pathOfLink(link);
        if (path !== undefined) window.show(path);
        for (const file of files)
          void opened.add(file).then((added) => (added ? window.command('opened-files') : undefined));
      };
      if (wanted || !(words.background || loginItem.wasStartedAtLogin())) window.show();
      open({ ...given, files: [...given.files] });
    })
    .catch(async (error: unknown) => {
      log.error({ err: error }, 'the start failed');
      await refuse(error, layout.log);
    });
}

function givenBy(words: readonly string[]): { link?: string; files: string[] } {
  const link = linkAmong(words);
  return { files: filesAmong(words), ...(link === undefined ? {} : { link }) };
}

/** Says why there is no Luka now, in a dialog and on the terminal, and ends. */
async function refuse(error: unknown, logFile: string): Promise<void> {
  const words = inWords(error, logFile);
  process.stderr.write(`${onOneLine(error)}\n`);
  try {
    await showFault(words, faultDialog);
  } finally {
    app.exit(words.exit);
  }
}
