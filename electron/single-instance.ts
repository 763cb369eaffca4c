import type { App } from 'electron';
import { z } from 'zod';

/** What a second start hands over to the first: pages to show and files to look at, nothing else. */
const Handed = z.strictObject({
  link: z.string().max(2_000).optional(),
  files: z.array(z.string().max(4_096)).max(20),
});
export type Handed = z.infer<typeof Handed>;

/**
 * One desktop Luka per home: the lock is in `userData`, which the home has for itself.
 * @param mine what this start was given
 * @param onSecond somebody started Luka again; that start ends by itself
 * @returns false where another one runs, which has been told
 */
export function takeInstance(
  app: Pick<App, 'requestSingleInstanceLock' | 'on'>,
  mine: Handed,
  onSecond: (handed: Handed) => void,
): boolean {
  if (!app.requestSingleInstanceLock(mine)) return false;
  app.on('second-instance', (_event, _argv, _folder, data) => {
    // The other process is the person's own, but what it sends is still judged.
    const handed = Handed.safeParse(data);
    onSecond(handed.success ? handed.data : { files: [] });
  });
  return true;
}
