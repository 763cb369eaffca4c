/** What is searched for: the words that were typed and the filters beside them, in the page's address and as one query. Pure. */
import type { DocumentKind } from '#shared/nouns/knowledge.ts';
import { KIND_LABELS } from '../../../words/knowledge.ts';

export const AFTER_CHOICES = [
  ['day', 'The last day', 1],
  ['week', 'The last week', 7],
  ['month', 'The last month', 31],
  ['year', 'The last year', 366],
] as const;
export type After = (typeof AFTER_CHOICES)[number][0];

/** By the words, or by what they mean. */
export type Way = 'words' | 'meaning';

export interface SearchQuery {
  readonly words: string;
  readonly way: Way;
  readonly kind?: DocumentKind | undefined;
  readonly source?: string | undefined;
  readonly after?: After | undefined;
  /** With what each score is made of. */
  readonly explain: boolean;
}

const DAY_MS = 86_400_000;

/** What means nothing in an address is left out. */
export function queryOf(address: URLSearchParams): SearchQuery {
  const kind = address.get('kind');
  return {
    words: address.get('q') ?? '',
    way: address.get('by') === 'meaning' ? 'meaning' : 'words',
    kind: kind !== null && Object.hasOwn(KIND_LABELS, kind) ? (kind as DocumentKind) : undefined,
    source: address.get('source') ?? undefined,
    after: AFTER_CHOICES.find(([name]) => name === address.get('after'))?.[0],
    explain: address.has('explain'),
  };
}

export function addressOf({ words, way, kind, source, after, explain }: SearchQuery): Record<string, string> {
  return {
    ...(words === '' ? {} : { q: words }),
    ...(way === 'words' ? {} : { by: way }),
    ...(kind === undefined ? {} : { kind }),
    ...(source === undefined ? {} : { source }),
    ...(after === undefined ? {} : { after }),
    ...(explain ? { explain: '' } : {}),
  };
}

/** The query as Luka reads it; nothing where there are neither words nor filters. @param now ms since 1970 */
export function wordsOf({ words, kind, source, after }: SearchQuery, now: number): string {
  const days = AFTER_CHOICES.find(([name]) => name === after)?.[2];
  return [
    words.trim(),
    kind === undefined ? '' : `kind:${kind}`,
    source === undefined ? '' : `source:"${source.replaceAll('"', '')}"`,
    days === undefined ? '' : `after:${new Date(now - days * DAY_MS).toISOString().slice(0, 10)}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

export function hasFilters({ kind, source, after }: SearchQuery): boolean {
  return kind !== undefined || source !== undefined || after !== undefined;
}
