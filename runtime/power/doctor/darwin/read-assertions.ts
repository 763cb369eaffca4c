/** Reads `pmset -g assertions` (pmset(1)): who keeps the Mac awake, and with what. */
import type { Assertion } from '#shared/nouns/power-report.ts';
import { isoAt } from '../../../clock.ts';

/** Assertions that keep a Mac from sleep, in words; others say that somebody is there, or that work waits. */
const EFFECTS: Readonly<Record<string, string>> = {
  PreventUserIdleSystemSleep: 'keeps it from idle sleep',
  NoIdleSleepAssertion: 'keeps it from idle sleep',
  PreventSystemSleep: 'keeps it from sleep while it is on its charger',
  PreventUserIdleDisplaySleep: 'keeps the display on, and so the Mac awake',
  NoDisplaySleepAssertion: 'keeps the display on, and so the Mac awake',
  InternalPreventDisplaySleep: 'keeps the display on for a moment more',
  UserIsActive: 'somebody is using it',
  NetworkClientActive: 'serves somebody over the network',
  ExternalMedia: 'a volume is mounted, which keeps it from deep sleep only',
  BackgroundTask: 'has work for when it is awake anyway',
  ApplePushServiceTask: 'has work for when it is awake anyway',
};

export interface AssertionReading {
  readonly assertions: Assertion[];
  /** By type, as the system sums them up; empty where it does not. */
  readonly sums: ReadonlyMap<string, number>;
  /** False where the text is not what pmset prints: nothing may be concluded from what is not in it. */
  readonly understood: boolean;
}

/**
 * One entry: `pid 366(caffeinate): [0x…] 03:16:41 PreventUserIdleSystemSleep named: "…"`; names of processes may have
 * brackets and spaces, and those of assertions quotation marks. Older systems leave out the name and the time.
 */
const ENTRY =
  /^\s*pid (\d+)(?:\((.*)\))?: \[0x[0-9a-f]+\](?: (\d+):(\d\d):(\d\d))? (\w+)(?: named: "(.*)")?\s*$/i;

/** @param now when it was printed, ms since 1970. @param own pids of Luka's own holds */
export function readAssertions(text: string, now: number, own: ReadonlySet<number>): AssertionReading {
  const assertions: Assertion[] = [];
  const sums = new Map<string, number>();
  let understood = false;
  for (const line of text.split('\n')) {
    if (/^(Assertion status system-wide|Listed by owning process):/.test(line.trim())) understood = true;
    const [, type = '', count = ''] = /^\s+([A-Z]\w+)\s+(\d+)\s*$/.exec(line) ?? [];
    if (type !== '') sums.set(type, Number(count));
    const entry = readEntry(line, now, own);
    if (entry) assertions.push(entry);
    else if (assertions.length > 0) detail(assertions, line);
  }
  return { assertions, sums, understood };
}

function readEntry(line: string, now: number, own: ReadonlySet<number>): Assertion | undefined {
  const [whole, pid, process, hours, minutes, seconds, type = '', name] = ENTRY.exec(line) ?? [];
  if (whole === undefined) return undefined;
  const age =
    hours === undefined
      ? undefined
      : (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  return {
    pid: Number(pid),
    process: process ?? `process ${pid}`,
    type,
    ...(name === undefined || name === '' ? {} : { name }),
    ...(age === undefined ? {} : { since: isoAt(now - age) }),
    effect: EFFECTS[type] ?? 'what it does is not known',
    own: own.has(Number(pid)),
  };
}

/** The line after an entry says for whom: `Details: caffeinate asserting on behalf of 'sh' (pid 365)`. */
function detail(assertions: Assertion[], line: string): void {
  const [, words] = /^\s+Details: (.+?)\s*$/.exec(line) ?? [];
  const last = assertions.at(-1);
  if (words === undefined || !last) return;
  assertions[assertions.length - 1] = { ...last, name: last.name ? `${last.name}: ${words}` : words };
}

/** True where it keeps the Mac from sleep by itself: not a note that somebody is there. */
export function keepsFromSleep({ type }: Pick<Assertion, 'type'>): boolean {
  return [
    'PreventUserIdleSystemSleep',
    'NoIdleSleepAssertion',
    'PreventSystemSleep',
    'PreventUserIdleDisplaySleep',
    'NoDisplaySleepAssertion',
    'NetworkClientActive',
  ].includes(type);
}
