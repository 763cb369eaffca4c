/** The menu of a right click: what can be done with what is under the pointer, and nothing that leads out of Luka. */
import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron';
import { isOurPage } from './app-address.ts';
import { label } from '../menu-bar/label.ts';
import { mayOpenExternally } from '../external-links.ts';

export interface ContextMenuActions {
  readonly copy: (text: string) => void;
  /** macOS shows a selected word in its dictionary. */
  readonly lookUp?: (() => void) | undefined;
  readonly openLink: (address: string) => void;
}

type Params = Pick<ContextMenuParams, 'isEditable' | 'selectionText' | 'linkURL' | 'editFlags' | 'mediaType'>;

export function contextMenu(params: Params, actions: ContextMenuActions): MenuItemConstructorOptions[] {
  const { isEditable, editFlags, linkURL } = params;
  const selected = params.selectionText.trim();
  const { lookUp } = actions;
  const words: MenuItemConstructorOptions[] =
    selected !== '' && lookUp !== undefined
      ? [{ label: `Look Up “${label(selected, 25)}”`, click: () => lookUp() }, { type: 'separator' }]
      : [];
  const link: MenuItemConstructorOptions[] = isOurPage(linkURL)
    ? [{ label: 'Copy Address of the Page', click: () => actions.copy(linkURL) }, { type: 'separator' }]
    : mayOpenExternally(linkURL)
      ? [
          { label: 'Open Link in the Browser', click: () => actions.openLink(linkURL) },
          { label: 'Copy Link', click: () => actions.copy(linkURL) },
          { type: 'separator' },
        ]
      : [];
  const edit: MenuItemConstructorOptions[] = isEditable
    ? [
        { role: 'undo', enabled: editFlags.canUndo },
        { role: 'redo', enabled: editFlags.canRedo },
        { type: 'separator' },
        { role: 'cut', enabled: editFlags.canCut },
        { role: 'copy', enabled: editFlags.canCopy },
        { role: 'paste', enabled: editFlags.canPaste },
        { role: 'selectAll', enabled: editFlags.canSelectAll },
      ]
    : [
        ...(selected === '' ? [] : [{ role: 'copy' as const, enabled: editFlags.canCopy }]),
        { role: 'selectAll', enabled: editFlags.canSelectAll },
      ];
  return [...words, ...link, ...edit];
}
