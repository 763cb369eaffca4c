/** By meaning: chunks whose vectors are near that of the question, fused with those that share its words. */
import type { RecallMethod, SearchHit } from '#shared/nouns/knowledge.ts';
import type { OpenIndex } from '../retrieve/open-index.ts';
import type { SearchRequest } from '../retriever.ts';
import { correctTerms } from '../search/correct-terms.ts';
import { conditionsOf, type FilterConditions } from '../search/filters.ts';
import { unwantedExpressions } from '../search/find-chunks.ts';
import { fuseRanks } from '../search/fuse-ranks.ts';
import { gramExpression } from '../search/gram-terms.ts';
import { loadHits, rounded, type Explain } from '../search/load-hits.ts';
import { parseQuery, type Term } from '../search/query.ts';
import { recencyOf, type RankedHit } from '../search/rank.ts';
import type { Found, SearchSurroundings } from '../search/search-index.ts';
import { ftsWord, termsOf, type Terms } from '../search/terms.ts';
import { chooseWords } from './choose-words.ts';
import type { Meaning } from './meaning.ts';
import type { Neighbour } from './vector-table.ts';

/** Of each list. */
const DEPTH = 150;
/** One document does not fill the answer. */
const REPEATED = 0.85;

/**
 * @param meaning of the question; undefined where the index has no vectors yet
 * @throws as SQLite says it
 */
export function recallIndex(
  index: OpenIndex,
  request: SearchRequest,
  around: SearchSurroundings & { readonly meaning: Meaning | undefined },
): Found & { readonly method: RecallMethod } {
  const query = parseQuery(request.q);
  const conditions = conditionsOf(query.filters, around.now);
  const unwanted = termsOf(query, true);
  const asked = askedTerms(index, around, termsOf(query, false));
  const allowed = allowedChunks(index, conditions, unwanted);
  const byWords = wordList(index, asked.terms, allowed);
  const byMeaning = around.meaning?.nearest(DEPTH, allowed) ?? [];
  const likeness = new Map(byMeaning.map((each) => [each.chunk, each.likeness]));
  const hits = ranked(index, [byWords, byMeaning.map(({ chunk }) => chunk)], around.now);
  const shown = hits.slice(request.offset ?? 0, (request.offset ?? 0) + request.limit);
  const explain = explainRecall(byWords, byMeaning, likeness);
  return {
    hits: loadHits(index, shown, asked.terms, request.explain ? explain : undefined),
    total: hits.length,
    corrected: asked.corrected,
    remarks: [
      ...conditions.remarks,
      ...(around.meaning?.remarks ?? ['the vectors of meaning are not made yet']),
    ],
    method: around.meaning?.method ?? 'tf-idf',
  };
}

function askedTerms(
  index: OpenIndex,
  { vocabulary, meaning }: SearchSurroundings & { readonly meaning: Meaning | undefined },
  wanted: Terms,
): { terms: Term[]; corrected: Found['corrected'] } {
  const { terms, corrected } = correctTerms(index, wanted, vocabulary);
  const text = [...terms.words, ...terms.grams].map((term) => term.text).join(' ');
  const { words, grams } = chooseWords(text, meaning?.frequencies, meaning?.chunks ?? 0);
  const plain = (word: string): Term => ({ text: word, isPhrase: false, isPrefix: false, isNot: false });
  return { terms: [...words, ...grams].map(plain), corrected };
}

/** @returns undefined where all are */
function allowedChunks(
  index: OpenIndex,
  conditions: FilterConditions,
  unwanted: Terms,
): Set<number> | undefined {
  const without = unwantedExpressions(index, unwanted);
  if (conditions.sql.length === 0 && without.length === 0) return undefined;
  const where = [
    ...conditions.sql,
    ...without.map(([table]) => `c.id not in (select rowid from ${table} where ${table} match ?)`),
  ].join(' and ');
  const rows = index.all<{ chunk: number }>(
    `select c.id as chunk from documents d join chunks c on c.document = d.id where ${where}`,
    ...conditions.values,
    ...without.map(([, expression]) => expression),
  );
  return new Set(rows.map(({ chunk }) => chunk));
}

/** Chunks that have at least one of the words, the best first. */
function wordList(index: OpenIndex, terms: readonly Term[], allowed?: ReadonlySet<number>): number[] {
  const words = terms.filter(({ text }) => !isGram(text)).map(ftsWord);
  const grams = terms
    .filter(({ text }) => isGram(text))
    .flatMap(({ text }) => gramExpression(index, text) ?? []);
  const filter = allowed ? ' and +rowid in (select value from json_each(?))' : '';
  const values = allowed ? [JSON.stringify([...allowed])] : [];
  const best = (table: 'words' | 'grams', weights: string, expressions: readonly string[]): number[] =>
    expressions.length === 0
      ? []
      : index
          .all<{ chunk: number }>(
            `select rowid as chunk, bm25(${table}${weights}) as worth from ${table}
              where ${table} match ?${filter} order by worth limit ${DEPTH}`,
            expressions.join(' OR '),
            ...values,
          )
          .map(({ chunk }) => chunk);
  const lists = [best('words', ', 4.0, 2.0, 1.0', words), best('grams', '', grams)];
  return fuseRanks(lists.filter(({ length }) => length > 0)).map(({ id }) => id);
}

function isGram(text: string): boolean {
  return (
    termsOf({ terms: [{ text, isPhrase: true, isPrefix: false, isNot: false }], filters: [] }, false).grams
      .length > 0
  );
}

function ranked(index: OpenIndex, lists: readonly (readonly number[])[], now: number): RankedHit[] {
  const fused = fuseRanks(lists);
  const rows = new Map(
    index
      .all<{ chunk: number; document: number; at: number }>(
        `select c.id as chunk, c.document, d.at
           from json_each(?) j join chunks c on c.id = j.value join documents d on d.id = c.document`,
        JSON.stringify(fused.map(({ id }) => id)),
      )
      .map((row) => [row.chunk, row]),
  );
  const seen = new Map<number, number>();
  return fused
    .flatMap(({ id, score }) => {
      const row = rows.get(id);
      if (!row) return [];
      const before = seen.get(row.document) ?? 0;
      seen.set(row.document, before + 1);
      // Of meaning, age says little: only what fits alike is put in the order of time.
      const recency = Math.sqrt(Math.sqrt(recencyOf(row.at, now)));
      const repeated = REPEATED ** before;
      return [{ ...row, words: score, name: 0, recency, repeated, score: score * recency * repeated }];
    })
    .toSorted((a, b) => b.score - a.score || b.chunk - a.chunk);
}

function explainRecall(
  words: readonly number[],
  meaning: readonly Neighbour[],
  likeness: ReadonlyMap<number, number>,
): Explain {
  const wordPlaces = new Map(words.map((chunk, at) => [chunk, at + 1]));
  const meaningPlaces = new Map(meaning.map(({ chunk }, at) => [chunk, at + 1]));
  return (hit, row, snippet, terms): NonNullable<SearchHit['why']> => {
    const why: NonNullable<SearchHit['why']> = [];
    const word = wordPlaces.get(hit.chunk);
    if (word !== undefined)
      why.push({
        part: 'words',
        value: word,
        text: `place by words; ${snippet.terms} of ${terms} in the text`,
      });
    const near = meaningPlaces.get(hit.chunk);
    if (near !== undefined) {
      const alike = rounded(likeness.get(hit.chunk) ?? 0);
      why.push({ part: 'meaning', value: near, text: `place by meaning; likeness ${alike}` });
      why.push({ part: 'likeness', value: alike, text: 'cosine of the vectors' });
    }
    why.push({ part: 'fused', value: rounded(hit.words), text: 'reciprocal ranks, added' });
    why.push({
      part: 'recency',
      value: rounded(hit.recency),
      text: `times, since it is of ${new Date(row.at).toISOString().slice(0, 10)}`,
    });
    if (hit.repeated !== 1)
      why.push({
        part: 'repeated',
        value: rounded(hit.repeated),
        text: 'times, since the document has better hits',
      });
    return why;
  };
}
