import type { ErrorEntry } from './error-entry.ts';
import { EXIT } from './exit-codes.ts';

/** What can go wrong with reports of days and weeks. */
export const REPORT_ERRORS = {
  report_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is no such report',
    remedy: 'see `luka report list`',
  },
  report_unavailable: {
    http: 503,
    exit: EXIT.tempFail,
    message: 'the ledger cannot be read for a report now',
    remedy: 'ask again in a moment, and see luka.log in the home',
  },
} as const satisfies Record<string, ErrorEntry>;
