/** Whether the page is in Luka's own window, where the bridge is and no token is needed. */
import type { LukaBridge } from '#shared/ipc/channels.ts';

declare global {
  interface Window {
    readonly luka?: LukaBridge;
  }
}

export const bridge: LukaBridge | undefined = window.luka;

/** Marks the document, for the few things that look different in the window. */
export async function markHost(): Promise<void> {
  if (!bridge) return;
  const host = await bridge.invoke('luka:host');
  document.documentElement.dataset['host'] = host.host;
  document.documentElement.dataset['platform'] = host.platform;
}
