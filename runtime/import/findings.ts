import type { Finding } from '#shared/nouns/finding.ts';

/** What a finding of an import is called. */
export type ImportCode =
  | 'import_unreadable'
  | 'import_too_many'
  | 'import_twice'
  | 'import_secret'
  | 'import_late'
  | 'crontab_line'
  | 'crontab_comment'
  | 'crontab_user'
  | 'crontab_schedule'
  | 'crontab_days'
  | 'crontab_reboot'
  | 'crontab_battery'
  | 'crontab_shell'
  | 'crontab_mail'
  | 'crontab_zone'
  | 'crontab_delay'
  | 'crontab_env'
  | 'crontab_input'
  | 'crontab_backslash'
  | 'pm2_forever'
  | 'pm2_schedule'
  | 'pm2_script'
  | 'pm2_user'
  | 'pm2_instances'
  | 'pm2_watch'
  | 'pm2_env'
  | 'systemd_calendar'
  | 'systemd_command'
  | 'systemd_env'
  | 'systemd_key'
  | 'systemd_late'
  | 'systemd_times'
  | 'systemd_user';

/** @param line 1-based, in the imported text */
export function finding(
  code: ImportCode,
  severity: Finding['severity'],
  words: { readonly message: string; readonly remedy: string; readonly line?: number | undefined },
): Finding {
  const { message, remedy, line } = words;
  return { code, severity, message, remedy, ...(line === undefined ? {} : { line }) };
}

const SECRET = /token|secret|passw|passphrase|credential|(?:api|access|private|auth|encryption)_?key/i;

/** Values that other people should not read now stand in a task file; it says so once, for all of them. */
export function secretFindings(names: readonly string[], line?: number): Finding[] {
  const secrets = names.filter((name) => SECRET.test(name));
  if (secrets.length === 0) return [];
  return [
    finding('import_secret', 'warning', {
      message: `${secrets.join(', ')}: ${secrets.length === 1 ? 'it looks like a secret and stands' : 'they look like secrets and stand'} readable in the task file`,
      remedy: 'keep it in a file that only the program reads',
      line,
    }),
  ];
}
