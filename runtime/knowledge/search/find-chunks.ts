/** Which chunks have what is searched for, and how well the words fit: candidates, the best of each kind. */
import type { OpenIndex } from '../retrieve/open-index.ts';
import type { FilterConditions } from './filters.ts';
import { gramExpression, gramsOfAll } from './gram-terms.ts';
import { standsAlone } from './mark-hits.ts';
import type { Term } from './query.ts';
import { ftsAll, ftsWord, type Terms } from './terms.ts';

/** What a hit in a title and in headings weighs beside one in the text. */
const WEIGHTS = '6.0, 3.0, 1.0';
/** Documents whose chunks can be listed in a few milliseconds. */
const FEW = 1_500;
/**
 * Up to here totals are exact. Of more, so many of the newest are weighed, each for one to two microseconds, and those with a hit in title or headings.
 */
export const EXACT = 1_000;
const ENTITLED = 100;
/** What those are worth more than the best of the others: of words that are everywhere, bm25 thinks nothing. */
const TITLE = 1;

export interface FoundChunks {
  /** What the words are worth, higher is better, by chunk. */
  readonly scores: ReadonlyMap<number, number>;
  readonly total: number;
}

export interface ChunkSearch {
  readonly wanted: Terms;
  readonly unwanted: Terms;
  readonly conditions: FilterConditions;
  /** How many of the best are needed. */
  readonly best: number;
}

/** @returns undefined where nothing is wanted */
export function findChunks(index: OpenIndex, search: ChunkSearch): FoundChunks | undefined {
  const { words, grams } = search.wanted;
  if (words.length === 0 && grams.length === 0) return undefined;
  const hasGrams = index.get('select rowid from grams limit 1') !== undefined;
  const gramsWanted = grams.length === 0 ? undefined : gramsOfAll(index, textsOf(grams));
  if (grams.length > 0 && gramsWanted === undefined) return { scores: new Map(), total: 0 };
  const found =
    words.length > 0
      ? ranked(index, search, 'words', ftsAll(words.map(ftsWord)), gramsWanted)
      : ranked(index, search, 'grams', gramsWanted!);
  if (words.length === 0 || !hasGrams || found.total >= EXACT) return found;
  const more = gluedWords(index, search);
  return { scores: new Map([...found.scores, ...more]), total: found.total + more.size };
}

const textsOf = (terms: readonly Term[]): string[] => terms.map(({ text }) => text);

/** The best by bm25 of one table; `also` has to be found among the trigrams. */
function ranked(
  index: OpenIndex,
  { unwanted, conditions, best }: ChunkSearch,
  table: 'words' | 'grams',
  expression: string,
  also?: string,
): FoundChunks {
  const isNarrow = isNarrowed(index, conditions);
  const parts = whereParts(index, table, expression, { also, unwanted, conditions, isNarrow });
  const from = isNarrow ? table : fromTable(table, conditions);
  const score = table === 'words' ? `-bm25(words, ${WEIGHTS})` : '-bm25(grams)';
  const found = index.all<{ chunk: number; score: number; total: number }>(
    `select chunk, score, count(*) over () as total
       from (select ${table}.rowid as chunk, ${score} as score from ${from}
              where ${parts.where} order by ${table}.rowid desc limit ${EXACT})
      order by score desc limit ${best}`,
    ...parts.values,
  );
  const total = found[0]?.total ?? 0;
  const scores = new Map(found.map((row) => [row.chunk, row.score]));
  if (total < EXACT || table === 'grams') return { scores, total };
  // Among so many the best may be older than those that were weighed: then it has the words in its title, or nobody finds it.
  const [, ...rest] = parts.values;
  const entitled = index.all<{ chunk: number }>(
    `select words.rowid as chunk from ${from} where ${parts.where} order by words.rowid desc limit ${ENTITLED}`,
    parts.values[0].replace(expression, `{title headings} : (${expression})`),
    ...rest,
  );
  const worth = found[0]!.score + TITLE;
  for (const { chunk } of entitled) scores.set(chunk, worth);
  return { scores, total };
}

/**
 * Whether filters leave so few documents that their chunks are listed first. Otherwise each chunk that has the words is held
 * against them, which is quick where most pass.
 */
function isNarrowed(index: OpenIndex, { sql, values }: FilterConditions): boolean {
  if (sql.length === 0) return false;
  const { count } = index.get<{ count: number }>(
    `select count(*) as count from (select 1 from documents d where ${sql.join(' and ')} limit ${FEW + 1})`,
    ...values,
  )!;
  return count <= FEW;
}

function fromTable(table: string, conditions: FilterConditions): string {
  if (conditions.sql.length === 0) return table;
  return `${table} join chunks c on c.id = ${table}.rowid join documents d on d.id = c.document`;
}

interface Where {
  readonly where: string;
  /** The first is the expression. */
  readonly values: readonly [string, ...(string | number)[]];
}

function whereParts(
  index: OpenIndex,
  table: 'words' | 'grams',
  expression: string,
  rest: {
    also?: string | undefined;
    unwanted: Terms;
    conditions: FilterConditions;
    isNarrow?: boolean | undefined;
  },
): Where {
  // A plus keeps SQLite from asking FTS5 for one row at a time.
  const rowid = `+${table}.rowid`;
  const where = [`${table} match ?`];
  const values: [string, ...(string | number)[]] = [expression];
  if (rest.also !== undefined) {
    where.push(`${rowid} in (select rowid from grams where grams match ?)`);
    values.push(rest.also);
  }
  for (const [other, unwanted] of unwantedExpressions(index, rest.unwanted)) {
    // Within one table FTS5 walks both lists side by side.
    if (other === table) values[0] = `(${expression}) NOT (${unwanted})`;
    else {
      where.push(`${rowid} not in (select rowid from ${other} where ${other} match ?)`);
      values.push(unwanted);
    }
  }
  const { sql, values: filters } = rest.conditions;
  if (rest.isNarrow)
    where.push(
      `${rowid} in (select c.id from documents d join chunks c on c.document = d.id where ${sql.join(' and ')})`,
    );
  else where.push(...sql);
  values.push(...filters);
  return { where: where.join(' and '), values };
}

/** Per table, what no hit may have. */
export function unwantedExpressions(
  index: OpenIndex,
  unwanted: Terms,
): (readonly ['words' | 'grams', string])[] {
  const grams = unwanted.grams.flatMap(({ text }) => gramExpression(index, text) ?? []);
  return [
    ...(unwanted.words.length > 0 ? [['words', unwanted.words.map(ftsWord).join(' OR ')] as const] : []),
    ...(grams.length > 0 ? [['grams', grams.join(' OR ')] as const] : []),
  ];
}

/**
 * In a sentence without spaces a Latin word is no token: it is found by its characters, and counts where no other letter of its
 * script stands beside it.
 */
function gluedWords(index: OpenIndex, search: ChunkSearch): Map<number, number> {
  const { words, grams } = search.wanted;
  const expression = gramsOfAll(index, textsOf([...words, ...grams]));
  if (expression === undefined) return new Map();
  const parts = whereParts(index, 'grams', expression, search);
  const rows = index.all<{ chunk: number; score: number }>(
    `select grams.rowid as chunk, -bm25(grams) as score from ${fromTable('grams', search.conditions)}
      where ${parts.where} limit ${EXACT}`,
    ...parts.values,
  );
  const scores = new Map(rows.map(({ chunk, score }) => [chunk, score]));
  const among = (chunks: Iterable<number>): string => JSON.stringify([...chunks]);
  if (scores.size > 0)
    for (const { chunk } of index.all<{ chunk: number }>(
      'select rowid as chunk from words where words match ? and +rowid in (select value from json_each(?))',
      ftsAll(words.map(ftsWord)),
      among(scores.keys()),
    ))
      scores.delete(chunk);
  for (const { chunk, text } of index.all<{ chunk: number; text: string }>(
    'select c.id as chunk, c.text from json_each(?) j join chunks c on c.id = j.value',
    among(scores.keys()),
  ))
    if (!words.every((term) => standsAlone(text, term))) scores.delete(chunk);
  return scores;
}
