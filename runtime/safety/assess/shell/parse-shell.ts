/** A script's syntax tree, or the reason why there is none that could be trusted. */
import { parse, type ParsedScript } from 'unbash';
import { Exceeded, type Budget } from '../bounds.ts';

/** More statements, or here-documents, than this are too many before the parser looks at them. */
const MAX_SEPARATORS = 25_000;
const MAX_HERE_DOCUMENTS = 500;
/** Text that reads in another order than it runs in: Unicode TR 36, "Bidirectional Text Spoofing". */
const REORDERING = /[\u202A-\u202E\u2066-\u2069]/;

/**
 * A tree with errors in it is returned all the same: a shell runs what stands in front of them.
 * @throws Exceeded where it is too large or made to be misread
 */
export function parseShell(text: string, budget: Budget): ParsedScript {
  budget.parse(text.length);
  if (text.includes('\0')) throw new Exceeded('it holds NUL characters');
  if (REORDERING.test(text)) throw new Exceeded('it holds characters that reorder what is shown');
  if (countOf(text, /[;|&\n]/g, MAX_SEPARATORS) > MAX_SEPARATORS) throw new Exceeded('it has too many parts');
  if (countOf(text, /<</g, MAX_HERE_DOCUMENTS) > MAX_HERE_DOCUMENTS)
    throw new Exceeded('it has too many here-documents');
  return guarded(() => parse(text));
}

/** Runs what walks or resolves a tree: too deep a one exhausts the stack. */
export function guarded<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof RangeError) throw new Exceeded('it nests too deeply');
    throw error;
  }
}

function countOf(text: string, pattern: RegExp, limit: number): number {
  let count = 0;
  pattern.lastIndex = 0;
  while (count <= limit && pattern.test(text)) count += 1;
  return count;
}
