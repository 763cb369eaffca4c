/** What is at a path that an event told of, by the rules of all folders above it. */
import type { Stats } from 'node:fs';
import type { BoundedIo } from './bounded-io.ts';
import type { PatientQuestions } from './file-questions.ts';
import { IGNORE_FILES, withRules, type IgnoreRules } from './ignore-rules.ts';
import type { SourceFilter } from './source-filter.ts';
import type { Skip } from './sync-round.ts';
import { faultOf, foundFile, type FoundFile } from './walk-folder.ts';

export type AtPath =
  | { readonly file: FoundFile }
  /** Below the root, with the rules above it. */
  | { readonly folder: string; readonly rules: IgnoreRules | undefined }
  | { readonly skip: Skip }
  /** Where it leads, and whether that is read in its own place, only a walk can tell. */
  | 'link'
  /** Nothing that is to be read. */
  | undefined;

/** For one round: rules are read once. */
export class PathLook {
  readonly #root: string;
  readonly #filter: SourceFilter;
  readonly #io: BoundedIo;
  readonly #questions: PatientQuestions;
  readonly #rules = new Map<string, Promise<IgnoreRules | undefined>>();

  constructor(root: string, filter: SourceFilter, io: BoundedIo, questions: PatientQuestions) {
    this.#root = root;
    this.#filter = filter;
    this.#io = io;
    this.#questions = questions;
  }

  /** @param path absolute, below the root */
  async at(path: string): Promise<AtPath> {
    try {
      const stats = await this.#io.asked<Stats>((done) => this.#questions.ownStats(path, done));
      if (stats.isSymbolicLink()) return 'link';
      const below = path.slice(this.#root === '/' ? 1 : this.#root.length + 1);
      const rules = await this.#rulesFor(below);
      if (rules === 'left out') return undefined;
      const name = nameOf(path);
      if (stats.isDirectory())
        return this.#filter.enters(below, name, rules.above)
          ? { folder: below, rules: rules.above }
          : undefined;
      const kind = stats.isFile() ? this.#filter.kind(below, name, rules.above) : undefined;
      return kind && { file: foundFile(path, kind, stats) };
    } catch (error) {
      const fault = faultOf(error as NodeJS.ErrnoException);
      return fault && { skip: { path, ...fault } };
    }
  }

  /** The rules of all folders above a path, unless one of them is left out with all that is in it. */
  async #rulesFor(below: string): Promise<{ above: IgnoreRules | undefined } | 'left out'> {
    const names = below.split('/');
    let above: IgnoreRules | undefined;
    for (let depth = 0; depth < names.length; depth += 1) {
      const folder = names.slice(0, depth).join('/');
      if (depth > 0 && !this.#filter.enters(folder, names[depth - 1]!, above)) return 'left out';
      const before = above;
      let own = this.#rules.get(folder);
      if (own === undefined) this.#rules.set(folder, (own = this.#readRules(folder, before)));
      above = await own;
    }
    return { above };
  }

  async #readRules(folder: string, above: IgnoreRules | undefined): Promise<IgnoreRules | undefined> {
    const base = folder === '' ? this.#root : `${this.#root}/${folder}`;
    const texts = await Promise.all(
      IGNORE_FILES.map((name) =>
        this.#io
          .asked<string>((done) => this.#questions.text(`${base}/${name}`, done))
          .catch((error: NodeJS.ErrnoException) => {
            if (faultOf(error) === undefined) return '';
            throw error;
          }),
      ),
    );
    return withRules(above, folder, texts);
  }
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
