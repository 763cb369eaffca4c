/** Errors of services. */
import type { ErrorEntry } from './error-entry.ts';
import { EXIT } from './exit-codes.ts';

export const SERVICE_ERRORS = {
  service_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'the task is no service',
    remedy: 'see `luka services`, or add a "service:" section to its file',
  },
  task_is_service: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'the task is a service: Luka keeps it running, one at a time',
    remedy: 'use `luka service start` or `luka service restart`',
  },
  service_unhealthy: {
    http: 500,
    exit: EXIT.failed,
    message: 'the service ran, but its health check failed',
    remedy: 'look at its log, and at what the check asks',
  },
} as const satisfies Record<string, ErrorEntry>;
