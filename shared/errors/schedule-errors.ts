/** Errors of schedules, conditions, webhooks and imports. */
import type { ErrorEntry } from './error-entry.ts';
import { EXIT } from './exit-codes.ts';

export const SCHEDULE_ERRORS = {
  moment_too_old: {
    http: 400,
    exit: EXIT.usage,
    message: 'that moment is longer ago than what is kept',
    remedy: 'ask for a moment of the last 30 days',
  },
  task_changed: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'the task file was changed meanwhile',
    remedy: 'look at it again, then repeat the change',
  },
  not_quarantined: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'the task is not in quarantine',
    remedy: 'see `luka why <task>` for what keeps it from running',
  },
  pause_invalid: {
    http: 400,
    exit: EXIT.usage,
    message: 'the pause makes no sense',
    remedy: 'give a moment to come, or leave it out to pause until you resume',
  },
  not_paused: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'that is not paused',
    remedy: 'see `luka pause` for what is',
  },
  hook_missing: {
    http: 409,
    exit: EXIT.dataError,
    message: 'the task has no webhook trigger',
    remedy: 'add "- webhook: {}" to its triggers',
  },
  hook_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'no task listens at this address',
    remedy: 'see `luka hook <task>` for the address in force',
  },
  rate_limited: {
    http: 429,
    exit: EXIT.tempFail,
    message: 'that was asked too often',
    remedy: 'wait a minute, then ask again',
  },
  import_unreadable: {
    http: 400,
    exit: EXIT.dataError,
    message: 'the text is not what it should be',
    remedy: 'give the output of `crontab -l`, or of `pm2 jlist`',
  },
  import_incomplete: {
    http: 500,
    exit: EXIT.tempFail,
    message: 'the import stopped half way, and what it wrote is switched off',
    remedy: 'see the message for where things stand, mend that, and import again',
  },
  condition_unmet: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'a condition of the task is not met',
    remedy: 'see the run for which; `luka why <task>` tells more',
  },
  exit_unknown: {
    http: 500,
    exit: EXIT.failed,
    message: 'how the step ended is not known',
    remedy: 'look at its log; the step was going while Luka was not',
  },
  watch_incomplete: {
    http: 500,
    exit: EXIT.io,
    message: 'changes of some files may go unnoticed',
    remedy: 'mend what the message names, then start Luka again',
  },
} as const satisfies Record<string, ErrorEntry>;
