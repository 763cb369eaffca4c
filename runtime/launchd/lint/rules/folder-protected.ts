import { textAt } from '../job-words.ts';
import { guardOf, TCC } from '../protected-folders.ts';
import type { LintRule } from '../rule.ts';

export const folderProtected: LintRule = {
  code: 'folder_protected',
  severity: 'warning',
  what: 'a WorkingDirectory or log in Desktop, Documents, Downloads, iCloud Drive or on an external volume',
  explanation:
    'Without a consent that nobody is asked for, the job cannot read or write there; a volume may be gone when it starts.',
  source: TCC,
  fixes: false,
  check: ({ job }, { home }) =>
    ['WorkingDirectory', 'StandardInPath', 'StandardOutPath', 'StandardErrorPath'].flatMap((key) => {
      const text = textAt(job, key);
      const guard = text === undefined ? undefined : guardOf(text, home);
      if (guard === undefined) return [];
      return [
        { message: `${key} is in ${guard}`, remedy: 'choose a folder that is not guarded', path: [key] },
      ];
    }),
};
