/** Who may speak over IPC: the main frame of our window, while it shows our own page. */
import type { WebFrameMain } from 'electron';
import { isOurPage } from './window/app-address.ts';

export type Sender = Pick<WebFrameMain, 'url' | 'origin' | 'parent' | 'frameTreeNodeId'>;

/**
 * @param frame that sent the message; null when it has navigated or gone since
 * @param mainFrame of our window; undefined when there is none
 */
export function isTrustedSender(frame: Sender | null, mainFrame: Sender | undefined): boolean {
  if (frame === null || mainFrame?.frameTreeNodeId !== frame.frameTreeNodeId) return false;
  // A sandboxed document has our address but the origin `null`.
  return frame.parent === null && isOurPage(frame.url) && isOurPage(frame.origin);
}
