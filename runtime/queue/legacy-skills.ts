/** What each legacy skill means as a step. An order names its arguments in `args`, or beside `skill`. */
import { HttpStep, type Step } from '#shared/nouns/step.ts';
import type { Path } from '../tasks/source-text.ts';
import { isFields, pick, textOf, wordsOf, type Fields } from './fields.ts';
import { splitWords } from './legacy-words.ts';

export type SkillReading =
  { readonly kind: Step } | { readonly fault: string; readonly remedy: string; readonly at?: Path };

/** Each is given the whole step: what it needs may stand in `args` or beside it. */
export const LEGACY_SKILLS = { bash, node, git, http } as const satisfies Record<
  string,
  (fields: Fields) => SkillReading
>;

function bash(fields: Fields): SkillReading {
  const given = argument(fields, ['cmd', 'command', 'script']);
  if (!given) return { fault: 'there is no command', remedy: 'add "cmd" with a shell line' };
  const { value, at } = given;
  if (typeof value === 'string' && value.trim() !== '') return { kind: { run: value } };
  const words = wordsOf(value);
  if (!words?.[0])
    return { fault: 'the command is neither a text nor a list of words', remedy: 'write a shell line', at };
  // Options without a program are bash's own: ["-c", "..."].
  return { kind: { argv: words[0].startsWith('-') ? ['bash', ...words] : words } };
}

function node(fields: Fields): SkillReading {
  const args = pick(fields, 'args')?.value;
  const holder = isFields(args) ? args : fields;
  const rest = wordsOf(pick(holder, 'args', 'argv')?.value);
  const extra = rest && holder !== fields ? { args: rest } : {};
  const file = pick(holder, 'file', 'path') ?? pick(fields, 'file');
  if (typeof file?.value === 'string' && file.value !== '') {
    return { kind: { node: { file: file.value, ...(holder === fields && rest ? { args: rest } : extra) } } };
  }
  const code = argument(fields, ['code', 'script', 'cmd']);
  if (!code)
    return { fault: 'there is no code', remedy: 'add "code" with JavaScript, or "file" with a path' };
  if (typeof code.value === 'string' && code.value.trim() !== '') {
    const text = code.value;
    const named = code.at[0] === 'code' || code.at[1] === 'code';
    if (!named && /^[^\s();'"`=]+\.[cm]?js$/.test(text.trim()))
      return { kind: { node: { file: text.trim(), ...extra } } };
    const own = code.at[0] === 'code' && rest ? { args: rest } : extra;
    return { kind: { node: { code: text, ...own } } };
  }
  const [program, ...words] = wordsOf(code.value) ?? [];
  if (program !== undefined && program !== '') return { kind: { node: { file: program, args: words } } };
  return { fault: 'the code is no text', remedy: 'write JavaScript as one text', at: code.at };
}

function git(fields: Fields): SkillReading {
  const args = pick(fields, 'args')?.value;
  const holder = !pick(fields, 'action') && isFields(args) ? args : fields;
  const action = pick(holder, 'action');
  const more = pick(holder, 'args')?.value;
  const given = action
    ? [...lineOf(action.value), ...(isFields(more) ? [] : lineOf(more ?? []))]
    : lineOf(argument(fields, ['cmd', 'command'])?.value ?? []);
  const words = given[0] === 'git' ? given.slice(1) : given;
  const [first, second, ...rest] = words;
  if (first === undefined || first === '') {
    return { fault: 'there is no git action', remedy: 'add "action", such as "status"' };
  }
  if (first === '--version') return { kind: { git: { action: 'version' } } };
  if (first === '-C' && second !== undefined && isAction(rest[0])) {
    return { kind: { cwd: second, git: { action: rest[0], args: rest.slice(1) } } };
  }
  // Options before the action belong to git itself, which a git step has no place for.
  if (!isAction(first)) return { kind: { argv: ['git', ...words] } };
  return { kind: { git: { action: first, args: words.slice(1) } } };
}

function http(fields: Fields): SkillReading {
  const args = pick(fields, 'args')?.value;
  const all: Fields = isFields(args) ? { ...fields, ...args } : fields;
  const given = pick(all, 'url', 'uri') ?? argument(fields, ['cmd']) ?? pick(fields, 'action');
  const first = Array.isArray(given?.value) ? (given.value as unknown[])[0] : given?.value;
  const [, verb, url] = /^\s*(?:([A-Za-z]+)\s+)?(\S+)\s*$/.exec(textOf(first) ?? '') ?? [];
  if (url === undefined || isFields(first)) {
    return { fault: 'there is no address', remedy: 'add "url", such as "http://127.0.0.1:4000/healthz"' };
  }
  const action = given?.name === 'action' ? undefined : pick(fields, 'action')?.value;
  const method = textOf(pick(all, 'method')?.value ?? verb ?? action)
    ?.trim()
    .toUpperCase();
  const data = pick(all, 'body', 'data', 'json');
  const headers = headersOf(pick(all, 'headers')?.value);
  const isText = typeof data?.value === 'string';
  const expect = expectedOf(pick(all, 'expect', 'expectStatus', 'expected', 'status')?.value);
  const typed = isText || !data || Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  const allHeaders = typed ? headers : { ...headers, 'content-type': 'application/json' };
  const checked = HttpStep.safeParse({
    http: {
      url,
      ...(method === undefined ? {} : { method }),
      ...(Object.keys(allHeaders).length > 0 ? { headers: allHeaders } : {}),
      ...(data ? { body: isText ? data.value : JSON.stringify(data.value) } : {}),
      ...(expect === undefined ? {} : { expect }),
    },
  });
  if (checked.success) return { kind: checked.data };
  const field = String(checked.error.issues[0]?.path[1] ?? 'url');
  return {
    fault: `"${field}" is not valid for a request`,
    remedy: 'use a method such as GET, and statuses from 100 to 599',
  };
}

/** The one thing a skill works on: beside `skill`, or in `args`, or `args` itself. `at` says where it was. */
function argument(
  fields: Fields,
  names: readonly string[],
): { name: string; value: unknown; at: Path } | undefined {
  const own = pick(fields, ...names);
  if (own) return { ...own, at: [own.name] };
  const args = pick(fields, 'args')?.value;
  if (args === undefined) return undefined;
  if (!isFields(args)) return { name: 'args', value: args, at: ['args'] };
  const inner = pick(args, ...names);
  return inner && { ...inner, at: ['args', inner.name] };
}

function lineOf(value: unknown): string[] {
  return wordsOf(value) ?? splitWords(textOf(value) ?? '');
}

function isAction(word: string | undefined): word is string {
  return word !== undefined && /^[a-z][a-z-]*$/.test(word);
}

function headersOf(value: unknown): Record<string, string> {
  if (!isFields(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]): [string, string][] => {
      const text = textOf(item);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** 200, "200", [200, 204] or {status: 200}; anything else expects what Luka expects by itself. */
function expectedOf(value: unknown): number | number[] | undefined {
  if (isFields(value)) return expectedOf(pick(value, 'status', 'code')?.value);
  if (Array.isArray(value)) {
    const statuses = value.map((item) => Number(textOf(item))).filter(Number.isInteger);
    return statuses.length > 0 ? statuses : undefined;
  }
  const text = textOf(value) ?? '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
