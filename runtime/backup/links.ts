/** Links of a home in a backup: only those that stay within the home, or a backup could put files anywhere. */
import { dirname, isAbsolute, posix, relative, resolve, sep } from 'node:path';

/** @param path relative to a home, with `/` */
export function isInside(path: string): boolean {
  const normal = posix.normalize(path);
  return !posix.isAbsolute(normal) && normal !== '..' && !normal.startsWith('../');
}

/**
 * @param path of the link, relative to the home, with `/`
 * @param link where it leads, as it is written in it
 */
export function staysInside(path: string, link: string): boolean {
  return !isAbsolute(link) && isInside(posix.join(posix.dirname(path), link));
}

/**
 * What to write into a link so that it means the same in a home that lies elsewhere.
 * @param file the link, absolute
 * @param root of the home, absolute
 * @returns undefined for one that leads out of the home
 */
export function linkWithin(root: string, file: string, link: string): string | undefined {
  const target = resolve(dirname(file), link);
  const path = relative(root, target).split(sep).join('/');
  if (!isInside(path) || path === '') return undefined;
  return isAbsolute(link) ? relative(dirname(file), target).split(sep).join('/') : link;
}
