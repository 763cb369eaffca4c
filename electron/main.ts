/**
 * The entry of the desktop host. What must happen before Electron is ready happens while this file is evaluated;
 * Electron waits for that (and so must never be waited for here).
 */
import { mkdir } from 'node:fs/promises';
import { app, dialog, protocol, shell } from 'electron';
import ElectronStore from 'electron-store';
import { defaultHome, type HomeLayout } from '#runtime/home/layout.ts';
import { openHome } from '#runtime/home/open-home.ts';
import { openOwnLog } from '#runtime/own-log.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import { PRIVILEGED_SCHEME } from './app-scheme.ts';
import { openRunningLuka } from './attach.ts';
import { runDesktop } from './desktop.ts';
import { inWords, onOneLine, watchFaults } from './errors.ts';
import { createLoginItem } from './login-item.ts';
import { guardNavigation } from './navigation-guard.ts';
import { desktopFolder } from './places.ts';
import { createShutdown } from './shutdown.ts';
import { takeInstance } from './single-instance.ts';
import { MainWindow } from './window.ts';
import { readWords } from './words.ts';

// A reader that went away (`luka up | head`) is no reason to end.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
protocol.registerSchemesAsPrivileged([PRIVILEGED_SCHEME]);
guardNavigation(app);

const home = defaultHome(process.env);
try {
  // Before the runtime does, because Electron's own data lives in it and is needed first.
  const layout = await openHome(home);
  await mkdir(desktopFolder(layout), { recursive: true, mode: 0o700 });
  app.setPath('userData', desktopFolder(layout));
  start(layout);
} catch (error) {
  refuse(error, home);
}

function start(layout: HomeLayout): void {
  let wanted = false;
  let showWindow = (): void => void (wanted = true);
  if (!takeInstance(app, () => showWindow())) {
    process.stderr.write('Luka is running already; its window was brought to the front\n');
    app.exit(0);
    return;
  }
  const log = openOwnLog(layout.log);
  const onError = watchFaults({ log, logFile: layout.log, dialog, end: (code) => shutdown.request(code) });
  const words = readWords(process.argv);
  const loginItem = createLoginItem(app);
  const window = new MainWindow({
    memory: new ElectronStore({ cwd: desktopFolder(layout), name: 'window', clearInvalidConfig: true }),
    onError: (error) => onError(error, 'window'),
  });
  let stopRuntime: () => Promise<void> = async () => undefined;
  const shutdown = createShutdown({
    app,
    stop: () => stopRuntime(),
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
        window,
        shutdown,
        onError,
        onStarting: (stop) => (stopRuntime = stop),
      });
      showWindow = () => window.show();
      if (wanted || !(words.background || loginItem.wasStartedAtLogin())) window.show();
    })
    .catch(async (error: unknown) => {
      log.error({ err: error }, 'the start failed');
      if (!(error instanceof LukaError) || error.code !== 'already_running') return refuse(error, layout.log);
      try {
        await openRunningLuka({ layout, dialog, shell });
        app.exit(0);
      } catch {
        // It holds the home but does not answer: the first error says who it is.
        refuse(error, layout.log);
      }
    });
}

/** Says why there is no Luka now, in a dialog and on the terminal, and ends. */
function refuse(error: unknown, logFile: string): void {
  const { title, text, exit } = inWords(error, logFile);
  process.stderr.write(`${onOneLine(error)}\n`);
  dialog.showErrorBox(title, text);
  app.exit(exit);
}
