/** New names that nothing in the file has. */
import { isName } from './syntax.ts';

export class FreshNames {
  readonly #taken: Set<string>;
  readonly #made = new Set<string>();
  readonly #isUsedAtTop: (name: string) => boolean;

  /** @param isUsedAtTop whether the name means something at the top of the file already */
  constructor(taken: Iterable<string>, isUsedAtTop: (name: string) => boolean) {
    this.#taken = new Set(taken);
    this.#isUsedAtTop = isUsedAtTop;
  }

  /** The wanted name itself where it is free, else with a number. */
  take(wanted: string): string {
    const base = isName(wanted) ? wanted : `${wanted.replace(/[^\p{ID_Continue}$]/gu, '_') || 'value'}_`;
    const safe = /^[\p{ID_Start}$_]/u.test(base) ? base : `_${base}`;
    let name = safe;
    for (let number = 2; this.#taken.has(name) || !isName(name); number++) name = `${safe}${number}`;
    this.#taken.add(name);
    this.#made.add(name);
    return name;
  }

  /** Takes a name for the top of the file that nothing but exports will use: names inside of functions do not matter. */
  declare(name: string): boolean {
    if (!isName(name) || this.#isUsedAtTop(name) || this.#made.has(name)) return false;
    this.#taken.add(name);
    this.#made.add(name);
    return true;
  }

  /** `node:child_process` is `childProcess`, `./lib/read-all.cjs` is `readAll`. */
  forSpecifier(specifier: string): string {
    const last =
      specifier
        .replace(/^node:/, '')
        .split('/')
        .findLast((piece) => piece !== '' && !piece.startsWith('.')) ?? 'loaded';
    const words = last.replace(/\.[cm]?js$|\.json$/, '').split(/[^\p{L}\p{N}]+/u);
    const joined = words
      .filter((word) => word !== '')
      .map(
        (word, index) =>
          (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1),
      )
      .join('');
    return this.take(joined === '' ? 'loaded' : joined);
  }
}
