/**
 * Every error Luka expects, once: its code, what it means over HTTP and to a script, and what a person can do.
 * docs/errors.md lists the same codes; a test holds the two together.
 */
import type { ErrorEntry } from './error-entry.ts';
import { EXIT } from './exit-codes.ts';
import { AGENT_ERRORS } from './agent-errors.ts';
import { DEPLOY_ERRORS } from './deploy-errors.ts';
import { DOCTOR_ERRORS } from './doctor-errors.ts';
import { KNOWLEDGE_ERRORS } from './knowledge-errors.ts';
import { NOTIFY_ERRORS } from './notify-errors.ts';
import { MODERNIZE_ERRORS } from './modernize-errors.ts';
import { POWER_ERRORS } from './power-errors.ts';
import { REPORT_ERRORS } from './report-errors.ts';
import { SAFETY_ERRORS } from './safety-errors.ts';
import { SCHEDULE_ERRORS } from './schedule-errors.ts';
import { SERVICE_ERRORS } from './service-errors.ts';
import { TELEMETRY_ERRORS } from './telemetry-errors.ts';

export const ERRORS = {
  // The server's guards, in the order they are asked.
  host_not_allowed: {
    http: 403,
    exit: EXIT.denied,
    message: 'the Host header names another machine',
    remedy: 'use the address that `luka status` prints',
  },
  origin_not_allowed: {
    http: 403,
    exit: EXIT.denied,
    message: 'a page of another origin may not talk to Luka',
    remedy: 'open the UI with `luka open`',
  },
  token_missing: {
    http: 401,
    exit: EXIT.denied,
    message: 'the request carries no token',
    remedy: 'open the UI with `luka open`, or send `Authorization: Bearer <token>`',
  },
  token_invalid: {
    http: 401,
    exit: EXIT.denied,
    message: 'the token is not known or has expired',
    remedy: 'sign in again with `luka open`',
  },
  link_invalid: {
    http: 401,
    exit: EXIT.denied,
    message: 'this sign-in link was used already or is too old',
    remedy: 'make a new one with `luka open`',
  },
  not_found: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is nothing at this address',
    remedy: 'see /api/v1/openapi.json for what there is',
  },
  method_not_allowed: {
    http: 405,
    exit: EXIT.usage,
    message: 'this address does not take that method',
    remedy: 'see the Allow header of the answer',
  },
  content_type_not_allowed: {
    http: 415,
    exit: EXIT.usage,
    message: 'the body is not application/json',
    remedy: 'send JSON with `Content-Type: application/json`',
  },
  body_too_large: {
    http: 413,
    exit: EXIT.dataError,
    message: 'the body is larger than 1 MiB',
    remedy: 'send less, or hand over a file',
  },
  body_invalid: {
    http: 400,
    exit: EXIT.dataError,
    message: 'the body is not valid JSON',
    remedy: 'check the body with a JSON parser',
  },
  request_invalid: {
    http: 400,
    exit: EXIT.usage,
    message: 'the request does not have the right shape',
    remedy: 'mend the field that the message names',
  },

  // Tasks.
  task_unparsable: {
    http: 422,
    exit: EXIT.dataError,
    message: 'the file is not valid YAML',
    remedy: 'mend the line that the message names',
  },
  task_invalid: {
    http: 422,
    exit: EXIT.dataError,
    message: 'the task is not valid',
    remedy: 'mend the field that the message names',
  },
  task_too_large: {
    http: 422,
    exit: EXIT.dataError,
    message: 'the task file is larger than 128 KiB',
    remedy: 'move long scripts to files of their own',
  },
  task_duplicate: {
    http: 422,
    exit: EXIT.dataError,
    message: 'another file defines a task of the same id',
    remedy: 'rename one of the two files',
  },
  task_unreadable: {
    http: 422,
    exit: EXIT.noInput,
    message: 'the file cannot be read',
    remedy: 'check its owner and mode',
  },
  step_unknown: {
    http: 422,
    exit: EXIT.dataError,
    message: 'the step is of no kind that Luka knows',
    remedy: 'give it one of run, argv, module, node, git, http',
  },
  step_reference_unknown: {
    http: 422,
    exit: EXIT.dataError,
    message: 'the step refers to something that does not exist',
    remedy: 'refer to a declared parameter, or to an output of an earlier step with an id',
  },
  step_cycle: {
    http: 422,
    exit: EXIT.dataError,
    message: 'steps need outputs of each other',
    remedy: 'order the steps so that each needs only earlier ones',
  },
  template_in_shell: {
    http: 422,
    exit: EXIT.dataError,
    message: 'a shell line may not have values pasted into it',
    remedy: 'use the environment variable that the message names, in double quotes',
  },
  trigger_invalid: {
    http: 422,
    exit: EXIT.dataError,
    message: 'the trigger is not valid',
    remedy: 'mend the expression that the message names',
  },
  module_missing: {
    http: 422,
    exit: EXIT.noInput,
    message: 'the module does not exist',
    remedy: 'put the file into the modules folder, or mend its name',
  },
  module_broken: {
    http: 422,
    exit: EXIT.dataError,
    message: 'the module cannot be loaded',
    remedy: 'run it with node to see the whole error',
  },
  module_no_entry: {
    http: 422,
    exit: EXIT.dataError,
    message: 'the module exports nothing that Luka can run',
    remedy: 'export run_auto(ctx), run_manual(ctx) or a default defineTask(...)',
  },
  task_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is no such task',
    remedy: 'see `luka task list`',
  },
  task_disabled: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'the task is switched off',
    remedy: 'enable it, or run it with --force',
  },
  task_exists: {
    http: 409,
    exit: EXIT.cantCreate,
    message: 'a task of that id exists',
    remedy: 'choose another id',
  },
  param_unknown: {
    http: 400,
    exit: EXIT.usage,
    message: 'the task has no such parameter',
    remedy: 'see `luka task list --json` for its parameters',
  },
  param_missing: {
    http: 400,
    exit: EXIT.usage,
    message: 'a required parameter is missing',
    remedy: 'give it with --param name=value',
  },
  param_invalid: {
    http: 400,
    exit: EXIT.usage,
    message: 'a parameter has the wrong type or value',
    remedy: 'give a value of the type that the message names',
  },

  // Work orders.
  order_unparsable: {
    http: 400,
    exit: EXIT.dataError,
    message: 'the work order is not valid JSON or YAML',
    remedy: 'mend the line that the message names',
  },
  order_invalid: {
    http: 400,
    exit: EXIT.dataError,
    message: 'the work order is not valid',
    remedy: 'mend the field that the message names',
  },
  order_too_large: {
    http: 413,
    exit: EXIT.dataError,
    message: 'the work order is larger than 1 MiB, or as YAML than 128 KiB',
    remedy: 'put the bulk into a file and name the file in the order',
  },
  order_too_deep: {
    http: 400,
    exit: EXIT.dataError,
    message: 'the work order nests deeper than 100 levels',
    remedy: 'flatten it',
  },
  order_incomplete: {
    http: 400,
    exit: EXIT.dataError,
    message: 'the file was never finished',
    remedy: 'write it under another name and rename it into the inbox, or use `luka drop`',
  },
  file_unreadable: {
    http: 400,
    exit: EXIT.noInput,
    message: 'the file cannot be read',
    remedy: 'check its name, owner and mode',
  },
  idempotency_conflict: {
    http: 409,
    exit: EXIT.usage,
    message: 'the idempotency key was used for a different order',
    remedy: 'use a new key',
  },

  // Runs.
  run_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is no such run',
    remedy: 'see `luka ps --all`',
  },
  run_done: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'the run has ended already',
    remedy: 'run it again instead',
  },
  run_active: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'the run has not ended yet',
    remedy: 'wait for it, or cancel it',
  },
  step_failed: { http: 500, exit: EXIT.failed, message: 'a step failed', remedy: 'read the log' },
  step_timed_out: {
    http: 500,
    exit: EXIT.failed,
    message: 'a step took longer than allowed',
    remedy: 'raise its timeout, or find out what it waits for',
  },
  spawn_failed: {
    http: 500,
    exit: EXIT.failed,
    message: 'the program could not be started',
    remedy: 'check that it exists and is executable',
  },
  output_invalid: {
    http: 500,
    exit: EXIT.failed,
    message: 'the step wrote outputs that cannot be read',
    remedy: 'write name=value lines to $LUKA_OUTPUT',
  },
  run_interrupted: {
    http: 500,
    exit: EXIT.failed,
    message: 'Luka stopped while the run was going',
    remedy: 'look at what it had done, then run it again',
  },
  log_unavailable: {
    http: 404,
    exit: EXIT.noInput,
    message: 'the log is not there',
    remedy: 'it may have been removed; run the task again',
  },
  log_pattern_invalid: {
    http: 400,
    exit: EXIT.usage,
    message: 'the pattern cannot be read',
    remedy: 'write it in the syntax of RE2, or search for it as text',
  },
  log_search_busy: {
    http: 429,
    exit: EXIT.unavailable,
    message: 'too many searches wait already',
    remedy: 'end one of them, or search again later',
  },
  log_search_failed: {
    http: 500,
    exit: EXIT.io,
    message: 'the search through the logs broke off',
    remedy: 'search again; where it breaks off again, see luka.log',
  },

  // The installation.
  port_in_use: {
    http: 500,
    exit: EXIT.unavailable,
    message: 'the port is taken',
    remedy: 'stop what holds it, or use --port auto',
  },
  already_running: {
    http: 409,
    exit: EXIT.unavailable,
    message: 'Luka is running already with this home',
    remedy: 'use `luka open`, or stop it with `luka down`',
  },
  not_running: {
    http: 503,
    exit: EXIT.unavailable,
    message: 'Luka is not running',
    remedy: 'start it with `luka up`',
  },
  not_luka: {
    http: 502,
    exit: EXIT.unavailable,
    message: 'what answers there is not this Luka',
    remedy: 'check what holds the port, then `luka up`',
  },
  version_differs: {
    http: 502,
    exit: EXIT.unavailable,
    message: 'Luka answered something that this version does not know',
    remedy: 'the Luka that runs is of another version, `luka down`, then `luka up`',
  },
  home_foreign: {
    http: 500,
    exit: EXIT.config,
    message: 'the home belongs to another user',
    remedy: 'choose another with LUKA_HOME',
  },
  home_loose: {
    http: 500,
    exit: EXIT.config,
    message: 'others may read or write the home',
    remedy: 'run chmod 700 on it',
  },
  home_not_ours: {
    http: 500,
    exit: EXIT.config,
    message: 'the folder is in use by something else',
    remedy: 'choose an empty or new folder with LUKA_HOME',
  },
  home_unusable: {
    http: 500,
    exit: EXIT.cantCreate,
    message: 'the home cannot be made or written',
    remedy: 'check the folder, or choose another with LUKA_HOME',
  },
  settings_invalid: {
    http: 400,
    exit: EXIT.config,
    message: 'a setting is not valid',
    remedy: 'mend the setting that the message names',
  },
  database_corrupt: {
    http: 500,
    exit: EXIT.io,
    message: 'the database file is damaged',
    remedy: 'it was set aside; restore a copy of it, or start afresh',
  },
  database_newer: {
    http: 500,
    exit: EXIT.config,
    message: 'the database was written by a newer Luka',
    remedy: 'start the newer Luka',
  },
  disk_full: {
    http: 507,
    exit: EXIT.io,
    message: 'the disk is full',
    remedy: 'free some space; nothing that was accepted is lost',
  },
  ledger_unavailable: {
    http: 503,
    exit: EXIT.io,
    message: 'the ledger cannot be written',
    remedy: 'check the disk, then start Luka again',
  },
  stopping: {
    http: 503,
    exit: EXIT.tempFail,
    message: 'Luka is stopping',
    remedy: 'start it again with `luka up`',
  },
  node_too_old: {
    http: 500,
    exit: EXIT.config,
    message: 'this Node is too old for Luka',
    remedy: 'run npm ci in the folder of Luka, which installs the right one beside it',
  },
  ...SCHEDULE_ERRORS,
  ...SERVICE_ERRORS,
  ...TELEMETRY_ERRORS,
  ...DOCTOR_ERRORS,
  ...POWER_ERRORS,
  ...NOTIFY_ERRORS,
  ...KNOWLEDGE_ERRORS,
  ...SAFETY_ERRORS,
  ...DEPLOY_ERRORS,
  ...MODERNIZE_ERRORS,
  ...AGENT_ERRORS,
  ...REPORT_ERRORS,
  usage: { http: 400, exit: EXIT.usage, message: 'the command was not understood', remedy: 'see --help' },
  internal: {
    http: 500,
    exit: EXIT.internal,
    message: 'Luka has a bug',
    remedy: 'see luka.log in the home, and report it',
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;
export const ERROR_CODES = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];
