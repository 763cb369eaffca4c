import { scriptOf } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';
import { isUnexpanded } from '../unexpanded.ts';

export const scriptMissing: LintRule = {
  code: 'script_missing',
  severity: 'error',
  what: 'an interpreter whose script is not there, or a folder',
  explanation:
    'The interpreter starts, does not find what it is to read, and ends: a shell with 127, others with 1 or 2.',
  source: `${LAUNCHD_PLIST}, ProgramArguments; sh(1), EXIT STATUS`,
  fixes: false,
  async check({ job }, facts) {
    const script = scriptOf(job);
    if (script === undefined || isUnexpanded(script.text)) return [];
    const fact = await facts.look(script.text);
    if (fact !== 'missing' && fact !== 'folder') return [];
    // A folder is a program to some: Python and Node look for its main file.
    if (fact === 'folder' && !script.reader.endsWith('sh')) return [];
    return [
      {
        message: `its script ${script.text} is ${fact === 'missing' ? 'not there' : 'a folder'}`,
        remedy: 'correct the path, or remove the agent',
        path: script.path,
      },
    ];
  },
};
