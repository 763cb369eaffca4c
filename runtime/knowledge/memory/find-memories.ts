/** Memories that fit a question: by the words that they share with it, then by how much they weigh. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { allWords } from '../words/content-words.ts';
import { matchExpressions } from '../words/match-expression.ts';
import type { FindMemories, FoundMemories } from './jobs.ts';
import { toMemory, weightOfRow, type MemoryRow } from './memory-rows.ts';

/** Of each index, the best by BM25: what is further behind shares next to nothing with the question. */
const CANDIDATES = 200;
/** Less of the question's words is chance. */
const LEAST_SHARE = 0.2;

export function findMemories(db: DatabaseSync, asked: FindMemories): FoundMemories {
  const { terms, words, grams } = matchExpressions(asked.q);
  if (terms.length === 0) return asked.q.trim() === '' ? weightiest(db, asked) : { memories: [], total: 0 };
  const rows = new Map<number, MemoryRow>();
  for (const [table, expressions] of [
    ['memory_words', words],
    ['memory_grams', grams],
  ] as const)
    for (const row of candidates(db, table, expressions, asked)) rows.set(row.id, row);
  const found = [...rows.values()]
    .map((row) => ({ row, share: shareOf(terms, row.text) }))
    .filter(({ share }) => share >= LEAST_SHARE)
    .map(({ row, share }) => ({ row, score: share * (0.6 + 0.4 * weightOfRow(row, asked.now)) }))
    // To the last, so that pages meet.
    .sort((a, b) => b.score - a.score || b.row.at - a.row.at || b.row.id - a.row.id);
  return {
    memories: found
      .slice(asked.offset, asked.offset + asked.limit)
      .map(({ row, score }) => told(db, row, asked.now, score)),
    total: found.length,
  };
}

function candidates(
  db: DatabaseSync,
  table: 'memory_words' | 'memory_grams',
  expressions: readonly string[],
  { kind }: FindMemories,
): MemoryRow[] {
  if (expressions.length === 0) return [];
  const values: SQLInputValue[] = [expressions.join(' OR ')];
  if (kind !== undefined) values.push(kind);
  return db
    .prepare(
      `select memories.* from ${table} join memories on memories.id = ${table}.rowid
       where ${table} match ? ${kind === undefined ? '' : 'and memories.kind = ?'} order by rank limit ${CANDIDATES}`,
    )
    .all(...values) as unknown as MemoryRow[];
}

/** How much of the question a text has, by its words; long words say more. 0 to 1. */
function shareOf(terms: readonly string[], text: string): number {
  const own = new Set(allWords(text));
  const folded = text.toLowerCase();
  let all = 0;
  let shared = 0;
  for (const term of terms) {
    const worth = Math.min(8, 2 + term.length);
    all += worth;
    if (own.has(term) || (term.length > 3 && folded.includes(term))) shared += worth;
  }
  return shared / all;
}

type LightRow = Pick<MemoryRow, 'id' | 'importance' | 'pinned' | 'at' | 'uses' | 'used_at'>;

function weightiest(db: DatabaseSync, { kind, limit, offset, now }: FindMemories): FoundMemories {
  const where = `merged_into is null ${kind === undefined ? '' : 'and kind = ?'}`;
  const rows = db
    .prepare(`select id, importance, pinned, at, uses, used_at from memories where ${where}`)
    .all(...(kind === undefined ? [] : [kind])) as unknown as LightRow[];
  const best = rows
    .map((row) => ({ id: row.id, pinned: row.pinned, at: row.at, weight: weightOfRow(row, now) }))
    .sort((a, b) => b.pinned - a.pinned || b.weight - a.weight || b.at - a.at || b.id - a.id)
    .slice(offset, offset + limit);
  const get = db.prepare('select * from memories where id = ?');
  return {
    memories: best.map(({ id, weight }) => told(db, get.get(id) as unknown as MemoryRow, now, weight)),
    total: rows.length,
  };
}

function told(db: DatabaseSync, row: MemoryRow, now: number, score: number) {
  const originals = db.prepare('select id from memories where merged_into = ? order by id').all(row.id) as {
    id: number;
  }[];
  return {
    ...toMemory(
      row,
      now,
      originals.map(({ id }) => id),
    ),
    score: Math.min(1, score),
  };
}
