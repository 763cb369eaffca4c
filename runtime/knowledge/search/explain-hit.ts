/** A hit's score in words: factors and sums, as `rank` made it. */
import type { SearchHit } from '#shared/nouns/knowledge.ts';
import { rounded, type ChunkRow } from './load-hits.ts';
import type { RankedHit } from './rank.ts';
import type { Snippet } from './snippet.ts';

type Why = NonNullable<SearchHit['why']>;

export function explainHit(hit: RankedHit, row: ChunkRow, snippet: Snippet, terms: number): Why {
  const why: Why = [];
  const add = (part: string, value: number, text: string): void => {
    why.push({ part, value: rounded(value), text });
  };
  if (hit.words !== 0) {
    const where = `${snippet.terms} of ${terms} ${terms === 1 ? 'term' : 'terms'} in the text`;
    add('words', hit.words, `bm25, a title six times and headings three times; ${where}`);
  }
  if (hit.name !== 0) add('name', hit.name, `“${row.title}” or its file is called so`);
  add('recency', hit.recency, `times, since it is of ${new Date(row.at).toISOString().slice(0, 10)}`);
  if (hit.repeated !== 1) add('repeated', hit.repeated, 'times, since the document has better hits');
  return why;
}
