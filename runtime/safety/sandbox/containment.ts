/** Questions about absolute, normal paths, by their parts: `/a/bc` is not in `/a/b`. */
import { dirname } from 'node:path';

/** The path itself counts as inside. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || folder === '/' || path.startsWith(`${folder}/`);
}

/** How deep it lies; 0 for `/`. */
export function depthOf(path: string): number {
  return path === '/' ? 0 : path.split('/').length - 1;
}

/** The folders between the two, without both, from the upper one down. */
export function foldersBetween(upper: string, lower: string): string[] {
  const found: string[] = [];
  for (let at = dirname(lower); at !== upper && isInside(at, upper); at = dirname(at)) found.unshift(at);
  return found;
}
