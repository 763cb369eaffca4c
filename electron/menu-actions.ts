/** What the menu's items do. Like every transport: call, and say how it went. */
import type { Engine } from '#runtime/engine.ts';
import { PERSON } from '#shared/nouns/role.ts';
import type { MenuAction } from './tray-menu.ts';

export interface MenuActionsOptions {
  readonly runs: Pick<Engine['runs'], 'requestTask' | 'cancel'>;
  readonly policy: Pick<Engine['safety']['policy'], 'setPaused'>;
  readonly show: (path: string) => void;
  readonly setLogin: (on: boolean) => void;
  readonly quit: () => void;
  /** Draws the menu again: something in it changed that is no part of the runtime's state. */
  readonly refresh: () => void;
  readonly onFailure: (error: unknown) => void;
}

export function createMenuActions(options: MenuActionsOptions): (action: MenuAction) => void {
  const { runs, policy, show, setLogin, quit, refresh, onFailure } = options;
  return (action) => {
    switch (action.do) {
      case 'open':
        show(action.path);
        return;
      case 'run':
        runs
          .requestTask(action.task, { cause: { kind: 'manual', by: 'person', detail: 'from the menu bar' } })
          .catch(onFailure);
        return;
      case 'cancel':
        runs.cancel(action.run, { reason: 'cancelled from the menu bar' }).catch(onFailure);
        return;
      case 'freeze':
        policy.setPaused(action.on, PERSON, 'from the menu bar').catch(onFailure);
        return;
      case 'login':
        setLogin(action.on);
        refresh();
        return;
      case 'quit':
        quit();
        return;
    }
  };
}
