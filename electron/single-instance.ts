import type { App } from 'electron';

/**
 * One desktop Luka per home: the lock is in `userData`, which the home has for itself.
 * @param onSecond somebody started Luka again; that start ends by itself
 * @returns false where another one runs, which has been told
 */
export function takeInstance(
  app: Pick<App, 'requestSingleInstanceLock' | 'on'>,
  onSecond: () => void,
): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', onSecond);
  return true;
}
