/** What the page asks of the desktop host over IPC, each channel in a line. */
import type { Shell } from 'electron';
import type { HostFacts, LoginFacts } from '#shared/ipc/channels.ts';
import { VERSION } from '#shared/version.ts';
import type { DesktopMemory } from './desktop-memory.ts';
import type { IpcHandlers } from './ipc.ts';
import type { LoginItem } from './login-item.ts';
import type { OpenedFiles } from './opened-files.ts';
import { revealInHome } from './reveal.ts';
import type { Updates } from './updates/updates.ts';
import { FindInPage } from './window/find-in-page.ts';
import type { MainWindow } from './window/window.ts';

export interface HostActionsOptions {
  readonly home: string;
  readonly attachedTo: () => number | undefined;
  readonly window: MainWindow;
  readonly memory: DesktopMemory;
  readonly loginItem: LoginItem;
  readonly updates: Updates;
  readonly opened: OpenedFiles;
  readonly shell: Pick<Shell, 'showItemInFolder'>;
  readonly refresh: () => void;
}

export function hostActions(options: HostActionsOptions): IpcHandlers {
  const { home, attachedTo, window, memory, loginItem, updates, opened, shell, refresh } = options;
  const find = new FindInPage();
  const contents = () => window.current?.webContents;
  const login = async (): Promise<LoginFacts> => ({
    status: (await loginItem.look()) ?? null,
    asked: memory.get('login')?.asked ?? false,
  });
  const wasAsked = (): void => memory.set('login', { asked: true });
  return {
    'luka:host': (): HostFacts => ({
      host: 'desktop',
      platform: process.platform,
      version: VERSION,
      attachedTo: attachedTo() ?? null,
    }),
    'luka:reveal': (file) => revealInHome(home, file, (found) => shell.showItemInFolder(found)),
    'luka:find': (text, forward) => find.find(contents(), text, forward),
    'luka:find-end': () => find.end(contents()),
    'luka:login': login,
    'luka:set-login': async (on) => {
      await loginItem.set(on);
      wasAsked();
      refresh();
      return login();
    },
    'luka:login-asked': wasAsked,
    'luka:updates': async () => {
      // The page asks after it changed how updates are looked for.
      await updates.lookQuietly();
      return updates.state;
    },
    'luka:check-updates': async () => {
      await updates.ask();
      return updates.state;
    },
    'luka:opened-files': () => opened.take(),
  };
}
