import { textAt } from '../job-words.ts';
import { LAUNCHD_PLIST } from '../rule.ts';
import type { FolderRule } from './folder-rule.ts';

export const labelDuplicate: FolderRule = {
  code: 'label_duplicate',
  severity: 'error',
  what: 'a label that another plist has, too',
  explanation: 'launchd loads one job of a label; which of the two is a matter of chance.',
  source: LAUNCHD_PLIST,
  fixes: false,
  sameness: ({ job }) => textAt(job, 'Label'),
  hit: (plist, first) => ({
    message: `${first.file} has the label ${textAt(plist.job, 'Label')}, too`,
    remedy: 'give one of them another label, or remove it',
    path: ['Label'],
  }),
};
