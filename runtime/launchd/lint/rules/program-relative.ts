import { isAbsolute, join } from 'node:path';
import { setInPlist } from '../../plist/edit-xml-plist.ts';
import { folderOf, pathFoldersOf, usualFolders } from '../command-places.ts';
import { programOf } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';
import { isUnexpanded } from '../unexpanded.ts';

export const programRelative: LintRule = {
  code: 'program_relative',
  severity: 'error',
  what: 'a program that is no absolute path',
  explanation: 'launchd looks a bare name up on a short PATH of its own, and a relative path from "/".',
  source: `${LAUNCHD_PLIST}, ProgramArguments; execvp(3)`,
  fixes: true,
  async check({ job }, facts) {
    const program = programOf(job);
    if (program === undefined || isAbsolute(program.text) || isUnexpanded(program.text)) return [];
    const { text, path } = program;
    const folder = /^[\w.+-]+$/.test(text)
      ? await folderOf(text, [...(pathFoldersOf(job) ?? []), ...usualFolders(facts.home)], facts)
      : undefined;
    const whole = folder === undefined ? undefined : join(folder, text);
    return [
      {
        message: `its program ${JSON.stringify(text)} is no absolute path`,
        remedy: 'write the whole path, as `command -v` prints it',
        path,
        fix:
          whole !== undefined && (await facts.look(whole)) === 'executable'
            ? {
                words: `writes ${whole}`,
                apply: (plist: string) => setInPlist(plist, path, { kind: 'string', value: whole }),
              }
            : undefined,
      },
    ];
  },
};
