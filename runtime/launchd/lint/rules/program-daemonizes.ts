import { entryOf } from '../../plist/plist-value.ts';
import { jobCommand, shellLineOf } from '../commands.ts';
import { daemonSign } from '../daemonizers.ts';
import { isOn } from '../job-words.ts';
import { LAUNCHD_PLIST, type Hit, type LintRule } from '../rule.ts';

export const programDaemonizes: LintRule = {
  code: 'program_daemonizes',
  severity: 'warning',
  what: 'a program that goes on by itself and ends: nginx without "daemon off;", `--fork`, `… &`, `pm2 start`',
  explanation:
    'launchd sees the job end: it kills what is left of its process group, and starts a job that is kept alive again and again.',
  source: `${LAUNCHD_PLIST}, EXPECTATIONS and AbandonProcessGroup`,
  fixes: false,
  check({ job }) {
    const kept = entryOf(job, 'KeepAlive')?.value;
    const isKept = kept !== undefined && !(kept.kind === 'boolean' && !kept.value);
    // Somebody who says so wants just this.
    if (isOn(job, 'AbandonProcessGroup') && !isKept) return [];
    const line = shellLineOf(job);
    const commands = [jobCommand(job) ?? [], line?.commands ?? []].flat();
    const hits = commands.flatMap((command): Hit[] => {
      const sign = daemonSign(command);
      if (sign === undefined) return [];
      return [
        {
          message: `${sign}: it ends while what it started goes on`,
          remedy: 'have it stay in the foreground, as its manual says',
          path: command.path,
        },
      ];
    });
    if (line?.leavesLast)
      hits.push({
        message: 'its line ends with "&": the shell ends while its command goes on',
        remedy: 'take the "&" out',
        path: line.path,
      });
    return hits;
  },
};
