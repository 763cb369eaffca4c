/**
 * Blocks of code that what they are for would not take. What is of another program is marked: ```yaml other
 *
 * yaml: a task, parts of one, a work order, a policy or settings. sh: every `luka …` is a command line that the program takes.
 * json, js and toml: can be read. Everything else is only text.
 */
import { parse as parseJavaScript } from 'acorn';
import { parse as parseToml } from 'smol-toml';
import { commandFaults } from './check-commands.ts';
import { yamlFaults } from './check-yaml-block.ts';
import type { CodeBlock, Page } from './pages.ts';
import { SettingsPatch } from '#shared/nouns/settings.ts';

type Check = (block: CodeBlock) => readonly string[] | Promise<readonly string[]>;

const text: Check = () => [];
const CHECKS: Readonly<Record<string, Check>> = {
  '': commandFaults,
  sh: commandFaults,
  bash: commandFaults,
  zsh: commandFaults,
  fish: commandFaults,
  console: commandFaults,
  yaml: yamlFaults,
  json: jsonFaults,
  js: javaScriptFaults,
  mjs: javaScriptFaults,
  javascript: javaScriptFaults,
  toml: tomlFaults,
  text,
  ts: text,
  diff: text,
  ini: text,
  xml: text,
  http: text,
  markdown: text,
  cron: text,
};

/** @returns a line for each block that is wrong, saying what to do */
export async function faultyBlocks(pages: readonly Page[]): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const page of pages)
    for (const block of page.blocks) {
      if (block.marks.includes('other')) continue;
      const check = CHECKS[block.language];
      const found =
        check === undefined
          ? [`"${block.language}" is a language that nothing checks: add it to build/docs/check-blocks.ts`]
          : await check(block);
      faults.push(
        ...found.map(
          (fault) =>
            `${page.file}:${block.line}: ${fault}` +
            ` (mend it; where it is of another program, mark the block: \`\`\`${block.language || 'text'} other)`,
        ),
      );
    }
  return faults;
}

/** Whole, or line by line; settings by their own schema. */
function jsonFaults({ text }: CodeBlock): string[] {
  const values = [text, ...text.split('\n').filter((line) => line.trim() !== '')].map(readJson);
  const [whole, ...lines] = values;
  if (whole instanceof SyntaxError)
    return lines.some((line) => line instanceof SyntaxError) ? [whole.message] : [];
  const known = Object.keys(SettingsPatch.shape);
  const keys = typeof whole === 'object' && whole !== null ? Object.keys(whole) : [];
  if (keys.length === 0 || !keys.every((key) => known.includes(key))) return [];
  return (
    SettingsPatch.safeParse(whole).error?.issues.map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    ) ?? []
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

function javaScriptFaults({ text }: CodeBlock): string[] {
  return faultOf(() => parseJavaScript(text, { ecmaVersion: 'latest', sourceType: 'module' }));
}

function tomlFaults({ text }: CodeBlock): string[] {
  return faultOf(() => parseToml(text));
}

function faultOf(read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
