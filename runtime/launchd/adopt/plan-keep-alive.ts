/** KeepAlive as the rules of a service. */
import type { RestartPolicy } from '#shared/nouns/service.ts';
import { entryOf, valueAt, type PlistDict } from '../plist/plist-value.ts';
import type { Notes } from './notes.ts';

/** What launchd waits from one start to the next where nothing is said, s (launchd.plist(5), ThrottleInterval). */
const THROTTLE_S = 10;
const KEY = 'KeepAlive';

/** As a task file says it. */
export interface ServiceDraft {
  readonly restart: RestartPolicy;
  readonly backoff: { readonly first: string };
}

/** @returns undefined where it is not kept alive */
export function planKeepAlive(job: PlistDict, notes: Notes): ServiceDraft | undefined {
  const value = valueAt(job, [KEY]);
  if (value === undefined || (value.kind === 'boolean' && !value.value)) return undefined;
  if (value.kind !== 'boolean' && value.kind !== 'dict') {
    notes.find('adopt_value', 'error', [KEY], 'it is neither true nor a dictionary', 'mend it');
    return undefined;
  }
  const seconds = throttleOf(job, notes);
  notes.change(
    `launchd waits ${seconds} s from one start to the next, always the same; Luka waits ${seconds} s after an end, and twice as long after each further early one, up to 5 min`,
  );
  notes.change('launchd keeps it running while you are logged in; Luka keeps it running while Luka runs');
  const restart = value.kind === 'dict' ? restartOf(value, notes) : 'always';
  return { restart, backoff: { first: `${seconds}s` } };
}

function throttleOf(job: PlistDict, notes: Notes): number {
  const value = valueAt(job, ['ThrottleInterval']);
  if (value === undefined) return THROTTLE_S;
  const seconds = value.kind === 'integer' ? Number(value.value) : Number.NaN;
  if (seconds >= 1 && seconds <= 300) return seconds;
  notes.find(
    'adopt_value',
    'warning',
    ['ThrottleInterval'],
    `it is carried over as ${THROTTLE_S} s: a service waits 1 s to 5 min at first`,
    'see "backoff" in the task',
  );
  return THROTTLE_S;
}

function restartOf(dict: PlistDict, notes: Notes): RestartPolicy {
  const told = (key: string, message: string): void =>
    notes.find('adopt_keep_alive', 'warning', [KEY, key], message, 'look whether "restart" in the task fits');
  let restart: RestartPolicy = 'always';
  for (const key of new Set(dict.entries.map((entry) => entry.key))) {
    const value = entryOf(dict, key)!.value;
    const on = value.kind === 'boolean' && value.value;
    switch (key) {
      case 'SuccessfulExit':
        if (on)
          told(key, 'launchd restarts it only after it ended well; Luka cannot, and restarts it always');
        else restart = 'on-failure';
        break;
      case 'Crashed':
        if (on) {
          restart = 'on-failure';
          told(key, 'launchd restarts it after a crash only; Luka does so after any end but a good one');
        } else told(key, 'launchd restarts it unless it crashed; Luka restarts it always');
        break;
      case 'OtherJobEnabled':
      case 'OtherJobActive':
        told(key, 'launchd looks at another job before it starts it; Luka does not');
        break;
      case 'PathState':
        told(key, 'launchd looks whether a path is there before it starts it; Luka does not');
        break;
      case 'AfterInitialDemand':
        told(key, 'launchd starts it only once somebody asked for it; Luka starts it at once');
        break;
      default:
        told(key, `"${key}" is not carried over: Luka restarts it whatever it says`);
    }
  }
  return restart;
}
