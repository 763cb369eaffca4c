import type { LintRule } from '../rule.ts';

export const plistLink: LintRule = {
  code: 'plist_link',
  severity: 'info',
  what: 'a plist that is a symbolic link',
  explanation:
    'It is read through the link; Luka does not change it, as the file may be another program’s, or in a repository.',
  source: 'symlink(7)',
  fixes: false,
  async check({ file }, facts) {
    if (file === undefined || (await facts.owner?.(file))?.link !== true) return [];
    return [{ message: 'it is a symbolic link', remedy: 'change the file that it leads to', path: [] }];
  },
};
