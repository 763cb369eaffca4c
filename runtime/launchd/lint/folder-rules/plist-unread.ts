import type { RuleWords } from '../rule.ts';

/** Seen where a file is opened: there is nothing yet that a rule could look at. */
export const plistUnread: RuleWords = {
  code: 'plist_unread',
  severity: 'error',
  what: 'a plist that cannot be opened, or is no file: a folder, a pipe, a link that leads nowhere',
  explanation: 'What cannot be read is not loaded either, unless by root.',
  source: 'open(2)',
  fixes: false,
};
