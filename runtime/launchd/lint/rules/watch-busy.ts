import { watchedOf } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';

const BUSY = new Set(
  '/ /tmp /private/tmp /var/tmp /private/var/tmp /var/log /private/var/log /Users /Library /Library/Logs'.split(
    ' ',
  ),
);
const BUSY_AT_HOME = [
  '',
  '/Library',
  '/Library/Logs',
  '/Library/Caches',
  '/Library/Preferences',
  '/Downloads',
];

export const watchBusy: LintRule = {
  code: 'watch_busy',
  severity: 'warning',
  what: 'WatchPaths or QueueDirectories of a folder that always changes, such as the home or /tmp',
  explanation:
    'Every program that makes or removes a file there starts the job; a queue of what is never empty never lets it rest.',
  source: `${LAUNCHD_PLIST}, WatchPaths, QueueDirectories`,
  fixes: false,
  check: ({ job }, { home }) =>
    watchedOf(job).flatMap(({ path, text }) => {
      const folder = text.replace(/(?<=.)\/+$/, '');
      if (!BUSY.has(folder) && !BUSY_AT_HOME.some((each) => folder === home + each)) return [];
      return [
        { message: `${folder} changes all the time`, remedy: 'watch a folder of its own for this job', path },
      ];
    }),
};
