/** The text of docs/agents-rules.md, from the rules themselves. */
import { FOLDER_RULES } from '#runtime/launchd/lint/folder-rules/index.ts';
import { plistUnread } from '#runtime/launchd/lint/folder-rules/plist-unread.ts';
import type { RuleWords } from '#runtime/launchd/lint/rule.ts';
import { LINT_RULES } from '#runtime/launchd/lint/rules/index.ts';

export const AGENT_RULES: readonly RuleWords[] = [plistUnread, ...FOLDER_RULES, ...LINT_RULES];

export function agentRulesText(): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const rows = AGENT_RULES.map(
    ({ code, severity, what, explanation, source, fixes }) =>
      `| \`${code}\` | ${severity} | ${cell(what)} | ${cell(explanation)} | ${cell(source)} | ${fixes ? 'yes' : ''} |`,
  );
  return `# Rules for agents

What \`luka agents lint\` and the doctor look for in the plists of launchd. A finding has the code of its rule, the place
in the plist, what was seen, and what to do. Where the last column says yes, Luka can mend it, or some cases of it,
without harm: it changes that one value and leaves every other character of the file.

| code | severity | what it sees | why it matters | source | mends |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}
