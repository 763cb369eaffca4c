import { setInPlist } from '../../plist/edit-xml-plist.ts';
import { hasPath, lostCommands } from '../command-places.ts';
import { textAt } from '../job-words.ts';
import { LAUNCHD_PLIST, type Hit, type LintRule } from '../rule.ts';

export const pathLacksCommand: LintRule = {
  code: 'path_lacks_command',
  severity: 'error',
  what: 'a PATH without the folder of a command that the job uses by its bare name',
  explanation: 'What is on no folder of PATH is not found: the shell ends with 127, and env, too.',
  source: `${LAUNCHD_PLIST}, EnvironmentVariables; execvp(3)`,
  fixes: true,
  async check({ job }, facts) {
    const set = textAt(job, 'EnvironmentVariables', 'PATH');
    if (!hasPath(job) || set === undefined) return [];
    return (await lostCommands(job, facts)).flatMap(({ name, path, folder }): Hit[] => {
      if (folder === undefined) return [];
      const longer = set === '' ? folder : `${set}:${folder}`;
      return [
        {
          message: `PATH lacks ${folder}, where ${name} is`,
          remedy: `add ${folder} to PATH, or write ${folder}/${name}`,
          path,
          fix: {
            words: `adds ${folder} to PATH, as its last`,
            apply: (plist) =>
              setInPlist(plist, ['EnvironmentVariables', 'PATH'], { kind: 'string', value: longer }),
          },
        },
      ];
    });
  },
};
