import { isAbsolute } from 'node:path';
import { programOf } from '../job-words.ts';
import type { LintRule } from '../rule.ts';
import { isUnexpanded } from '../unexpanded.ts';

export const programIsFolder: LintRule = {
  code: 'program_is_folder',
  severity: 'error',
  what: 'a program that is a folder, such as an .app',
  explanation:
    'A folder cannot be started, also not that of an application: its program is in Contents/MacOS.',
  source: 'execve(2), EACCES',
  fixes: false,
  async check({ job }, facts) {
    const program = programOf(job);
    if (program === undefined || !isAbsolute(program.text) || isUnexpanded(program.text)) return [];
    if ((await facts.look(program.text)) !== 'folder') return [];
    return [
      {
        message: `its program ${program.text} is a folder`,
        remedy: 'name the program in it',
        path: program.path,
      },
    ];
  },
};
