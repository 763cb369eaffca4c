/** What the NAME=value lines of a crontab mean for the entries below them. */
import type { Finding } from '#shared/nouns/finding.ts';
import { escapeTemplate } from '../tasks/template.ts';
import { finding, secretFindings, type ImportCode } from './findings.ts';

export interface CrontabSettings {
  /** Values escaped for a task file. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly shell?: string;
  /** CRON_TZ: the zone of the schedule. */
  readonly zone?: string;
  readonly findings: readonly Finding[];
}

/** Words to cron itself; and names that cron does not let a crontab set (crontab(5)). */
const OF_CRON = new Set([
  'MAILTO',
  'MAILFROM',
  'CONTENT_TYPE',
  'CONTENT_TRANSFER_ENCODING',
  'CRON_TZ',
  'RANDOM_DELAY',
  'LOGNAME',
  'USER',
]);

/** @param line of the entry that they are read for */
export function readCrontabSettings(settings: ReadonlyMap<string, string>, line: number): CrontabSettings {
  const findings: Finding[] = [];
  const env: Record<string, string> = {};
  const note = (code: ImportCode, severity: Finding['severity'], message: string, remedy: string): void => {
    findings.push(finding(code, severity, { message, remedy, line }));
  };
  for (const [name, value] of settings) {
    if (OF_CRON.has(name)) continue;
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || value.includes('\0'))
      note('crontab_env', 'warning', `the setting "${name}" cannot be an environment variable`, 'rename it');
    else env[name] = escapeTemplate(value);
  }
  const mail = settings.get('MAILTO') ?? '';
  if (mail !== '')
    note(
      'crontab_mail',
      'info',
      `cron mailed its output to ${mail}; Luka keeps it in the log of each run`,
      'see it with: luka logs <run>',
    );
  const zone = settings.get('CRON_TZ');
  if (zone !== undefined)
    note(
      'crontab_zone',
      'warning',
      `its times are read in ${zone}, as CRON_TZ says; cron of macOS and Debian does not obey CRON_TZ`,
      'remove "tz" from the trigger for times of this machine',
    );
  if (settings.has('TZ'))
    note(
      'crontab_zone',
      'info',
      'TZ is the zone of what the command sees; cron keeps its times in the zone of the machine, and so does the task',
      'add "tz" to the trigger where the times were meant, too',
    );
  if (settings.has('RANDOM_DELAY'))
    note(
      'crontab_delay',
      'warning',
      'RANDOM_DELAY made cron start it some minutes later, at random; the task starts on time',
      'begin the command with a sleep where that matters',
    );
  findings.push(...secretFindings(Object.keys(env), line));
  const home = settings.get('HOME');
  const shell = settings.get('SHELL');
  return {
    env,
    // cron goes to $HOME before it starts the command.
    ...(home === undefined || home === '' ? {} : { cwd: escapeTemplate(home) }),
    ...(shell === undefined || shell === '' ? {} : { shell }),
    ...(zone === undefined || zone === '' ? {} : { zone }),
    findings,
  };
}
