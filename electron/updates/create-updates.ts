/** Updates tied to this app: where they are kept, who is asked, and how the app ends for them. */
import type { Dialog } from 'electron';
import type { OwnLog } from '#runtime/own-log.ts';
import type { Shutdown } from '../shutdown.ts';
import { every } from '../timers.ts';
import { openElectronUpdater } from './electron-updater.ts';
import type { DesktopMemory } from '../desktop-memory.ts';
import { inOneLine, Updates, type UpdatesOptions } from './updates.ts';

export interface CreateUpdatesOptions extends Pick<
  UpdatesOptions,
  'cannot' | 'settings' | 'isIdle' | 'hold' | 'release' | 'onChange' | 'onError'
> {
  readonly folder: string;
  readonly memory: Pick<DesktopMemory, 'get' | 'set'>;
  readonly relaunch: () => void;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly shutdown: Pick<Shutdown, 'request'>;
  readonly log: Pick<OwnLog, 'info'>;
  /** Left out in the app. */
  readonly open?: typeof openElectronUpdater;
}

const LOOK_EVERY_MS = 6 * 3_600_000;

/** `start` looks now and every few hours, where a person wants that. */
export function createUpdates(options: CreateUpdatesOptions): Updates & { start(): void } {
  const { dialog, shutdown, folder, memory, relaunch, log, onError } = options;
  const { open = openElectronUpdater } = options;
  const tell = (message: string, detail: string): void =>
    void dialog.showMessageBox({ type: 'info', message, detail, buttons: ['OK'] }).catch(onError);
  const updates = new Updates({
    ...options,
    open: (feed) => open({ feed, folder, log: (words, about) => log.info(about, words) }),
    stopAndInstall(version, updater) {
      const last = async (): Promise<void> => {
        try {
          await updater.install();
        } catch (error) {
          onError(error);
          // Nothing works any more here: Luka starts again as it was, and tells of it then.
          memory.set('updates', { failed: version, message: inOneLine(error) });
          relaunch();
        }
      };
      shutdown.request(0, { last, lastQuits: updater.quits });
    },
    failed: {
      get: () => memory.get('updates')?.failed,
      set: (version) => memory.set('updates', { failed: version }),
    },
    async confirm(version) {
      const { response } = await dialog.showMessageBox({
        type: 'question',
        message: `There is Luka ${version}`,
        detail: 'It is got now, and installed when no run goes. Luka starts again by itself then.',
        buttons: ['Get and install it', 'Not now'],
        defaultId: 0,
        cancelId: 1,
        noLink: true,
      });
      return response === 0;
    },
    tell,
    now: Date.now,
  });
  return Object.assign(updates, {
    start(): void {
      const look = (): void => void updates.lookQuietly().catch(onError);
      const { failed, message } = memory.get('updates') ?? {};
      if (failed !== undefined && message !== undefined) {
        memory.set('updates', { failed });
        tell(`Luka ${failed} could not be installed`, message);
      }
      look();
      every(LOOK_EVERY_MS, look);
    },
  });
}
