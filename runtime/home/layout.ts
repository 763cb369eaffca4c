/** Where everything is on disk, relative to the home. The only place that knows these names. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export interface HomeLayout {
  readonly root: string;
  readonly tasks: string;
  readonly modules: string;
  readonly reports: string;
  /** Prompts for hand-offs: the person's own. */
  readonly prompts: string;
  readonly logs: string;
  readonly queue: {
    readonly inbox: string;
    readonly running: string;
    readonly done: string;
    readonly failed: string;
  };
  /** Scratch files of runs: inline code, outputs. One folder a run, removed when the run ends. */
  readonly scratch: string;
  /** What was deployed, side by side: one folder a release. */
  readonly releases: { readonly modules: string; readonly luka: string };
  /** Modules that a program laid ready for a human to deploy. */
  readonly staged: string;
  readonly database: string;
  /** What was read of documents: made anew from them where it is lost. */
  readonly knowledge: string;
  /** Figures of what happened: runs, hours, days, samples. */
  readonly figures: string;
  /** A line of JSON for each event of a run: `YYYYMMDD.log`. */
  readonly telemetry: string;
  readonly lock: string;
  readonly token: string;
  /** Where the running Luka says who and where it is. */
  readonly endpoint: string;
  readonly settings: string;
  /** What runs unasked, what is asked for, what never runs: the person's own file. */
  readonly policy: string;
  /** Who is told of what, and by which way: the person's own file, too. */
  readonly notify: string;
  /** The newest row of the audit, noted outside of the ledger. */
  readonly auditHead: string;
  readonly secrets: {
    /** Encrypted, one file each, where the system has no keeper of its own. */
    readonly folder: string;
    /** What opens them. */
    readonly key: string;
    /** The names of those that a keeper of the system holds. */
    readonly names: string;
  };
  /** Plists as they were before Luka changed them. */
  readonly snapshots: string;
  /** Backups that were given no other place, and copies of what an import changed. */
  readonly backups: string;
  /** When the last backup was made, and where it is. */
  readonly lastBackup: string;
  /** Luka's own log. */
  readonly log: string;
  /** Marks the folder as a Luka home, so that a foreign folder is never written into. */
  readonly marker: string;
}

export function homeLayout(root: string): HomeLayout {
  const queue = join(root, 'queue');
  return {
    root,
    tasks: join(root, 'tasks'),
    modules: join(root, 'modules'),
    reports: join(root, 'reports'),
    prompts: join(root, 'prompts'),
    logs: join(root, 'logs'),
    queue: {
      inbox: join(queue, 'inbox'),
      running: join(queue, 'running'),
      done: join(queue, 'done'),
      failed: join(queue, 'failed'),
    },
    scratch: join(root, 'scratch'),
    releases: { modules: join(root, 'releases', 'modules'), luka: join(root, 'releases', 'luka') },
    staged: join(root, 'staged'),
    database: join(root, 'luka.db'),
    knowledge: join(root, 'knowledge.db'),
    figures: join(root, 'telemetry.db'),
    telemetry: join(root, 'telemetry'),
    lock: join(root, 'luka.lock'),
    token: join(root, 'token'),
    endpoint: join(root, 'endpoint.json'),
    settings: join(root, 'settings.json'),
    policy: join(root, 'policy.yaml'),
    notify: join(root, 'notify.yaml'),
    auditHead: join(root, 'audit.head'),
    secrets: {
      folder: join(root, 'secrets'),
      key: join(root, 'secrets.key'),
      names: join(root, 'secrets.names.json'),
    },
    snapshots: join(root, 'snapshots'),
    backups: join(root, 'backups'),
    lastBackup: join(root, 'last-backup.json'),
    log: join(root, 'luka.log'),
    marker: join(root, '.luka-home'),
  };
}

/**
 * The home in force: LUKA_HOME, else `~/Library/Application Support/Luka` on macOS, else `$XDG_DATA_HOME/luka`
 * (XDG Base Directory Specification: default `~/.local/share`).
 */
export function defaultHome(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (env['LUKA_HOME']) return resolve(env['LUKA_HOME']);
  const user = env['HOME'] || homedir();
  if (platform === 'darwin') return join(user, 'Library', 'Application Support', 'Luka');
  const data = env['XDG_DATA_HOME'];
  return join(data && data.startsWith('/') ? data : join(user, '.local', 'share'), 'luka');
}
