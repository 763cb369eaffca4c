/** The standard menus: on macOS at the top of the screen, elsewhere in the window where Alt is pressed. */
import type { MenuItemConstructorOptions } from 'electron';
import type { PageCommand } from '#shared/ipc/channels.ts';

export interface ApplicationMenuOptions {
  readonly platform: NodeJS.Platform;
  readonly show: (path?: string) => void;
  /** Carried out by the page; a window is opened for it where there is none. */
  readonly command: (command: PageCommand) => void;
  readonly checkUpdates: () => void;
  readonly openHelp: () => void;
}

const PAGES = [
  ['Overview', '/'],
  ['Tasks', '/tasks'],
  ['Schedule', '/schedule'],
  ['Runs', '/runs'],
  ['Agents', '/agents'],
  ['Assistant', '/assistant'],
  ['Knowledge', '/knowledge'],
  ['Approvals', '/approvals'],
] as const;

export function applicationMenu(options: ApplicationMenuOptions): MenuItemConstructorOptions[] {
  const { platform, show, command, checkUpdates, openHelp } = options;
  const isMac = platform === 'darwin';
  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CmdOrCtrl+,',
    click: () => show('/settings'),
  };
  const updates: MenuItemConstructorOptions = { label: 'Check for Updates…', click: () => checkUpdates() };
  const app: MenuItemConstructorOptions = isMac
    ? {
        role: 'appMenu',
        submenu: [
          { role: 'about' },
          updates,
          { type: 'separator' },
          settings,
          { type: 'separator' },
          { role: 'services' },
          { type: 'separator' },
          { role: 'hide' },
          { role: 'hideOthers' },
          { role: 'unhide' },
          { type: 'separator' },
          { role: 'quit' },
        ],
      }
    : {
        label: 'File',
        submenu: [settings, updates, { type: 'separator' }, { role: 'close' }, { role: 'quit' }],
      };
  return [
    app,
    {
      label: 'Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        { type: 'separator' },
        { label: 'Find…', accelerator: 'CmdOrCtrl+F', click: () => command('find') },
      ],
    },
    {
      label: 'View',
      submenu: [
        { label: 'Go to…', accelerator: 'CmdOrCtrl+K', click: () => command('palette') },
        { type: 'separator' },
        { role: 'reload' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    {
      label: 'Go',
      submenu: PAGES.map(([label, path], index) => ({
        label,
        accelerator: `CmdOrCtrl+${index + 1}`,
        click: () => show(path),
      })),
    },
    ...(isMac ? [{ role: 'windowMenu' as const }] : []),
    { role: 'help', submenu: [{ label: 'How Luka is used', click: () => openHelp() }] },
  ];
}
