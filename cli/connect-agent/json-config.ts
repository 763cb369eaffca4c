/** `mcpServers` of a JSON configuration: everything else stays as it is. */
import { isDeepStrictEqual } from 'node:util';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { ServerEntry } from './agent-kinds.ts';

/**
 * @param text of the file; empty where there is none
 * @returns the same text where the entry stands in it already
 * @throws LukaError connect_unreadable
 */
export function addToJson(text: string, name: string, entry: ServerEntry, file: string): string {
  const config = text.trim() === '' ? {} : parse(text, file);
  const servers = config['mcpServers'] ?? {};
  if (!isRecord(servers))
    throw new LukaError('connect_unreadable', { message: `mcpServers in ${file} is not an object` });
  if (isDeepStrictEqual(servers[name], { ...entry })) return text;
  const indent = /^[ \t]+/m.exec(text)?.[0] ?? '  ';
  return `${JSON.stringify({ ...config, mcpServers: { ...servers, [name]: entry } }, null, indent)}\n`;
}

/** Only the part that is added, as it would stand there. */
export function jsonPart(name: string, entry: ServerEntry): string {
  return JSON.stringify({ mcpServers: { [name]: entry } }, null, 2);
}

function parse(text: string, file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new LukaError('connect_unreadable', {
      message: `${file} is not valid JSON (${cause instanceof Error ? cause.message : String(cause)})`,
      cause,
    });
  }
  if (!isRecord(value))
    throw new LukaError('connect_unreadable', { message: `${file} is not a JSON object` });
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
