/** Everything that lives once Electron is ready: the runtime, and what shows and serves it. */
import { app, Menu, Notification, powerMonitor, powerSaveBlocker, protocol, session, shell } from 'electron';
import { createRuntime } from '#runtime/create-runtime.ts';
import type { HomeLayout } from '#runtime/home/layout.ts';
import type { OwnLog } from '#runtime/own-log.ts';
import type { LukaEvent } from '#shared/nouns/event.ts';
import { VERSION } from '#shared/version.ts';
import { APP_SCHEME } from './app-address.ts';
import { listAppFiles } from './app-files.ts';
import { createAppHandler } from './app-scheme.ts';
import { APPLICATION_MENU } from './application-menu.ts';
import { onOneLine } from './errors.ts';
import { followState } from './host-state.ts';
import { handleIpc } from './ipc.ts';
import type { LoginItem } from './login-item.ts';
import { createMenuActions } from './menu-actions.ts';
import { guardPermissions } from './navigation-guard.ts';
import { findNode } from './node-path.ts';
import { bundledNodes, PAGE_FOLDER } from './places.ts';
import { createSleepBlocker, followPower } from './power.ts';
import { tellOfApprovals } from './approval-notice.ts';
import { tellOfQuarantine } from './quarantine-notice.ts';
import { revealInHome } from './reveal.ts';
import { createDesktopSettings } from './settings.ts';
import type { Shutdown } from './shutdown.ts';
import { createTray } from './tray.ts';
import type { MainWindow } from './window.ts';
import { announcement, type StartWords } from './words.ts';

export interface DesktopOptions {
  readonly layout: HomeLayout;
  readonly log: OwnLog;
  readonly words: StartWords;
  readonly loginItem: LoginItem;
  readonly window: MainWindow;
  readonly shutdown: Shutdown;
  readonly onError: (error: unknown, context: string) => void;
  /** Called as soon as there is something to stop. */
  readonly onStarting: (stop: () => Promise<void>) => void;
}

/** Resolves when Luka runs and can be used. @throws LukaError as `Runtime.start` does */
export async function runDesktop(options: DesktopOptions): Promise<void> {
  const { layout, log, words, loginItem, window, shutdown, onError } = options;
  app.dock?.hide();
  Menu.setApplicationMenu(process.platform === 'darwin' ? Menu.buildFromTemplate(APPLICATION_MENU) : null);
  guardPermissions(session.defaultSession);
  const node = await findNode({ env: process.env, bundled: bundledNodes(process.resourcesPath) });
  const notice = 'missing' in node ? node.missing : undefined;
  if (notice !== undefined) log.warn({}, notice);

  const runtime = createRuntime({
    home: layout.root,
    host: 'desktop',
    portAuto: words.portAuto,
    uiRoot: PAGE_FOLDER,
    settings: (of) => createDesktopSettings(of),
    nodePath: 'path' in node ? node.path : 'node',
  });
  const starting = runtime.start();
  // An end that is asked for in the middle of the start waits for it, so that there is something whole to stop.
  options.onStarting(() =>
    starting.then(
      () => runtime.stop(),
      () => undefined,
    ),
  );
  const started = await starting;
  void runtime.done.then((code) => shutdown.request(code));
  const { engine, token } = runtime;
  if (engine === undefined || token === undefined)
    throw new TypeError('the runtime started without an engine');

  const files = await listAppFiles(PAGE_FOLDER);
  protocol.handle(APP_SCHEME, createAppHandler({ files, api: () => ({ url: started.apiUrl, token }) }));
  handleIpc(
    {
      'luka:host': () => ({ host: 'desktop', platform: process.platform, version: VERSION }),
      'luka:reveal': (file) => revealInHome(layout.root, file, (found) => shell.showItemInFolder(found)),
    },
    () => window.current?.webContents.mainFrame,
  );

  const feed = followState(engine, (error) => onError(error, 'state'));
  const blocker = createSleepBlocker(powerSaveBlocker);
  const endPower = followPower({
    feed,
    blocker,
    monitor: powerMonitor,
    suspended: () => void engine.power.suspended().catch((error: unknown) => onError(error, 'power')),
    resumed: () => void engine.power.resumed().catch((error: unknown) => onError(error, 'power')),
  });
  void runtime.done.then(endPower);
  const follow = (listener: (event: LukaEvent) => void) => engine.store.onEvent(listener);
  const notify = ({ title, body, open }: { title: string; body: string; open: string }): void => {
    const notification = new Notification({ title, body });
    notification.on('click', () => window.show(open));
    notification.show();
  };
  tellOfQuarantine({ follow, titleOf: (task) => engine.tasks.get(task).title, show: notify });
  const endApprovals = tellOfApprovals({
    follow,
    after: (ms, then) => {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
    show: notify,
  });
  void runtime.done.then(endApprovals);
  const refresh = (): void => tray.show(feed.current, { launchAtLogin: loginItem.isOn(), notice });
  const tray = createTray(
    createMenuActions({
      runs: engine.runs,
      policy: engine.safety.policy,
      show: (path) => window.show(path),
      setLogin: (on) => loginItem.set(on),
      quit: () => shutdown.request(),
      refresh,
      onFailure: (error) =>
        new Notification({ title: 'Luka could not do that', body: onOneLine(error) }).show(),
    }),
  );
  feed.follow(refresh);

  process.stdout.write(announcement({ home: layout.root, ...started }, words));
  if (words.browser) await shell.openExternal(started.link);
}
