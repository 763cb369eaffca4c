/** The paths that a check's path means. Links to folders are not followed, and the search is bounded. */
import { opendir } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import picomatch from 'picomatch';
import { hasCode } from '../../home/atomic-file.ts';
import type { CheckContext } from './check-runner.ts';

const MOST_ENTRIES = 20_000;
const DEEPEST = 32;
const MOST_FOUND = 1_000;

export interface FoundFiles {
  readonly paths: readonly string[];
  /** Why these are not all, in words. */
  readonly cut: string | undefined;
}

/** @param path with `*`, `?` and `**`, absolute, from `~` or from the cwd @returns absolute paths, or what is wrong with it */
export async function findFiles(
  path: string,
  { cwd, personHome }: Pick<CheckContext, 'cwd' | 'personHome'>,
  signal: AbortSignal,
): Promise<FoundFiles | { readonly fault: string }> {
  if (path.includes('\0')) return { fault: 'the path holds NUL' };
  const whole = absolute(path, cwd, personHome);
  const parts = whole.split('/');
  const first = parts.findIndex((part) => /[*?]/.test(part));
  if (first < 0) return { paths: [whole], cut: undefined };
  const root = parts.slice(0, first).join('/') || '/';
  const pattern = parts.slice(first).join('/');
  // Only what a check may use: brackets and braces stand for themselves.
  const matches = picomatch(pattern.replaceAll(/[\\[\]{}()!+@|]/g, '\\$&'), { nonegate: true });
  const deepest = pattern.includes('**') ? DEEPEST : parts.length - first;
  return walk({ root, deepest, matches, signal });
}

function absolute(path: string, cwd: string, home: string): string {
  if (path === '~' || path.startsWith('~/')) return resolve(home, path.slice(2));
  return isAbsolute(path) ? resolve(path) : resolve(cwd, path);
}

interface Walk {
  readonly root: string;
  readonly deepest: number;
  readonly matches: (path: string) => boolean;
  readonly signal: AbortSignal;
}

async function walk({ root, deepest, matches, signal }: Walk): Promise<FoundFiles> {
  const paths: string[] = [];
  let seen = 0;
  // By breadth: what is near is found before the bound is met.
  let level: string[] = [''];
  for (let depth = 0; depth < deepest && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      const entries = await opendir(join(root, folder)).catch((error: unknown) => {
        if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].some((code) => hasCode(error, code))) return undefined;
        throw error;
      });
      if (!entries) continue;
      for await (const entry of entries) {
        signal.throwIfAborted();
        seen += 1;
        if (seen > MOST_ENTRIES)
          return { paths, cut: `there are more than ${MOST_ENTRIES} files and folders to look through` };
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (matches(path)) paths.push(join(root, path));
        if (paths.length > MOST_FOUND) return { paths, cut: `more than ${MOST_FOUND} files match` };
        if (entry.isDirectory()) next.push(path);
      }
    }
    level = next;
  }
  const cut =
    level.length > 0 && deepest === DEEPEST ? `there are folders deeper than ${DEEPEST}` : undefined;
  return { paths, cut };
}
