/** Where only a text is known: builtins are known by name, and everything else is taken for CommonJS, and said to be. */
import { isBuiltin } from 'node:module';
import type { Target } from '../convert/target.ts';

export function resolveFromText(specifier: string): Target {
  if (isBuiltin(specifier)) return builtinTarget(specifier);
  if (isRelative(specifier)) {
    if (/\.json$/i.test(specifier)) return { kind: 'json', specifier };
    if (/\.c?js$/.test(specifier)) return unsure(specifier);
    return { kind: 'keep', why: 'which file it is, only a look at the folder tells' };
  }
  return specifier.startsWith('/') || specifier.startsWith('#')
    ? { kind: 'keep', why: 'which file it is, only a look at the disk tells' }
    : unsure(specifier);
}

export const isRelative = (specifier: string): boolean => /^\.\.?(?:\/|$)/.test(specifier);

function unsure(specifier: string): Target {
  return {
    kind: 'commonjs',
    specifier,
    importAs: 'default',
    unsure: `"${specifier}" was not looked at: it is taken for CommonJS`,
  };
}

/** @param specifier with or without `node:` */
export function builtinTarget(specifier: string): Target {
  let names: ReadonlySet<string> | undefined;
  return {
    kind: 'builtin',
    specifier: specifier.startsWith('node:') ? specifier : `node:${specifier}`,
    // Some warn when they are loaded: only where the names are asked for.
    get names() {
      names ??= new Set(Object.keys(process.getBuiltinModule(specifier) ?? {}));
      return names;
    },
  };
}
