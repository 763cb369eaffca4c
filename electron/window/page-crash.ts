/** A page that crashed is loaded again, once; where it crashes soon again, a person is told and chooses. */
import type { BrowserWindow, Dialog, RenderProcessGoneDetails } from 'electron';

export interface PageCrashOptions {
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly copy: (text: string) => Promise<void>;
  readonly log: (words: string, about: object) => void;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** ms. Two crashes further apart than this are two single ones. */
const SOON_MS = 60_000;
/** Ends that are no crash: somebody wanted them. */
const WANTED = new Set<RenderProcessGoneDetails['reason']>(['clean-exit', 'killed']);

export function createPageCrash(options: PageCrashOptions): (window: BrowserWindow) => void {
  const { dialog, copy, log, now, onError } = options;
  let last = -Infinity;
  const ask = async (
    window: BrowserWindow,
    { reason, exitCode }: RenderProcessGoneDetails,
  ): Promise<void> => {
    const details = `The page of Luka's window ended twice (${reason}, code ${exitCode}).`;
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message: 'The window of Luka crashed twice',
      detail: `Luka itself goes on: runs, schedule and menu bar are not touched.\n\n${details}`,
      buttons: ['Load it again', 'Close the window', 'Copy details'],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    });
    if (response === 2) {
      await copy(details);
      return ask(window, { reason, exitCode });
    }
    if (window.isDestroyed()) return;
    if (response === 0) window.webContents.reload();
    else window.destroy();
  };
  return (window) => {
    window.webContents.on('render-process-gone', (_event, details) => {
      log('the page of the window ended', details);
      if (WANTED.has(details.reason)) return;
      const wasSoon = now() - last < SOON_MS;
      last = now();
      if (!wasSoon) window.webContents.reload();
      else void ask(window, details).catch(onError);
    });
    window.on('unresponsive', () => log('the page of the window does not answer', {}));
    window.on('responsive', () => log('the page of the window answers again', {}));
  };
}
