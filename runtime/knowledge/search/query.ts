/**
 * What a person types into a search: words, "phrases", pre*, *part*, -not, and filters such as `path:notes` and
 * `after:2026-01-01`. Anything can be typed: what is not understood is searched for as it stands.
 */

export interface Term {
  readonly text: string;
  /** Words in this order, side by side. */
  readonly isPhrase: boolean;
  /** Words that begin so. */
  readonly isPrefix: boolean;
  /** Words that have it anywhere. */
  readonly isPart?: true | undefined;
  /** Any of these instead of the text: words of documents that have it in them. */
  readonly anyOf?: readonly string[] | undefined;
  /** Not where this is. */
  readonly isNot: boolean;
}

export const FILTER_NAMES = ['path', 'kind', 'tag', 'source', 'after', 'before'] as const;
export type FilterName = (typeof FILTER_NAMES)[number];

export interface Filter {
  readonly name: FilterName;
  readonly value: string;
  readonly isNot: boolean;
}

export interface Query {
  readonly terms: readonly Term[];
  readonly filters: readonly Filter[];
}

/** More would be a document, not a question. */
const MOST_TERMS = 64;

/** Never throws. */
export function parseQuery(text: string): Query {
  const terms: Term[] = [];
  const filters: Filter[] = [];
  let isNot = false;
  for (const token of tokensOf(text)) {
    if (token.text === 'NOT' && !token.isQuoted && token.name === undefined) {
      isNot = true;
      continue;
    }
    const negated = isNot || token.isNot;
    isNot = false;
    if (token.name !== undefined) {
      if (token.text !== '') filters.push({ name: token.name, value: token.text, isNot: negated });
      continue;
    }
    const isPart = !token.isQuoted && /^\*+[^*]/.test(token.text);
    const isPrefix = !isPart && !token.isQuoted && /[^*]\*+$/.test(token.text);
    const word = isPart || isPrefix ? token.text.replaceAll(/^\*+|\*+$/g, '') : token.text;
    if (!/[\p{L}\p{N}]/u.test(word) || terms.length >= MOST_TERMS) continue;
    const term = { text: word, isPhrase: token.isQuoted, isPrefix, isNot: negated };
    terms.push(isPart ? { ...term, isPart } : term);
  }
  return { terms, filters };
}

interface Token {
  readonly text: string;
  readonly isQuoted: boolean;
  readonly isNot: boolean;
  readonly name?: FilterName | undefined;
}

/** A phrase that is not closed goes to the end. */
function tokensOf(text: string): Token[] {
  const found = text.matchAll(/(-?)(?:(path|kind|tag|source|after|before):)?(?:"([^"]*)(?:"|$)|([^\s"]+))/gi);
  return [...found].map(([, minus, name, quoted, bare]) => ({
    text: quoted ?? bare ?? '',
    isQuoted: quoted !== undefined,
    isNot: minus === '-',
    name: name?.toLowerCase() as FilterName | undefined,
  }));
}
