/** Errors of the doctor, and of the look at the start. */
import type { ErrorEntry } from './error-entry.ts';
import { EXIT } from './exit-codes.ts';

export const DOCTOR_ERRORS = {
  finding_gone: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'there is no such finding now that Luka could mend',
    remedy: 'look again: `luka doctor`',
  },
  clock_absurd: {
    http: 503,
    exit: EXIT.tempFail,
    message: 'the clock of this machine cannot be right',
    remedy: 'set the clock and start Luka again: what it wrote now would count as old and be removed by age',
  },
} as const satisfies Record<string, ErrorEntry>;
