/** Documents whose title or file is called like what is searched for, also in part of a word. */
import type { OpenIndex } from '../retrieve/open-index.ts';
import type { FilterConditions } from './filters.ts';
import { gramExpression, spellingsOf } from './gram-terms.ts';
import { unwantedExpressions, EXACT } from './find-chunks.ts';
import { charactersOf } from './scripts.ts';
import { ftsAll, type Terms } from './terms.ts';

export interface NamedDocument {
  readonly document: number;
  /** Its first chunk, which stands for it. */
  readonly chunk: number;
  readonly in: 'title' | 'path';
}

/** Fewer characters are no trigram. */
const SHORTEST = 3;

export function findNames(
  index: OpenIndex,
  { wanted, unwanted, conditions }: { wanted: Terms; unwanted: Terms; conditions: FilterConditions },
): NamedDocument[] {
  const texts = [...wanted.words, ...wanted.grams].map(({ text }) => text);
  if (texts.length === 0 || texts.some((text) => charactersOf(text) < SHORTEST)) return [];
  const expressions = texts.map((text) => gramExpression(index, text)!);
  const filters = conditions.sql.map((sql) => ` and ${sql}`).join('');
  const rows = index.all<{ document: number; chunk: number; title: string; path: string }>(
    `select d.id as document, c.id as chunk, d.title, d.path
       from names join documents d on d.id = names.rowid join chunks c on c.document = d.id and c.idx = 0
      where names match ?${filters} limit ${EXACT}`,
    ftsAll(expressions),
    ...conditions.values,
  );
  const banned = bannedOf(
    index,
    unwanted,
    rows.map(({ chunk }) => chunk),
  );
  return rows.flatMap<NamedDocument>(({ document, chunk, title, path }) => {
    if (banned.has(chunk)) return [];
    if (hasAll(title, texts)) return [{ document, chunk, in: 'title' }];
    // A folder's name is in the path of all that is in it: it counts where a part of a path is asked for.
    const file = path.slice(path.lastIndexOf('/') + 1);
    const isPart = texts.some((text) => text.includes('/'));
    return hasAll(isPart ? path : file, texts) ? [{ document, chunk, in: 'path' }] : [];
  });
}

function hasAll(name: string, texts: readonly string[]): boolean {
  const lower = name.toLowerCase();
  return texts.every((text) => spellingsOf(text).some((spelling) => lower.includes(spelling.toLowerCase())));
}

function bannedOf(index: OpenIndex, unwanted: Terms, chunks: readonly number[]): Set<number> {
  const banned = new Set<number>();
  for (const [table, expression] of unwantedExpressions(index, unwanted))
    for (const { chunk } of index.all<{ chunk: number }>(
      `select rowid as chunk from ${table}
        where ${table} match ? and +rowid in (select value from json_each(?))`,
      expression,
      JSON.stringify(chunks),
    ))
      banned.add(chunk);
  return banned;
}
