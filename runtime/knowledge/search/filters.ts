/** Filters of a query as conditions on documents; those that mean nothing are said and left out. */
import { DOCUMENT_KINDS } from '#shared/nouns/knowledge.ts';
import { readDay } from './read-day.ts';
import type { Filter } from './query.ts';

export interface FilterConditions {
  /** SQL on `documents d`, all of which hold; each value stands for one `?`. */
  readonly sql: readonly string[];
  readonly values: readonly (string | number)[];
  readonly remarks: readonly string[];
}

const KIND_NAMES: Readonly<Record<string, string>> = {
  md: 'markdown',
  txt: 'text',
  yml: 'yaml',
  ndjson: 'jsonl',
  htm: 'html',
};

/** @param now ms since 1970, for days such as `7d` */
export function conditionsOf(filters: readonly Filter[], now: number): FilterConditions {
  const sql: string[] = [];
  const values: (string | number)[] = [];
  const remarks: string[] = [];
  for (const filter of filters) {
    const found = conditionOf(filter, now);
    if (typeof found === 'string') remarks.push(found);
    else {
      sql.push(filter.isNot ? `not (${found.sql})` : found.sql);
      values.push(...found.values);
    }
  }
  return { sql, values, remarks };
}

/** @returns the remark, where it means nothing */
function conditionOf(
  { name, value }: Filter,
  now: number,
): { readonly sql: string; readonly values: readonly (string | number)[] } | string {
  switch (name) {
    case 'path':
      return { sql: `d.path like ? escape '\\'`, values: [`%${likePattern(value)}%`] };
    case 'source':
      return { sql: `d.source like ? escape '\\'`, values: [likePattern(value)] };
    case 'tag':
      return {
        sql: `exists (select 1 from json_each(d.tags) t where t.value like ? escape '\\')`,
        values: [likePattern(value.replace(/^#/, ''))],
      };
    case 'kind': {
      const lower = value.toLowerCase();
      const kind = KIND_NAMES[lower] ?? lower;
      if ((DOCUMENT_KINDS as readonly string[]).includes(kind)) return { sql: 'd.kind = ?', values: [kind] };
      return `there is no kind “${value}”, only ${DOCUMENT_KINDS.join(', ')}`;
    }
    case 'after':
    case 'before': {
      const at = readDay(value, now);
      if (at === undefined) return `“${value}” is no day such as 2026-01-31, 7d or yesterday`;
      return { sql: name === 'after' ? 'd.at >= ?' : 'd.at < ?', values: [at] };
    }
  }
}

/** `*` and `?` as in file names; everything else as it stands. */
function likePattern(text: string): string {
  return text
    .replaceAll('\0', ' ')
    .replace(/[\\%_]/g, String.raw`\$&`)
    .replaceAll('*', '%')
    .replaceAll('?', '_');
}
