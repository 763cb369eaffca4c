import { setInPlist } from '../../plist/edit-xml-plist.ts';
import { entryOf, type PlistValue } from '../../plist/plist-value.ts';
import { DEFAULT_PATH, hasPath, lostCommands } from '../command-places.ts';
import { LAUNCHD_PLIST, type Hit, type LintRule } from '../rule.ts';

export const pathUnset: LintRule = {
  code: 'path_unset',
  severity: 'error',
  what: 'no PATH, and a bare command that is not in the folders of the default one, such as one of Homebrew',
  explanation: `A job has none of what a shell's profile sets: its PATH is ${DEFAULT_PATH}, without Homebrew.`,
  source: `${LAUNCHD_PLIST}, EnvironmentVariables; launchctl(1), print: "default environment"`,
  fixes: true,
  async check({ job }, facts) {
    if (hasPath(job)) return [];
    const values = entryOf(job, 'EnvironmentVariables')?.value;
    return (await lostCommands(job, facts)).flatMap(({ name, path, folder }): Hit[] => {
      if (folder === undefined) return [];
      const PATH: PlistValue = { kind: 'string', value: `${DEFAULT_PATH}:${folder}` };
      return [
        {
          message: `${name} is in ${folder}, and no PATH is set`,
          remedy: `set a PATH with ${folder}, or write ${folder}/${name}`,
          path,
          fix:
            values !== undefined && values.kind !== 'dict'
              ? undefined
              : {
                  words: `sets PATH to ${PATH.value}`,
                  apply: (plist) =>
                    values === undefined
                      ? setInPlist(plist, ['EnvironmentVariables'], {
                          kind: 'dict',
                          entries: [{ key: 'PATH', value: PATH }],
                        })
                      : setInPlist(plist, ['EnvironmentVariables', 'PATH'], PATH),
                },
        },
      ];
    });
  },
};
