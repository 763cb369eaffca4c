/** What the stand-in knows: JSON, so that it outlives its process. Never ships. */
import type { StandinJob } from './job-plist.ts';

export interface StandinService {
  /** `gui/501` */
  readonly domain: string;
  readonly job: StandinJob;
  runs: number;
  pid?: number | undefined;
  lastExit?: { code: number } | { signal: number } | undefined;
  spawnFailed?: boolean | undefined;
  /** ms, as `now()` of the world has it */
  startedAt?: number | undefined;
  /** When it is to be started next. */
  spawnAt?: number | undefined;
  /** Ends in a row that came sooner than the throttle allows. */
  quickEnds: number;
  pended?: string | undefined;
  /** Booted out, and not gone yet. */
  leaving?: { readonly killAt?: number | undefined; readonly goneAt?: number | undefined } | undefined;
  /** Killed to be started again. */
  restarting?: boolean | undefined;
}

/** What a call gets instead of, or after, what it asked for. */
export interface LaunchdFault {
  /** `bootstrap`, `bootout`, `print`… */
  readonly verb: string;
  readonly label?: string | undefined;
  /** What launchctl ends with; absent for a mere delay. */
  readonly code?: number | undefined;
  /** Whether what was asked for happens all the same. */
  readonly effect?: boolean | undefined;
  readonly delayMs?: number | undefined;
  /** Calls that it lets through first. */
  skip?: number | undefined;
  /** Calls that it hits; for ever where left out. */
  times?: number | undefined;
}

export interface LaunchdState {
  readonly uid: number;
  /** Whether calls are made as root. */
  root: boolean;
  /** Whether somebody is logged in at the screen: without it there is no `gui/<uid>`. */
  loggedIn: boolean;
  layout: 'older' | 'newer';
  /** How long a second of a plist is, ms. */
  secondMs: number;
  /** How long a service without a process stays after its bootout, ms. */
  bootoutMs: number;
  /** By domain of the store, then label. Outlives plists and restarts. */
  disabled: Record<string, Record<string, boolean>>;
  services: StandinService[];
  faults: LaunchdFault[];
  /** Labels whose starts are held back unless somebody demands one, and why. */
  pended: Record<string, string>;
  calls: (readonly string[])[];
}

/** What may be set from outside. */
export type LaunchdSettings = Partial<
  Pick<LaunchdState, 'root' | 'loggedIn' | 'layout' | 'secondMs' | 'bootoutMs' | 'pended'>
>;

export function newLaunchdState(uid: number, settings: LaunchdSettings = {}): LaunchdState {
  return {
    uid,
    root: false,
    loggedIn: true,
    layout: 'newer',
    secondMs: 1_000,
    bootoutMs: 0,
    disabled: {},
    services: [],
    faults: [],
    pended: {},
    calls: [],
    ...settings,
  };
}
