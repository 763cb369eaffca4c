import type { LintRule } from '../rule.ts';

export const plistUnreadable: LintRule = {
  code: 'plist_unreadable',
  severity: 'error',
  what: 'XML that is not well-formed, a wrong value, more than 1 MB, entities of its own',
  explanation: 'launchd refuses a plist that is not well-formed, and says only "Input/output error" (5).',
  source: 'plist(5)',
  fixes: false,
  check: ({ faults }) =>
    faults.map(({ message, line, column }) => ({
      message,
      remedy: 'mend it at this line, and check it with `plutil -lint`',
      path: [],
      at: { line, column },
    })),
};
