/** Errors of telemetry: figures of what happened. */
import type { ErrorEntry } from './error-entry.ts';
import { EXIT } from './exit-codes.ts';

export const TELEMETRY_ERRORS = {
  telemetry_unavailable: {
    http: 503,
    exit: EXIT.unavailable,
    message: 'the figures of what happened cannot be read now',
    remedy: 'ask again in a moment; luka.log says what is wrong if it stays so',
  },
} as const satisfies Record<string, ErrorEntry>;
