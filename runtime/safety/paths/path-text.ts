/** What a person or a task writes as a path, made absolute. Nothing is looked up, and no `..` is taken away: a link may be before it. */
import { join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';

/** PATH_MAX of Linux, with room for its NUL; macOS takes less and says so itself (ENAMETOOLONG). */
const LONGEST_PATH = 4_095;
/** NAME_MAX on every file system of interest; APFS counts characters, which are never more than the bytes. */
const LONGEST_NAME = 255;
/** Every part of the path is looked at. */
const MOST_PARTS = 512;

export interface PathBase {
  readonly personHome: string;
  /** Where relative paths start, absolute. */
  readonly cwd?: string | undefined;
}

/** @throws LukaError path_invalid */
export function absolutePath(text: string, { personHome, cwd }: PathBase): string {
  if (typeof text !== 'string' || text === '') throw invalid(text, 'is empty');
  if (text.includes('\0')) throw invalid(text, 'contains NUL');
  if (!text.isWellFormed()) throw invalid(text, 'is not valid Unicode');
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text)) throw invalid(text, 'is an address, not a path');
  const path = withBase(text, personHome, cwd);
  if (Buffer.byteLength(path) > LONGEST_PATH) throw invalid(text, `is longer than ${LONGEST_PATH} bytes`);
  const parts = path.split('/');
  if (parts.length > MOST_PARTS) throw invalid(text, `has more than ${MOST_PARTS} parts`);
  if (parts.some((part) => Buffer.byteLength(part) > LONGEST_NAME))
    throw invalid(text, `has a name of more than ${LONGEST_NAME} bytes`);
  return path;
}

function withBase(text: string, personHome: string, cwd: string | undefined): string {
  if (text.startsWith('/')) return text;
  if (text === '~' || text.startsWith('~/')) return `${personHome}/${text.slice(2)}`;
  if (text.startsWith('~')) throw invalid(text, "names another user's home");
  if (cwd === undefined) throw invalid(text, 'is relative, and there is nothing it could be relative to');
  return `${cwd}/${text}`;
}

/** In an error a path is shortened, and nothing in it moves a terminal's cursor. */
export function quotePath(path: unknown): string {
  const text = String(path);
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}

export function invalid(path: unknown, why: string): LukaError {
  return new LukaError('path_invalid', { message: `the path ${quotePath(path)} ${why}` });
}

/** Its names, from the root down. */
export function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

export function joinParts(folder: string, parts: readonly string[]): string {
  return parts.length === 0 ? folder : join(folder, ...parts);
}
