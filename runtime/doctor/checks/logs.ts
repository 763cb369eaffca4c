/** Logs and rows of runs, held against each other. */
import { formatBytes } from '#shared/nouns/size.ts';
import type { Check, Found } from '../check.ts';
import { many } from '../many.ts';

export const logsCheck: Check = {
  id: 'logs',
  title: 'Logs',
  async examine({ logs, layout }) {
    const { folders, bytes, withoutLog, withoutRow } = await logs();
    const findings: Found[] = [];
    if (withoutRow.count > 0)
      findings.push({
        subject: 'without rows',
        severity: 'info',
        message: `${many(withoutRow.count, 'log is of a run', 'logs are of runs')} that the ledger does not know`,
        evidence: [
          `${layout.logs}: ${listed(withoutRow)}`,
          `${formatBytes(withoutRow.bytes)}; the ledger was replaced, or its rows were removed by age before the logs`,
        ],
        remedy: 'they go by age like other logs',
        command: 'luka retention',
      });
    if (withoutLog.count > 0)
      findings.push({
        subject: 'without logs',
        severity: 'warning',
        message: `${many(withoutLog.count, 'run has lost its log before it was', 'runs have lost their logs before they were')} old`,
        evidence: [listed(withoutLog)],
        remedy: 'see what removes files below the folder of logs; a backup made with --logs has them',
      });
    return { findings, note: `${folders} logs, ${formatBytes(bytes)}` };
  },
};

function listed({ some, count }: { some: readonly number[]; count: number }): string {
  const more = count - some.length;
  return `runs ${some.map((run) => `#${run}`).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
