import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { applicationMenu } from './application-menu.ts';
import { contextMenu } from './context-menu.ts';

function flat(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
}

describe('the application menu', () => {
  function menu(platform: NodeJS.Platform) {
    const done: unknown[] = [];
    const items = applicationMenu({
      platform,
      show: (path) => done.push(path),
      command: (command) => done.push(command),
      checkUpdates: () => done.push('updates'),
      openHelp: () => done.push('help'),
    });
    return { done, items, all: flat(items) };
  }
  it.each(['darwin', 'linux'] as const)('has the roles that a person expects on %s', (platform) => {
    const roles = menu(platform).all.flatMap(({ role }) => role ?? []);
    expect(roles).toEqual(
      expect.arrayContaining(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll', 'quit', 'reload']),
    );
    expect(roles).toEqual(
      expect.arrayContaining(['resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen', 'help']),
    );
    // Nothing that opens the tools of developers.
    expect(roles).not.toContain('toggleDevTools');
  });
  it('has each shortcut once, and none without a modifier', () => {
    const keys = menu('darwin').all.flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^CmdOrCtrl\+/);
  });
  it('does what it says', () => {
    const { done, all } = menu('linux');
    for (const { click } of all) (click as (() => void) | undefined)?.();
    expect(done).toEqual([
      '/settings',
      'updates',
      'find',
      'palette',
      '/',
      '/tasks',
      '/schedule',
      '/runs',
      '/agents',
      '/assistant',
      '/knowledge',
      '/approvals',
      'help',
    ]);
  });
});

describe('the menu of a right click', () => {
  const none = {
    isEditable: false,
    selectionText: '',
    linkURL: '',
    mediaType: 'none' as const,
    editFlags: {
      canUndo: true,
      canRedo: false,
      canCut: true,
      canCopy: true,
      canPaste: true,
      canSelectAll: true,
    },
  } as Parameters<typeof contextMenu>[0];
  const done: string[] = [];
  const actions = {
    copy: (text: string) => done.push(`copy ${text}`),
    lookUp: () => done.push('look up'),
    openLink: (link: string) => done.push(`open ${link}`),
  };
  const words = (change: Partial<typeof none>, can = actions as Parameters<typeof contextMenu>[1]) =>
    contextMenu({ ...none, ...change }, can)
      .filter(({ type }) => type !== 'separator')
      .map(({ label, role }) => label ?? role);

  it('offers what can be done there', () => {
    expect(words({})).toEqual(['selectAll']);
    expect(words({ selectionText: 'exit code' })).toEqual(['Look Up “exit code”', 'copy', 'selectAll']);
    expect(words({ selectionText: 'x' }, { copy: actions.copy, openLink: actions.openLink })).toEqual([
      'copy',
      'selectAll',
    ]);
    expect(words({ isEditable: true })).toEqual(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll']);
    expect(words({ linkURL: 'app://luka/runs/1' })).toEqual(['Copy Address of the Page', 'selectAll']);
    expect(words({ linkURL: 'https://example.com/' })).toEqual([
      'Open Link in the Browser',
      'Copy Link',
      'selectAll',
    ]);
  });
  it.each(['file:///etc/passwd', 'javascript:alert(1)', 'smb://x/y', 'http://example.com/'])(
    'offers nothing for the link %s',
    (linkURL) => expect(words({ linkURL })).toEqual(['selectAll']),
  );
  it('opens a link only through the one door', () => {
    const items = contextMenu({ ...none, linkURL: 'https://example.com/a' }, actions);
    for (const { click } of items) (click as (() => void) | undefined)?.();
    expect(done).toEqual(['open https://example.com/a', 'copy https://example.com/a']);
  });
});
