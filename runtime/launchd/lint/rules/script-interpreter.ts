import { scriptOf, programOf } from '../job-words.ts';
import type { Hit, LintRule } from '../rule.ts';

export const scriptInterpreter: LintRule = {
  code: 'script_interpreter',
  severity: 'error',
  what: 'a script whose first line names no interpreter, a missing one, or ends as on Windows',
  explanation:
    'The kernel starts a script through the line that it begins with; launchd has no shell that makes up for it.',
  source: 'execve(2)',
  fixes: false,
  async check({ job }, facts): Promise<Hit[]> {
    const program = programOf(job);
    if (program === undefined) return [];
    const script = scriptOf(job);
    if (script !== undefined && /^(?:ba|z|da|k)?sh$/.test(script.reader))
      return windowsLine(await facts.head(script.text))
        ? [windowsHit(script.path, `the first line of ${script.text} ends as on Windows`)]
        : [];
    if ((await facts.look(program.text)) !== 'executable') return [];
    const head = await facts.head(program.text);
    const reader = /^#![ \t]*(\S+)/.exec(head)?.[1];
    const { path } = program;
    if (reader === undefined) {
      // Text that is no script: a program begins with other bytes. What it says is nobody's: it is not shown.
      if (!/^[\t\n\r\x20-\x7e]{4}/.test(head)) return [];
      return [
        {
          message: 'it is a script that does not say what reads it',
          remedy: 'begin it with a line such as #!/bin/bash',
          path,
        },
      ];
    }
    if (windowsLine(head)) return [windowsHit(path, 'its first line ends as on Windows')];
    if ((await facts.look(reader)) !== 'missing') return [];
    return [{ message: `what reads it, ${reader}, is not there`, remedy: 'correct its first line', path }];
  },
};

function windowsLine(head: string): boolean {
  return /^[^\n]*\r\n/.test(head);
}

function windowsHit(path: Hit['path'], message: string): Hit {
  return { message, remedy: 'convert its line ends, for example with `dos2unix`', path };
}
