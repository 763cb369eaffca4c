/** Updates tied to this app: where they are kept, who is asked, and how the app ends for them. */
import type { Dialog } from 'electron';
import type { OwnLog } from '#runtime/own-log.ts';
import type { UpdateSettings } from '#shared/nouns/settings.ts';
import type { Shutdown } from '../shutdown.ts';
import { every } from '../timers.ts';
import { openElectronUpdater } from './electron-updater.ts';
import { Updates } from './updates.ts';

export interface CreateUpdatesOptions {
  readonly cannot: string | undefined;
  readonly settings: () => Promise<UpdateSettings>;
  readonly folder: string;
  readonly isIdle: () => boolean;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly shutdown: Pick<Shutdown, 'request'>;
  readonly log: Pick<OwnLog, 'info'>;
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

const LOOK_EVERY_MS = 6 * 3_600_000;

/** `start` looks now and every few hours, where a person wants that. */
export function createUpdates(options: CreateUpdatesOptions): Updates & { start(): void } {
  const { dialog, shutdown, folder, log, onError } = options;
  const updates = new Updates({
    ...options,
    open: (feed) => openElectronUpdater({ feed, folder, log: (words, about) => log.info(about, words) }),
    stopAndThen: (install) => shutdown.request(0, { last: async () => install() }),
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
    tell: (message, detail) =>
      void dialog.showMessageBox({ type: 'info', message, detail, buttons: ['OK'] }).catch(onError),
    now: Date.now,
  });
  return Object.assign(updates, {
    start(): void {
      const look = (): void => void updates.lookQuietly().catch(onError);
      look();
      every(LOOK_EVERY_MS, look);
    },
  });
}
