/** What `.gitignore` and `.lukaignore` of a folder and the folders above it leave out. https://git-scm.com/docs/gitignore */
import ignore, { type Ignore } from 'ignore';

export const IGNORE_FILES = ['.gitignore', '.lukaignore'] as const;

export function isIgnoreFile(name: string): boolean {
  return (IGNORE_FILES as readonly string[]).includes(name);
}

export interface IgnoreRules {
  readonly above: IgnoreRules | undefined;
  /** Of the folder they are in, below the source; '' for itself. */
  readonly folder: string;
  readonly rules: Ignore;
}

/** @param texts of the files, the one that overrules last */
export function withRules(
  above: IgnoreRules | undefined,
  folder: string,
  texts: readonly string[],
): IgnoreRules | undefined {
  if (texts.every((text) => text.trim() === '')) return above;
  return { above, folder, rules: ignore({ allowRelativePaths: true }).add(texts.join('\n')) };
}

/** @param path below the source */
export function isIgnored(rules: IgnoreRules | undefined, path: string, isFolder: boolean): boolean {
  // The nearest file that has a word on it decides.
  for (let each = rules; each; each = each.above) {
    const below = each.folder === '' ? path : path.slice(each.folder.length + 1);
    const { ignored, unignored } = each.rules.test(isFolder ? `${below}/` : below);
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}
