import { has, isPlainLabel, textAt } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';

export const labelBad: LintRule = {
  code: 'label_bad',
  severity: 'error',
  what: 'no Label, or one with a slash, a space, `..` or nothing in it',
  explanation:
    'A job is named by its label everywhere; one with a slash, a space or nothing in it cannot be named.',
  source: LAUNCHD_PLIST,
  fixes: false,
  check({ job }) {
    if (job.entries.length === 0) return [];
    if (!has(job, 'Label'))
      return [{ message: 'it has no Label', remedy: 'add one, in the form com.you.job', path: [] }];
    const text = textAt(job, 'Label');
    if (text !== undefined && isPlainLabel(text)) return [];
    return [
      {
        message:
          text === undefined
            ? 'its Label is no text'
            : `its Label ${JSON.stringify(text.slice(0, 80))} is no plain name`,
        remedy: 'use letters, digits, ".", "_" and "-"',
        path: ['Label'],
      },
    ];
  },
};
