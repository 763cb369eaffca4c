/** Memories that may say nearly the same as a text: those that share whole groups of its telling words. */
import type { DatabaseSync } from 'node:sqlite';
import type { MemoryKind } from '#shared/nouns/memory.ts';
import { matchExpressions } from '../words/match-expression.ts';

const MOST = 20;
const GROUPS = 3;

/**
 * All words of one of three groups: a near-duplicate differs in a word or two, so one group at least is whole. Searching for
 * any of the words would rank every memory that has a common one.
 */
export function nearMemories(db: DatabaseSync, { kind, text }: { kind: MemoryKind; text: string }) {
  const { words, grams } = matchExpressions(text);
  const found = new Map<number, { id: number; text: string; meta: string }>();
  for (const [table, expressions] of [
    ['memory_words', words],
    ['memory_grams', grams],
  ] as const) {
    if (expressions.length === 0) continue;
    const rows = db
      .prepare(
        `select memories.id, memories.text, memories.meta from ${table} join memories on memories.id = ${table}.rowid
         where ${table} match ? and memories.kind = ? limit ${MOST}`,
      )
      .all(groups(expressions), kind) as { id: number; text: string; meta: string }[];
    for (const row of rows) found.set(row.id, row);
  }
  return [...found.values()];
}

function groups(expressions: readonly string[]): string {
  const telling = expressions.toSorted((a, b) => b.length - a.length).slice(0, 4 * GROUPS);
  const count = telling.length < 2 * GROUPS ? 1 : GROUPS;
  return Array.from(
    { length: count },
    (_, group) => `(${telling.filter((_word, at) => at % count === group).join(' AND ')})`,
  ).join(' OR ');
}
