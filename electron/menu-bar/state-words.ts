/** The state in a few words: for the first line of the menu, and over the icon. */
import type { HostState } from './host-state.ts';

export function countsInWords({ running, queued, frozen, paused, reachable }: HostState): string {
  if (!reachable) return 'Luka does not answer';
  const going = running.length === 0 ? 'Nothing is running' : `${running.length} running`;
  const counts = queued === 0 ? going : `${going}, ${queued} waiting`;
  if (frozen) return `Frozen: ${counts.toLowerCase()}`;
  return paused === undefined ? counts : `Paused: ${counts.toLowerCase()}`;
}

export function approvals({ asked }: HostState): string {
  return asked.length === 1 ? '1 run needs approval' : `${asked.length} runs need approval`;
}

export function stagedInWords({ staged }: HostState): string {
  return staged.count === 1 ? '1 module to look at' : `${staged.count} modules to look at`;
}

export function downInWords({ down }: HostState): string {
  return down.length === 1 ? '1 service down' : `${down.length} services down`;
}
