import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FOLDER_RULES } from '#runtime/launchd/lint/folder-rules/index.ts';
import { LINT_RULES } from '#runtime/launchd/lint/rules/index.ts';
import { AGENT_RULES, agentRulesText } from './agent-rules.ts';

it('docs/agents-rules.md is what the rules say; `npm run docs` writes it anew', () => {
  expect(readFileSync(new URL('../docs/agents-rules.md', import.meta.url), 'utf8')).toBe(agentRulesText());
});

it('each rule has a code of its own and says what, why, and who says so', () => {
  const codes = AGENT_RULES.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const { what, explanation, source } of AGENT_RULES)
    for (const text of [what, explanation, source]) expect(text).toMatch(/\S/);
});

it('each rule is a file of its own, named after its code, and is listed', () => {
  const files = readdirSync(new URL('../runtime/launchd/lint/rules/', import.meta.url));
  const named = LINT_RULES.map(({ code }) => `${code.replaceAll('_', '-')}.ts`);
  expect(files.toSorted()).toEqual([...named, 'index.ts'].toSorted());
  const between = readdirSync(new URL('../runtime/launchd/lint/folder-rules/', import.meta.url));
  for (const { code } of FOLDER_RULES) expect(between).toContain(`${code.replaceAll('_', '-')}.ts`);
});
