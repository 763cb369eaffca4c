/** Errors of what leaves Luka: channels, routes and messages. */
import type { ErrorEntry } from './error-entry.ts';
import { EXIT } from './exit-codes.ts';

export const NOTIFY_ERRORS = {
  notify_invalid: {
    http: 422,
    exit: EXIT.config,
    message: 'notify.yaml is not valid',
    remedy: 'mend the line that the message names',
  },
  notify_changed: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'notify.yaml was changed meanwhile',
    remedy: 'read it again, and make the change once more',
  },
  channel_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is no such channel',
    remedy: 'see `luka notify channels`',
  },
  message_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is no such message',
    remedy: 'see `luka notify log`',
  },
  message_open: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'the message is still on its way, or was sent',
    remedy: 'wait: it is tried again by itself',
  },
  notify_undelivered: {
    http: 502,
    exit: EXIT.unavailable,
    message: 'messages could not be sent',
    remedy:
      'see `luka notify log --state dead` for what the other side said, then `luka notify test <channel>`',
  },
} as const satisfies Record<string, ErrorEntry>;
