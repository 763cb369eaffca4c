/** The menu of the menu bar as a pure function of what there is: the same state gives the same menu. */
import { VERSION } from '#shared/version.ts';
import { appSection, holdSection, openSection, quitSection, startSection } from './control-sections.ts';
import { awakeSection } from './awake-section.ts';
import type { HostState } from './host-state.ts';
import { label } from './label.ts';
import { joined, menuParts, words, type Item, type MenuAction, type MenuHost } from './menu-item.ts';
import { goingSection, needsYouSection, nextSection } from './sections.ts';

const LONGEST_NOTICE = 120;

export function trayMenu(state: HostState, host: MenuHost, act: (action: MenuAction) => void): Item[] {
  const parts = menuParts(state, host, act);
  const told = [
    ...(host.notice === undefined ? [] : [words('notice', label(host.notice, LONGEST_NOTICE))]),
    ...(host.attached === undefined ? [] : attachedItems(host.attached)),
  ];
  if (!state.reachable)
    return joined([
      told,
      [
        words('counts', 'Luka does not answer'),
        ...(host.attached === undefined
          ? []
          : [parts.item('start-here', 'Start Luka here', { do: 'start-here' })]),
      ],
      quitSection(parts),
    ]);
  return joined([
    told,
    goingSection(parts),
    needsYouSection(parts),
    nextSection(parts),
    startSection(parts),
    [...awakeSection(parts), ...holdSection(parts)],
    openSection(parts),
    appSection(parts),
    quitSection(parts),
  ]);
}

function attachedItems({ pid, version }: NonNullable<MenuHost['attached']>): Item[] {
  const attached = words('attached', `Attached to the headless Luka (pid ${pid})`);
  // The two speak one protocol only where they are of one version.
  return version === VERSION
    ? [attached]
    : [
        attached,
        words(
          'versions',
          `That one is Luka ${version}, this app is ${VERSION}: stop it, then open Luka again`,
        ),
      ];
}
