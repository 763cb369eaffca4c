/** One search, from what was typed to what is shown. */
import type { SearchAnswer } from '#shared/nouns/knowledge.ts';
import type { OpenIndex } from '../retrieve/open-index.ts';
import type { SearchRequest } from '../retriever.ts';
import { correctTerms, expandParts } from './correct-terms.ts';
import { explainHit } from './explain-hit.ts';
import { conditionsOf, type FilterConditions } from './filters.ts';
import { EXACT, findChunks, unwantedExpressions } from './find-chunks.ts';
import { findNames } from './find-names.ts';
import { loadHits } from './load-hits.ts';
import { parseQuery } from './query.ts';
import { NAME_WORTH, rank, type Candidate, type RankedHit } from './rank.ts';
import { termsOf, type Terms } from './terms.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface SearchSurroundings {
  /** ms since 1970. */
  readonly now: number;
  readonly vocabulary: () => Vocabulary;
}

/** More than are shown: what bm25 has further down may be newer. */
const SPARE = 80;

export type Found = Omit<SearchAnswer, 'tookMs'>;

/** Never fails for what was typed. @throws as SQLite says it, where the file is damaged */
export function searchIndex(index: OpenIndex, request: SearchRequest, around: SearchSurroundings): Found {
  const { limit, offset = 0 } = request;
  const query = parseQuery(request.q);
  const conditions = conditionsOf(query.filters, around.now);
  const unwanted = expandParts(termsOf(query, true), around.vocabulary);
  const { terms: wanted, corrected } = correctTerms(index, termsOf(query, false), around.vocabulary);
  const best = offset + limit + SPARE;
  const found = findChunks(index, { wanted, unwanted, conditions, best });
  if (!found) return filtered(index, request, { unwanted, conditions });
  const isMany = found.total >= EXACT && wanted.grams.length === 0;
  const names = isMany ? [] : findNames(index, { wanted, unwanted, conditions });
  const { candidates, added } = candidatesOf(index, found.scores, names);
  const hits = rank(candidates, around.now).slice(offset, offset + limit);
  const asked = [...wanted.words, ...wanted.grams];
  return {
    hits: loadHits(index, hits, asked, request.explain ? explainHit : undefined),
    total: found.total + added,
    corrected,
    remarks: [...conditions.remarks],
  };
}

/** Hits of words, and the first chunk of each document that is only called so. */
function candidatesOf(
  index: OpenIndex,
  scores: ReadonlyMap<number, number>,
  names: ReturnType<typeof findNames>,
): { candidates: Candidate[]; added: number } {
  const chunks = JSON.stringify([...new Set([...scores.keys(), ...names.map(({ chunk }) => chunk)])]);
  const rows = index.all<{ chunk: number; document: number; at: number }>(
    `select c.id as chunk, c.document, d.at
       from json_each(?) j join chunks c on c.id = j.value join documents d on d.id = c.document`,
    chunks,
  );
  const named = new Map(names.map((name) => [name.document, name]));
  const worded = new Set(rows.filter(({ chunk }) => scores.has(chunk)).map(({ document }) => document));
  const candidates = rows.flatMap(({ chunk, document, at }) => {
    const words = scores.get(chunk);
    const name = named.get(document);
    if (words === undefined && worded.has(document)) return [];
    return [{ chunk, document, at, words: words ?? 0, name: name ? NAME_WORTH[name.in] : 0 }];
  });
  return { candidates, added: candidates.filter(({ chunk }) => !scores.has(chunk)).length };
}

/** Filters alone: the documents that they leave, the newest first. */
function filtered(
  index: OpenIndex,
  { limit, offset = 0, explain }: SearchRequest,
  { unwanted, conditions }: { unwanted: Terms; conditions: FilterConditions },
): Found {
  const remarks = [...conditions.remarks];
  if (conditions.sql.length === 0) {
    const isNegative = unwanted.words.length + unwanted.grams.length > 0;
    if (isNegative) remarks.push('only what is not wanted was named, so nothing is searched for');
    return { hits: [], total: 0, corrected: [], remarks };
  }
  const without = unwantedExpressions(index, unwanted);
  const where = [
    ...conditions.sql,
    ...without.map(([table]) => `c.id not in (select rowid from ${table} where ${table} match ?)`),
  ].join(' and ');
  const values = [...conditions.values, ...without.map(([, expression]) => expression)];
  const from = 'documents d join chunks c on c.document = d.id and c.idx = 0';
  const { total } = index.get<{ total: number }>(
    `select count(*) as total from ${from} where ${where}`,
    ...values,
  )!;
  const hits = index.all<RankedHit>(
    `select c.id as chunk, d.id as document, d.at, 0 as words, 0 as name, 1 as recency, 1 as repeated, 0 as score
       from ${from} where ${where}
      order by d.at desc, d.id desc limit ? offset ?`,
    ...values,
    limit,
    offset,
  );
  return { hits: loadHits(index, hits, [], explain ? explainHit : undefined), total, corrected: [], remarks };
}
