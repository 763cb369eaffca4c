/** Shows a file of the home in Finder. The path comes from a page, so it is judged by where it really leads. */
import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';

/**
 * @param show for example `shell.showItemInFolder`
 * @returns whether the file was shown: false for one outside the home, and for one that is not there
 */
export async function revealInHome(
  home: string,
  file: unknown,
  show: (file: string) => void,
): Promise<boolean> {
  if (typeof file !== 'string' || !isAbsolute(file) || file.includes('\0')) return false;
  const [root, target] = await Promise.all([realpath(home), realpath(file)]).catch(() => [
    undefined,
    undefined,
  ]);
  if (root === undefined || target === undefined || !isInside(root, target)) return false;
  show(target);
  return true;
}

/** Both absolute and without links. */
export function isInside(root: string, file: string): boolean {
  const path = relative(root, file);
  return path !== '' && path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}
