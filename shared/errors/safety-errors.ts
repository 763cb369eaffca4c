/** Errors of gates, approvals, confinement, secrets, checks, audit and clients. */
import type { ErrorEntry } from './error-entry.ts';
import { EXIT } from './exit-codes.ts';

export const SAFETY_ERRORS = {
  request_timed_out: {
    http: 408,
    exit: EXIT.tempFail,
    message: 'the request did not arrive in time',
    remedy: 'send it again, at once and whole',
  },
  headers_too_large: {
    http: 431,
    exit: EXIT.dataError,
    message: 'the headers are larger than 16 KiB',
    remedy: 'send fewer or shorter ones',
  },
  scope_missing: {
    http: 403,
    exit: EXIT.denied,
    message: 'this client is not allowed to do that',
    remedy: 'ask the person for a client with the scope that the message names',
  },
  run_denied: {
    http: 403,
    exit: EXIT.denied,
    message: 'this never runs',
    remedy: 'read the reasons; change the work, or the policy where it is the policy that denies it',
  },
  frozen: {
    http: 403,
    exit: EXIT.denied,
    message: 'Luka is frozen: nothing new starts',
    remedy: 'end it with `luka thaw`',
  },
  approval_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is no such approval',
    remedy: 'see `luka approvals`',
  },
  approval_decided: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'this was decided already',
    remedy: 'see `luka approvals` for what still waits',
  },
  approval_void: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'what would run is not what was asked about any more',
    remedy: 'run it again, then read and decide anew',
  },
  approval_expired: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'nobody decided in time',
    remedy: 'run it again',
  },
  validation_unneeded: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'nothing about this run waits for a human',
    remedy: 'see `luka validate` for the runs that do',
  },
  policy_invalid: {
    http: 400,
    exit: EXIT.config,
    message: 'the policy is not valid',
    remedy: 'mend the line that the message names',
  },
  policy_changed: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'the policy was changed meanwhile',
    remedy: 'look at it again, then repeat the change',
  },
  client_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is no such client',
    remedy: 'see `luka client list`',
  },
  client_invalid: {
    http: 400,
    exit: EXIT.usage,
    message: 'a client cannot be made like that',
    remedy: 'choose scopes that its role may have, and a name that is not taken',
  },
  path_invalid: {
    http: 400,
    exit: EXIT.dataError,
    message: 'the path cannot be used',
    remedy: 'write an absolute path without NUL, or one that starts with ~/',
  },
  path_outside: {
    http: 403,
    exit: EXIT.denied,
    message: 'the path is outside of what may be touched',
    remedy: 'choose another, or add its folder to `roots` in policy.yaml',
  },
  path_unmounted: {
    http: 403,
    exit: EXIT.unavailable,
    message: 'the volume of this path is not mounted',
    remedy: 'connect it; writing into its empty mount point would fill the wrong disk',
  },
  path_changed: {
    http: 409,
    exit: EXIT.denied,
    message: 'the path is not what it was when it was checked',
    remedy: 'find out who swaps it, then run it again',
  },
  sandbox_unavailable: {
    http: 500,
    exit: EXIT.unavailable,
    message: 'this machine cannot confine the run',
    remedy: 'install bubblewrap (Linux); sandbox-exec is part of macOS',
  },
  limit_exceeded: {
    http: 500,
    exit: EXIT.failed,
    message: 'the run used more than it may',
    remedy: 'raise the limit that the message names, or find out what uses so much',
  },
  check_failed: {
    http: 500,
    exit: EXIT.failed,
    message: 'a check of the result failed',
    remedy: 'see the checks of the run',
  },
  secret_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is no such secret',
    remedy: 'store it with `luka secret set <name>`',
  },
  secret_invalid: {
    http: 400,
    exit: EXIT.dataError,
    message: 'the secret cannot be stored like that',
    remedy: 'use a name of letters, digits, ".", "-" and "_", and a value of 4 bytes to 64 KiB without NUL',
  },
  secret_store_unavailable: {
    http: 503,
    exit: EXIT.unavailable,
    message: 'the store of secrets cannot be opened',
    remedy: 'unlock the keychain, or use the encrypted file: LUKA_SECRET_STORE=file',
  },
  audit_broken: {
    http: 500,
    exit: EXIT.dataError,
    message: 'the audit was changed after it was written',
    remedy: 'find out who changed the ledger; restore it from a backup',
  },
} as const satisfies Record<string, ErrorEntry>;
