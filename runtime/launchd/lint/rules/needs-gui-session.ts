import { basename } from 'node:path';
import { valueAt } from '../../plist/plist-value.ts';
import { jobCommand, shellLineOf } from '../commands.ts';
import { argumentsOf } from '../job-words.ts';
import { LAUNCHD_PLIST, type Hit, type LintRule } from '../rule.ts';

export const needsGuiSession: LintRule = {
  code: 'needs_gui_session',
  severity: 'warning',
  what: 'a job that needs somebody logged in at a screen, on a machine where nobody is',
  explanation:
    'A session of type Aqua begins when a person logs in at the screen; until then the job is not loaded.',
  source: `${LAUNCHD_PLIST}, LimitLoadToSessionType; launchctl(1), bootstrap gui/<uid>`,
  fixes: false,
  async check({ job }, facts) {
    if ((await facts.isHeadless?.()) !== true) return [];
    const hits: Hit[] = [];
    const types = valueAt(job, ['LimitLoadToSessionType']);
    const texts = types?.kind === 'array' ? types.items : types === undefined ? [] : [types];
    if (texts.length > 0 && texts.every((each) => each.kind === 'string' && each.value === 'Aqua'))
      hits.push({
        message: 'it is loaded into sessions at a screen only',
        remedy: 'add Background to LimitLoadToSessionType, or make it a LaunchDaemon',
        path: ['LimitLoadToSessionType'],
      });
    for (const { name, args, path } of [jobCommand(job) ?? [], shellLineOf(job)?.commands ?? []].flat()) {
      const opens = basename(name) === 'open' && args.some((arg) => /^-[abn]+$/.test(arg));
      const clicks = basename(name) === 'osascript' && argumentsOf(job).join(' ').includes('System Events');
      if (opens || clicks)
        hits.push({
          message: `${basename(name)} needs a session at a screen`,
          remedy: 'run it where somebody is logged in, or do it without an application',
          path,
        });
    }
    return hits;
  },
};
