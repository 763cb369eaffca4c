/** Where the file of a module step is: always inside the modules folder. */
import { isAbsolute, join, normalize, sep } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';

/** What is wrong with a module's name, if anything; knows nothing of the disk. */
export function modulePathFault(name: string): { message: string; remedy: string } | undefined {
  const path = normalize(name);
  const outside = isAbsolute(name) || path === '..' || path.startsWith(`..${sep}`) || name.startsWith('~');
  if (!outside && !name.includes('\0') && path !== '.') return undefined;
  return {
    message: `the module "${name.replaceAll('\0', '')}" is not inside the modules folder`,
    remedy: 'give the name of a file in the modules folder, such as report.mjs',
  };
}

/**
 * Absolute path of a module step's file; the file itself may be missing.
 * @throws LukaError module_missing where the name leads out of the modules folder
 */
export function modulePath(modulesFolder: string, name: string): string {
  const fault = modulePathFault(name);
  if (fault) throw new LukaError('module_missing', fault);
  return join(modulesFolder, normalize(name));
}
