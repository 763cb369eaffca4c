import type { ErrorEntry } from './error-entry.ts';
import { EXIT } from './exit-codes.ts';

/** LaunchAgents. */
export const AGENT_ERRORS = {
  agent_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is no such agent',
    remedy: 'see `luka agents list`',
  },
  agent_log_missing: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is no log to read',
    remedy: 'see StandardOutPath and StandardErrorPath of its plist',
  },
  agent_exists: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'there is an agent of that label already',
    remedy: 'choose another label, or edit the one that is there',
  },
  agent_changed: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'the plist was changed meanwhile',
    remedy: 'look at it again, then repeat',
  },
  agent_read_only: {
    http: 409,
    exit: EXIT.denied,
    message: 'Luka changes only plists of the person it runs as',
    remedy: 'change it as root with an editor, or copy it to ~/Library/LaunchAgents',
  },
  agent_invalid: {
    http: 400,
    exit: EXIT.dataError,
    message: 'the plist has errors',
    remedy: 'mend what the findings name',
  },
  agent_busy: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'another change of this agent is going',
    remedy: 'wait until it has ended',
  },
  agent_nothing_to_fix: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'nothing here can be fixed safely',
    remedy: 'see the remedy of each finding',
  },
  change_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is no such change',
    remedy: 'see `luka agents history`',
  },
  adoption_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'the task was not an agent',
    remedy: 'see `luka agents history` for what was changed',
  },
  adoption_busy: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'a run of the task does not end',
    remedy: 'cancel it, then repeat',
  },
  adoption_undone: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'the agent could not be disabled, and everything is as before',
    remedy: 'mend what the message names, then repeat',
  },
  adoption_stuck: {
    http: 500,
    exit: EXIT.tempFail,
    message: 'the agent could neither be taken nor be brought back',
    remedy: 'look at `luka agents history`, and at launchctl print',
  },
  launchd_absent: {
    http: 409,
    exit: EXIT.unavailable,
    message: 'there is no launchd on this machine',
    remedy: 'do this on a Mac; plists can be read and linted here',
  },
  launchctl_failed: {
    http: 502,
    exit: EXIT.unavailable,
    message: 'launchd does not say how the agent is',
    remedy: 'see what the message says of its code',
  },
  launchctl_silent: {
    http: 504,
    exit: EXIT.tempFail,
    message: 'launchctl does not answer',
    remedy: 'repeat it; log out and in again where it stays silent',
  },
} as const satisfies Record<string, ErrorEntry>;
