import { isAbsolute } from 'node:path';
import { programOf } from '../job-words.ts';
import type { LintRule } from '../rule.ts';
import { isUnexpanded } from '../unexpanded.ts';

export const programNotExecutable: LintRule = {
  code: 'program_not_executable',
  severity: 'error',
  what: 'a program without permission to execute',
  explanation: 'The kernel starts no file whose mode does not allow it, whatever is in it.',
  source: 'execve(2), EACCES',
  fixes: false,
  async check({ job }, facts) {
    const program = programOf(job);
    if (program === undefined || !isAbsolute(program.text) || isUnexpanded(program.text)) return [];
    if ((await facts.look(program.text)) !== 'file') return [];
    return [
      {
        message: `its program ${program.text} is not executable`,
        remedy: `chmod +x ${program.text}`,
        path: program.path,
      },
    ];
  },
};
