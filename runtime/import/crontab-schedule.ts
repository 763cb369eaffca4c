/** When an entry of a crontab runs, as a trigger. */
import type { Finding } from '#shared/nouns/finding.ts';
import { readCronFields } from './cron-fields.ts';
import type { CrontabEntry } from './crontab-lines.ts';
import { finding } from './findings.ts';

export interface CrontabSchedule {
  readonly trigger?: Readonly<Record<string, unknown>>;
  readonly findings: readonly Finding[];
}

/** crontab(5) of macOS and Debian; the last two are FreeBSD's. */
const WORDS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
  '@every_minute': '* * * * *',
  '@every_second': '* * * * * *',
};

export function readSchedule(entry: CrontabEntry, zone: string | undefined): CrontabSchedule {
  const { word, fields, line } = entry;
  const tz = zone === undefined ? {} : { tz: zone };
  if (word === '@reboot') {
    return {
      trigger: { startup: {} },
      findings: [
        finding('crontab_reboot', 'info', {
          message: 'cron starts it when the machine starts; the task starts whenever Luka starts',
          remedy: 'let Luka start at login or by launchd',
          line,
        }),
      ],
    };
  }
  if (word !== undefined) {
    const cron = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
    return cron === undefined
      ? refused(`"${word}" is no time that cron knows`, line)
      : { trigger: { cron, ...tz }, findings: [] };
  }
  const read = readCronFields(fields);
  if ('fault' in read) return refused(read.fault, line);
  return {
    trigger: { cron: read.cron, ...tz },
    findings: !read.bothDays
      ? []
      : [
          finding('crontab_days', 'info', {
            message:
              'a day field that starts with a star makes cron want both the day of the month and the weekday; the + keeps that',
            remedy: 'remove the + where one of the two should be enough',
            line,
          }),
        ],
  };
}

function refused(message: string, line: number): CrontabSchedule {
  const remedy = 'mend the times of the line';
  return { findings: [finding('crontab_schedule', 'error', { message, remedy, line })] };
}
