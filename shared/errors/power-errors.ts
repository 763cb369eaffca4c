/** Errors of keeping awake and of waking. */
import type { ErrorEntry } from './error-entry.ts';
import { EXIT } from './exit-codes.ts';

export const POWER_ERRORS = {
  hold_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is no such hold',
    remedy: 'see `luka power status` for those that are',
  },
  hold_of_run: {
    http: 409,
    exit: EXIT.tempFail,
    message: "the hold is a run's, and ends with it",
    remedy: 'cancel the run, or write "keepAwake: no" into its task',
  },
  hold_invalid: {
    http: 400,
    exit: EXIT.usage,
    message: 'the machine cannot be kept awake like that',
    remedy: 'give one of: a time to come, a length of at most 31 days, a run that goes, or nothing',
  },
  wake_not_due: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'nothing of the task is due that a wake could be planned for',
    remedy: 'give it a trigger with a time; `luka schedule` shows what is due',
  },
  wake_unsupported: {
    http: 409,
    exit: EXIT.unavailable,
    message: 'no wake can be planned on this machine',
    remedy: 'on a Mac pmset does it; elsewhere see rtcwake(8)',
  },
  wake_unverified: {
    http: 500,
    exit: EXIT.failed,
    message: 'the system does not list the wake after it was planned',
    remedy: 'see `pmset -g sched`, and the command in `luka power wakes`',
  },
  root_absent: {
    http: 409,
    exit: EXIT.denied,
    message: 'this takes root, and Luka is not',
    remedy: 'do it on a terminal: luka power wakes plan <task>',
  },
} as const satisfies Record<string, ErrorEntry>;
