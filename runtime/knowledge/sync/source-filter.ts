/** Which files of a source are read, by their names. */
import picomatch from 'picomatch';
import type { FileKind } from '../read/document.ts';
import { kindOf } from '../read/kind-of.ts';
import { isIgnored, type IgnoreRules } from './ignore-rules.ts';

export class SourceFilter {
  readonly #include: ((path: string) => boolean) | undefined;
  readonly #exclude: ((path: string) => boolean) | undefined;
  readonly #namesHidden: boolean;
  readonly #namesModules: boolean;

  constructor({
    include,
    exclude,
  }: {
    readonly include?: readonly string[] | undefined;
    readonly exclude?: readonly string[] | undefined;
  }) {
    this.#include = include?.length ? picomatch(include.map(placed), { dot: true }) : undefined;
    this.#exclude = exclude?.length ? picomatch(exclude.map(placed), { dot: true }) : undefined;
    this.#namesHidden = include?.some((glob) => /(^|[/{,(|])\\?\./.test(glob)) ?? false;
    this.#namesModules = include?.some((glob) => glob.includes('node_modules')) ?? false;
  }

  /** @param path below the source */
  enters(path: string, name: string, rules: IgnoreRules | undefined): boolean {
    if (name.startsWith('.') && !this.#namesHidden) return false;
    if (name === 'node_modules' && !this.#namesModules) return false;
    return !(this.#exclude?.(path) ?? false) && !isIgnored(rules, path, true);
  }

  /** What it is read as; undefined where it is not. @param path below the source */
  kind(path: string, name: string, rules: IgnoreRules | undefined): FileKind | undefined {
    const known = kindOf(name);
    if (this.#include) {
      if (!this.#include(path)) return undefined;
    } else if (known === undefined || name.startsWith('.')) return undefined;
    if (this.#exclude?.(path) || isIgnored(rules, path, false)) return undefined;
    // Whoever names a file of an ending of its own means its text.
    return known ?? 'text';
  }
}

/** Like git: a name alone is meant in every folder, and a folder with all that is in it. */
function placed(glob: string): string {
  const trimmed = glob.replace(/^\.?\//, '').replace(/\/$/, '/**');
  return glob.includes('/') && !/^[^/]*\/$/.test(glob) ? trimmed : `**/${trimmed}`;
}
