/**
 * What a `require` in a file leads to, asked of Node's own two algorithms: where `import` would load something else than
 * `require` does, the `require` stays.
 */
import { readFileSync } from 'node:fs';
import { createRequire, findPackageJSON, isBuiltin } from 'node:module';
import { dirname, extname, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { resolve as resolveImport } from 'import-meta-resolve';
import { readSource } from '../convert/source.ts';
import type { Resolve, Target } from '../convert/target.ts';
import { builtinTarget, isRelative } from './text-resolver.ts';

/** A file of the same lot that becomes a module. */
export interface Sibling {
  /** Absolute. */
  readonly output: string;
  readonly importAs: 'default' | 'module.exports';
}

/** @param file absolute and real @param siblings by absolute, real path of the original */
export function fileResolver(file: string, siblings: ReadonlyMap<string, Sibling>): Resolve {
  const require = createRequire(file);
  return (specifier) => {
    if (isBuiltin(specifier)) return builtinTarget(specifier);
    let path: string;
    try {
      path = require.resolve(specifier);
    } catch {
      return { kind: 'missing' };
    }
    const sibling = siblings.get(path);
    if (sibling !== undefined) {
      const name = urlPath(file, sibling.output);
      return {
        kind: 'commonjs',
        specifier: name,
        importAs: sibling.importAs,
        requireAs: plainPath(file, sibling.output),
      };
    }
    if (specifier.startsWith('/')) return { kind: 'keep', why: 'it is named by its whole path' };
    return isRelative(specifier)
      ? fileTarget(urlPath(file, path), path)
      : packageTarget(specifier, path, file);
  };
}

/** The file that a name leads to, as Node finds it; undefined for builtins and for what is not there. */
export function requiredFile(file: string, specifier: string): string | undefined {
  if (isBuiltin(specifier)) return undefined;
  try {
    return createRequire(file).resolve(specifier);
  } catch {
    return undefined;
  }
}

function fileTarget(specifier: string, path: string): Target {
  switch (extname(path)) {
    case '.json':
      return { kind: 'json', specifier };
    case '.cjs':
      return { kind: 'commonjs', specifier, importAs: 'default' };
    case '.js':
      return isCommonJs(path)
        ? { kind: 'commonjs', specifier, importAs: 'default' }
        : { kind: 'keep', why: 'it is an ES module, and require gives all of it' };
    case '.mjs':
      return { kind: 'keep', why: 'it is an ES module, and require gives all of it' };
    case '.node':
      return { kind: 'keep', why: 'it is native code' };
    default:
      return { kind: 'keep', why: 'import takes no file of that kind' };
  }
}

function packageTarget(specifier: string, path: string, file: string): Target {
  const base = pathToFileURL(file).href;
  const candidates = [
    specifier,
    ...['.js', '.cjs', '.json', '/index.js'].map((ending) => specifier + ending),
  ];
  for (const candidate of candidates) {
    const found = importedFile(candidate, base);
    if (found === path) return fileTarget(candidate, path);
    if (found !== undefined && candidate === specifier)
      return { kind: 'keep', why: 'import would load another file of that package' };
  }
  return { kind: 'keep', why: 'import does not find it under that name' };
}

function importedFile(specifier: string, base: string): string | undefined {
  try {
    return fileURLToPath(resolveImport(specifier, base));
  } catch {
    return undefined;
  }
}

/** A `.js` file is what its package says; where that says nothing, what its text is (Node, "Determining module system"). */
function isCommonJs(path: string): boolean {
  const file = findPackageJSON(pathToFileURL(path));
  const type =
    file === undefined ? undefined : (JSON.parse(readFileSync(file, 'utf8')) as { type?: unknown }).type;
  if (type === 'module') return false;
  if (type === 'commonjs') return true;
  try {
    readSource(readFileSync(path, 'utf8'));
    return true;
  } catch {
    return false;
  }
}

/** Relative, with `/` and a dot first. */
function plainPath(from: string, to: string): string {
  const path = relative(dirname(from), to).replaceAll('\\', '/');
  return path.startsWith('../') ? path : `./${path}`;
}

/** The same as a part of a URL, which imports are. */
function urlPath(from: string, to: string): string {
  return plainPath(from, to)
    .split('/')
    .map((piece) => encodeURIComponent(piece).replaceAll('%40', '@').replaceAll('%2B', '+'))
    .join('/');
}
