import type { ErrorEntry } from './error-entry.ts';
import { EXIT } from './exit-codes.ts';

/** Releases of task modules and of Luka itself, and what is done as root. */
export const DEPLOY_ERRORS = {
  module_commonjs: {
    http: 400,
    exit: EXIT.dataError,
    message: 'the module is CommonJS',
    remedy: 'write it as an ES module: `import` and `export`',
  },
  module_test_failed: {
    http: 400,
    exit: EXIT.dataError,
    message: "the module's own test failed",
    remedy: 'mend what the test names; what ran before still runs',
  },
  deploy_source: {
    http: 400,
    exit: EXIT.noInput,
    message: 'there is nothing there that can be deployed',
    remedy: 'give a `.mjs` file, or a folder with one, by its absolute path',
  },
  release_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is no such release',
    remedy: 'see `luka releases`',
  },
  backup_exists: {
    http: 409,
    exit: EXIT.cantCreate,
    message: 'the file is there already',
    remedy: 'give another name: a backup never takes the place of another',
  },
  backup_ledger: {
    http: 500,
    exit: EXIT.io,
    message: 'the ledger cannot be copied',
    remedy: 'run: luka doctor',
  },
  backup_unreadable: {
    http: 400,
    exit: EXIT.noInput,
    message: 'that is no backup that this Luka can read',
    remedy: 'give a file that `luka backup` made',
  },
  backup_damaged: {
    http: 400,
    exit: EXIT.dataError,
    message: 'the backup is damaged',
    remedy: 'use another one: nothing was changed',
  },
  mcp_token_missing: {
    http: 401,
    exit: EXIT.denied,
    message: 'there is no token of a client: an agent never acts with yours',
    remedy: 'run: luka connect codex, or put the token of a client into LUKA_TOKEN',
  },
  connect_unreadable: {
    http: 400,
    exit: EXIT.dataError,
    message: 'the configuration of the agent cannot be read',
    remedy: 'mend the file, or add what `luka connect` prints by hand',
  },
  staged_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'no such module was laid ready',
    remedy: 'see `luka releases --staged`',
  },
  module_changed: {
    http: 409,
    exit: EXIT.dataError,
    message: 'the module is not the one that was looked at',
    remedy: 'look at it again, and deploy it with the hash that it has now',
  },
  deploy_unbuilt: {
    http: 409,
    exit: EXIT.noInput,
    message: 'there is no built Luka to deploy',
    remedy: 'run: npm run build',
  },
  deploy_other_running: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'a Luka that the system did not start is running with this home',
    remedy: 'stop it with `luka down`, or say --replace',
  },
  deploy_busy: {
    http: 409,
    exit: EXIT.tempFail,
    message: 'another deployment is going',
    remedy: 'wait until it has ended',
  },
  deploy_failed: {
    http: 409,
    exit: EXIT.failed,
    message: 'the new release does not run, and everything is as before',
    remedy: 'see the report, and luka.log in the home',
  },
  deploy_stuck: {
    http: 409,
    exit: EXIT.failed,
    message: 'neither the new release nor the one before runs',
    remedy: 'see the report and launchd.err.log in the home, then run `luka deploy` again',
  },
  verify_failed: {
    http: 409,
    exit: EXIT.failed,
    message: 'not everything is as it was deployed',
    remedy: 'see which check failed; `luka deploy` puts all of it right',
  },
  consent_missing: {
    http: 409,
    exit: EXIT.denied,
    message: 'nothing was done: it needs a yes',
    remedy: 'look at the steps first, then say --yes',
  },
  root_failed: {
    http: 409,
    exit: EXIT.failed,
    message: 'a step that needs root failed',
    remedy: 'see what it said; the steps after it were not done',
  },
} as const satisfies Record<string, ErrorEntry>;
