import type { PowerValues } from './read-pmset.ts';

/** For a machine that works while nobody looks: pmset(1). Screens may sleep, for no job is held up by that. */
export const NEVER_SLEEPS: Readonly<Record<string, string>> = {
  sleep: '0',
  disksleep: '0',
  displaysleep: '10',
  standby: '0',
  autopoweroff: '0',
  powernap: '0',
  /** Wakes when it is called by the network. */
  womp: '1',
  /** Starts by itself after a power failure; desktops only. */
  autorestart: '1',
};

/** What has to be changed, and what this machine does not have. */
export function powerChanges(now: PowerValues): { change: Record<string, string>; absent: string[] } {
  const change: Record<string, string> = {};
  const absent: string[] = [];
  for (const [name, value] of Object.entries(NEVER_SLEEPS)) {
    const is = now.get(name);
    if (is === undefined) absent.push(name);
    else if (is !== value) change[name] = value;
  }
  return { change, absent };
}
