/**
 * `[mcp_servers.<name>]` of a TOML configuration. The text is changed by lines, so that comments and order stay; that
 * nothing else became different is then proved by reading both.
 */
import { isDeepStrictEqual } from 'node:util';
import { parse, stringify, type TomlTable } from 'smol-toml';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { ServerEntry } from './agent-kinds.ts';

/**
 * @param text of the file; empty where there is none
 * @returns the same text where the entry stands in it already
 * @throws LukaError connect_unreadable
 */
export function addToToml(text: string, name: string, entry: ServerEntry, file: string): string {
  const before = read(text, file);
  const wanted = { command: entry.command, args: [...entry.args], env: { ...entry.env } };
  const others = { ...tableOf(before['mcp_servers']) };
  if (isDeepStrictEqual(plain(others[name]), wanted)) return text;
  const kept = withoutTable(text, name);
  const separator = kept.trim() === '' ? '' : `${kept.trimEnd()}\n\n`;
  const after = `${separator}${tomlPart(name, entry)}\n`;
  delete others[name];
  const expected = { ...before, mcp_servers: { ...others, [name]: wanted } };
  if (!isDeepStrictEqual(plain(read(after, file)), plain(expected)))
    throw new LukaError('connect_unreadable', {
      message: `${file} has a form in which nothing can be added without touching the rest`,
      remedy: `add what \`luka connect\` prints to it by hand`,
    });
  return after;
}

/** Only the part that is added, as it would stand there. */
export function tomlPart(name: string, { command, args, env }: ServerEntry): string {
  return stringify({ mcp_servers: { [name]: { command, args: [...args], env: { ...env } } } }).trim();
}

/** The text without the table of that name and the tables below it. */
function withoutTable(text: string, name: string): string {
  const own = new RegExp(String.raw`^\s*\[\s*mcp_servers\s*\.\s*(?:${name}|"${name}"|'${name}')\s*[\].]`);
  let inside = false;
  return text
    .split('\n')
    .filter((line) => {
      if (/^\s*\[/.test(line)) inside = own.test(line);
      return !inside;
    })
    .join('\n');
}

function read(text: string, file: string): TomlTable {
  try {
    return parse(text);
  } catch (cause) {
    throw new LukaError('connect_unreadable', {
      message: `${file} is not valid TOML (${String(cause instanceof Error ? cause.message : cause).split('\n')[0]})`,
      cause,
    });
  }
}

function tableOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Without the prototypes of the parser's own objects, which no comparison means. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
