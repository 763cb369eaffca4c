/** Whether what is old really goes: retention works once a day while Luka runs. */
import { formatBytes } from '#shared/nouns/size.ts';
import { fine, type Check, type Found } from '../check.ts';

const DAY = 86_400_000;
/** It may be late by this much where Luka has run for a day, and by much more where it seldom runs that long. */
const LATE_DAYS = 2;
const VERY_LATE_DAYS = 14;

export const retentionCheck: Check = {
  id: 'retention',
  title: 'Retention',
  async examine({ ledger, logs, settings, now, running }) {
    const report = await ledger().catch(() => undefined);
    if (report === undefined) return fine('nothing is old yet');
    const { eventDays, logBytes } = (await settings()).values.retention;
    const { oldestEventAt, startedAt, lastRetentionAt } = report;
    const upFor = running === undefined || startedAt === undefined ? 0 : now - startedAt;
    const allowed = (upFor > DAY ? LATE_DAYS : VERY_LATE_DAYS) * DAY;
    const last =
      lastRetentionAt === undefined
        ? 'retention has removed nothing yet'
        : `retention was last at work at ${new Date(lastRetentionAt).toISOString()}`;
    const findings: Found[] = [];
    if (eventDays !== null && oldestEventAt !== undefined && now - oldestEventAt > eventDays * DAY + allowed)
      findings.push({
        subject: 'events',
        severity: 'warning',
        message: `events are kept for ${eventDays} days, and the oldest is of ${new Date(oldestEventAt).toISOString().slice(0, 10)}`,
        evidence: [
          last,
          running === undefined ? 'Luka does not run' : 'it works ten minutes after a start, then daily',
        ],
        remedy: 'let Luka run, or remove by hand what is older than you keep',
        command: 'luka retention --apply',
      });
    const { bytes } = await logs();
    // The size is a bound, looked at once a day: more than half as much again is more than a day's worth.
    if (logBytes !== null && bytes > logBytes * 1.5)
      findings.push({
        subject: 'logs',
        severity: 'warning',
        message: `logs take ${formatBytes(bytes)}, and ${formatBytes(logBytes)} are kept`,
        evidence: [last],
        remedy:
          'see which tasks write so much (a service keeps what its "log" says, 100 MB each), or remove now what is over the bound',
        command: 'luka retention --apply',
      });
    return { findings, note: last };
  },
};
