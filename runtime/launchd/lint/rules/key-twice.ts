import type { LintRule } from '../rule.ts';

export const keyTwice: LintRule = {
  code: 'key_twice',
  severity: 'error',
  what: 'a key of the job that stands twice',
  explanation: 'Of a key that stands twice the last counts, and whoever reads the first is wrong.',
  source: 'plist(5)',
  fixes: false,
  check: ({ job }) =>
    job.entries
      .filter(({ key }, at) => job.entries.findIndex((other) => other.key === key) !== at)
      .map(({ key }) => ({ message: `${key} stands there twice`, remedy: 'keep one', path: [key] })),
};
