/** Everything that lives once Electron is ready: the Luka that is shown, and what shows and serves it. */
import {
  app,
  clipboard,
  dialog,
  Menu,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  session,
  shell,
  Tray,
} from 'electron';
import type { StopOptions } from '#runtime/create-runtime.ts';
import type { HomeLayout } from '#runtime/home/layout.ts';
import type { OwnLog } from '#runtime/own-log.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { DesktopMemory } from './desktop-memory.ts';
import { onOneLine } from './errors.ts';
import { openExternally } from './external-links.ts';
import { hostActions } from './host-actions.ts';
import { handleIpc } from './ipc.ts';
import { startHeadless } from './leave.ts';
import type { LoginItem } from './login-item.ts';
import { attachTo, type LukaLink } from './luka-link.ts';
import { fromOverview, isIdle } from './menu-bar/host-state.ts';
import { loadIcons } from './menu-bar/icons.ts';
import { createMenuActions } from './menu-bar/menu-actions.ts';
import { followLuka } from './menu-bar/state-feed.ts';
import { createTray } from './menu-bar/tray.ts';
import { findNode } from './node-path.ts';
import { followNotices } from './notices/follow-notices.ts';
import { tellsOnScreen } from './notices/told-elsewhere.ts';
import { desktopNotifier, showNative, type NativeNoticeOptions } from './notices/native-notice.ts';
import type { OpenedFiles } from './opened-files.ts';
import { startOwnEngine, type OwnEngine } from './own-engine.ts';
import { bundledNodes, desktopFolder, LUKA_COMMAND, PAGE_FOLDER } from './places.ts';
import { createSleepBlocker, followPower } from './power.ts';
import { createQuit } from './quit.ts';
import type { Shutdown } from './shutdown.ts';
import { relaunch, whyNoUpdates } from './system-parts.ts';
import { after, every } from './timers.ts';
import { createUpdates } from './updates/create-updates.ts';
import { holdRuns } from './updates/hold-runs.ts';
import { APP_SCHEME } from './window/app-address.ts';
import { listAppFiles } from './window/app-files.ts';
import { createAppHandler } from './window/app-scheme.ts';
import { applicationMenu } from './window/application-menu.ts';
import { guardPermissions } from './window/navigation-guard.ts';
import type { MainWindow } from './window/window.ts';
import { announcement, type StartWords } from './words.ts';

export interface DesktopOptions {
  readonly layout: HomeLayout;
  readonly log: OwnLog;
  readonly words: StartWords;
  readonly loginItem: LoginItem;
  readonly memory: DesktopMemory;
  readonly opened: OpenedFiles;
  readonly findings: readonly Finding[];
  readonly window: MainWindow;
  readonly shutdown: Shutdown;
  readonly onError: (error: unknown, context: string) => void;
  /** Called as soon as there is something to stop. */
  readonly onStarting: (stop: (how: StopOptions) => Promise<void>) => void;
}

const HELP = 'https://github.com/02luka/luka#readme';

/** Resolves when Luka runs, or the one that runs was found, and it can be used. @throws LukaError as `Runtime.start` does */
export async function runDesktop(options: DesktopOptions): Promise<void> {
  const { layout, log, words, loginItem, window, shutdown, memory, opened } = options;
  const onError = (context: string) => (error: unknown) => options.onError(error, context);
  app.dock?.hide();
  guardPermissions(session.defaultSession);
  await loginItem.look();
  const node = await findNode({ env: process.env, bundled: bundledNodes(process.resourcesPath) });
  const notice = 'missing' in node ? node.missing : undefined;
  if (notice !== undefined) log.warn({}, notice);

  const native: NativeNoticeOptions = {
    create: (of) => new Notification(of),
    held: new Set(),
    show: (path) => window.show(path),
    platform: process.platform,
  };
  const own = await startOrFind(options, 'path' in node ? node.path : 'node', native);
  const link = own.link;
  const isAttached = link.other !== undefined;
  if (isAttached) {
    for (const { message } of options.findings) log.warn({}, message);
    process.stdout.write(`Luka runs already without a window (pid ${link.other?.pid}): it is shown here\n`);
  }
  const files = await listAppFiles(PAGE_FOLDER);
  protocol.handle(APP_SCHEME, createAppHandler({ files, api: () => link.door() }));

  const feed = followLuka({
    connect: () => link.connect(),
    endsWithLuka: !isAttached,
    onError: onError('state'),
  });
  if (own.engine !== undefined) {
    const { engine } = own;
    const endPower = followPower({
      monitor: powerMonitor,
      suspended: () => void engine.power.suspended().catch(onError('power')),
      resumed: () => void engine.power.resumed().catch(onError('power')),
      sourceChanged: () => void engine.power.sourceChanged(),
    });
    void own.done?.then((code) => {
      endPower();
      shutdown.request(code);
    });
  } else options.onStarting(async () => feed.close());

  const endNotices = followNotices(feed, {
    settings: async () => (await link.client().getSettings()).notifications,
    // A Luka without a window that has a channel to this screen shows what it tells by itself.
    isToldElsewhere: async () => isAttached && tellsOnScreen(await link.client().getNotify()),
    show: (told) => showNative(told, native),
    after,
    now: Date.now,
    onError: onError('notices'),
  });
  // The system goes down, or the person logs out: that is no moment for questions.
  powerMonitor.on('shutdown', () => shutdown.hurry());

  const quit = createQuit({
    state: () => feed.current,
    dialog,
    drain: async () => own.engine?.drain() ?? true,
    resume: () => own.engine?.resumeRuns(),
    cannotLeave: notice,
    end({ cancelRuns = false, leave = false }) {
      endNotices();
      if (!leave || !('path' in node)) return shutdown.request(0, { cancelRuns });
      const headless = { node: node.path, command: LUKA_COMMAND, home: layout.root, env: process.env };
      shutdown.request(0, { leaveRuns: true, last: () => startHeadless(headless) });
    },
    onChange: () => tray.refresh(),
    onError: onError('quit'),
  });
  // Another Luka's runs are not touched by leaving: nothing needs to be asked.
  if (!isAttached) shutdown.onQuit(() => quit.ask());

  const updates = createUpdates({
    cannot: whyNoUpdates(app, process.env),
    settings: async () => (await link.client().getSettings()).updates,
    folder: desktopFolder(layout),
    isIdle: () => feed.current.reachable && !quit.leaving && isIdle(feed.current),
    hold: async () => {
      if (own.engine !== undefined) return holdRuns(own.engine);
      // Another Luka cannot be held: only the newest look at it can be had. It is not stopped, either.
      return isIdle(fromOverview(await link.client().getOverview({})));
    },
    release: () => own.engine?.resumeRuns(),
    dialog,
    shutdown,
    memory,
    relaunch: () => relaunch(app),
    log,
    onChange: () => tray.refresh(),
    onError: onError('updates'),
  });
  const icons = loadIcons();
  const tray = createTray({
    tray: new Tray(icons.idle),
    build: (items) => Menu.buildFromTemplate(items),
    icons,
    state: () => feed.current,
    host: () => ({
      now: Date.now(),
      login: loginItem.status,
      notice,
      updates: updates.state,
      attached: link.other,
      leaving: quit.leaving,
    }),
    act: createMenuActions({
      client: () => link.client(),
      now: Date.now,
      show: (path) => window.show(path),
      openReports: async () => {
        const failed = await shell.openPath(layout.reports);
        if (failed !== '') throw new Error(failed);
      },
      copyAddress: () => clipboard.writeText(link.addresses.apiUrl),
      setLogin: async (on) => {
        await loginItem.set(on);
        memory.set('login', { asked: true });
      },
      checkUpdates: () => updates.ask(),
      quit: () => (isAttached ? shutdown.request() : quit.ask()),
      stay: () => quit.stay(),
      startHere: () => {
        relaunch(app);
        shutdown.request();
      },
      refresh: () => tray.refresh(),
      onFailure: (error) =>
        new Notification({ title: 'Luka could not do that', body: onOneLine(error) }).show(),
    }),
    every,
    platform: process.platform,
  });
  feed.follow(() => {
    tray.refresh();
    updates.idle();
  });
  handleIpc(
    hostActions({
      home: layout.root,
      attachedTo: () => link.other?.pid,
      window,
      memory,
      loginItem,
      updates,
      opened,
      shell,
      refresh: () => tray.refresh(),
    }),
    () => window.current?.webContents.mainFrame,
  );
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      applicationMenu({
        platform: process.platform,
        show: (path) => window.show(path),
        command: (command) => window.command(command),
        checkUpdates: () => void updates.ask().catch(onError('updates')),
        openHelp: () => void openExternally(HELP, shell).catch(onError('help')),
      }),
    ),
  );
  await feed.ready;
  updates.start();

  if (own.started !== undefined) {
    process.stdout.write(announcement({ home: layout.root, ...own.started }, words));
    if (words.browser) await openExternally(own.started.link, shell);
  }
}

/** The engine here, or the link to the one that has this home already. */
async function startOrFind(
  { layout, words, findings, onStarting }: DesktopOptions,
  node: string,
  native: NativeNoticeOptions,
): Promise<Partial<OwnEngine> & { link: LukaLink }> {
  try {
    const sleepBlocker = createSleepBlocker(powerSaveBlocker);
    return await startOwnEngine({
      layout,
      words,
      node,
      sleepBlocker,
      notifier: desktopNotifier(native),
      findings: () => findings,
      onStarting,
    });
  } catch (error) {
    if (!(error instanceof LukaError) || error.code !== 'already_running') throw error;
    // Where it does not answer, the first error says who has the home.
    return {
      link: await attachTo(layout).catch(() => {
        throw error;
      }),
    };
  }
}
