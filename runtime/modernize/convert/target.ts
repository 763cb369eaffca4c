/** What the name in a `require` leads to, which decides what stands for it in a module. */

export type Target =
  /** Of Node itself: loaded already, or loading it does nothing else. */
  | { readonly kind: 'builtin'; readonly specifier: string; readonly names: ReadonlySet<string> }
  /** A file whose default import is its module.exports: CommonJS, or converted here. */
  | {
      readonly kind: 'commonjs';
      readonly specifier: string;
      /** Its module.exports is under this name. */
      readonly importAs: 'default' | 'module.exports';
      /** For a `require` that stays one; the text as it is where left out. */
      readonly requireAs?: string;
      /** It could not be looked up: said beside the import. */
      readonly unsure?: string;
    }
  | { readonly kind: 'json'; readonly specifier: string }
  /** Only `require` loads it as it was loaded before. */
  | { readonly kind: 'keep'; readonly why: string }
  | { readonly kind: 'missing' };

/** Asked for each name once. */
export type Resolve = (specifier: string) => Target;
