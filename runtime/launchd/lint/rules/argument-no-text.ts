import { setInPlist } from '../../plist/edit-xml-plist.ts';
import { kindInWords } from '../job-keys.ts';
import { LAUNCHD_PLIST, type Hit, type LintRule } from '../rule.ts';

export const argumentNoText: LintRule = {
  code: 'argument_no_text',
  severity: 'error',
  what: 'an argument that is no text',
  explanation: 'All of ProgramArguments must be texts, or the job is not loaded.',
  source: `${LAUNCHD_PLIST}, ProgramArguments`,
  fixes: true,
  check({ job }) {
    const value = job.entries.findLast(({ key }) => key === 'ProgramArguments')?.value;
    if (value?.kind !== 'array') return [];
    return value.items.flatMap((item, at): Hit[] =>
      item.kind === 'string'
        ? []
        : [
            {
              message: `argument ${at} is ${kindInWords(item.kind)}`,
              remedy: 'write it as <string>',
              path: ['ProgramArguments', at],
              fix:
                item.kind === 'integer'
                  ? {
                      words: 'writes it as a text',
                      apply: (plist) =>
                        setInPlist(plist, ['ProgramArguments', at], {
                          kind: 'string',
                          value: `${item.value}`,
                        }),
                    }
                  : undefined,
            },
          ],
    );
  },
};
