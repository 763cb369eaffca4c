import { dirname } from 'node:path';
import { textAt, watchedOf } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';

export const watchOwnLog: LintRule = {
  code: 'watch_own_log',
  severity: 'warning',
  what: 'WatchPaths or QueueDirectories of the job’s own log, or its folder',
  explanation:
    'What the job writes starts it again; a queue with a log in it is never empty, and the job never rests.',
  source: `${LAUNCHD_PLIST}, WatchPaths, QueueDirectories`,
  fixes: false,
  check({ job }) {
    const logs = ['StandardOutPath', 'StandardErrorPath'].flatMap((key) => textAt(job, key) ?? []);
    const own = new Set(logs.flatMap((log) => [log, dirname(log)]));
    return watchedOf(job)
      .filter(({ text }) => own.has(text.replace(/(?<=.)\/+$/, '')))
      .map(({ path }) => ({
        message: 'the job’s own log is there',
        remedy: 'log into another folder than the one that is watched',
        path,
      }));
  },
};
