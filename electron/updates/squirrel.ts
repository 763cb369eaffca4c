/**
 * Squirrel, by which macOS replaces an app. It fetches from this very process, refuses what is not signed like this app, and quits
 * this process in its own time: none of it is done when a call returns.
 */
import type { AutoUpdater } from 'electron';
import { after as afterReal } from '../timers.ts';

/** ms. A copy of the app on the same disk, unpacked and verified. */
const LONGEST_FETCH = 10 * 60_000;
/** ms. Only the windows are left to close. */
const LONGEST_QUIT = 60_000;

export type Squirrel = Pick<AutoUpdater, 'on' | 'off' | 'checkForUpdates'>;

/** Has it fetch what it was shown, without quitting for it. @throws what it says; where it says nothing for too long */
export async function squirrelFetches(
  squirrel: Squirrel,
  after: typeof afterReal = afterReal,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const got = (): void => resolve();
  const none = (): void => reject(new Error('Squirrel found no update where one was shown to it'));
  const cancel = after(LONGEST_FETCH, () => reject(new Error('Squirrel did not get the update in time')));
  squirrel.on('update-downloaded', got);
  squirrel.on('update-not-available', none);
  squirrel.on('error', reject);
  try {
    squirrel.checkForUpdates();
    await promise;
  } finally {
    cancel();
    squirrel.off('update-downloaded', got);
    squirrel.off('update-not-available', none);
    squirrel.off('error', reject);
  }
}

/** Waits for the end of this process. @throws where it does not come */
export async function endsByItself(after: typeof afterReal = afterReal): Promise<never> {
  return new Promise((_, reject) => {
    after(LONGEST_QUIT, () => reject(new Error('Luka was not ended for the update in time')));
  });
}
