/** How many memories there are. */
import type { DatabaseSync } from 'node:sqlite';
import { MEMORY_KINDS, type MemoryKind } from '#shared/nouns/memory.ts';
import type { MemoryCounts } from './jobs.ts';

export function countMemories(db: DatabaseSync): MemoryCounts {
  const rows = db
    .prepare(
      `select kind, count(*) as n, sum(pinned) as pinned, min(at) as oldest, max(at) as newest
       from memories where merged_into is null group by kind`,
    )
    .all() as { kind: MemoryKind; n: number; pinned: number; oldest: number; newest: number }[];
  const { merged } = db
    .prepare('select count(*) as merged from memories where merged_into is not null')
    .get() as { merged: number };
  const kinds = Object.fromEntries(
    MEMORY_KINDS.map((kind) => [kind, rows.find((row) => row.kind === kind)?.n ?? 0]),
  ) as Record<MemoryKind, number>;
  return {
    total: rows.reduce((sum, { n }) => sum + n, 0),
    pinned: rows.reduce((sum, { pinned }) => sum + pinned, 0),
    merged,
    kinds,
    ...(rows.length === 0
      ? {}
      : {
          oldest: Math.min(...rows.map(({ oldest }) => oldest)),
          newest: Math.max(...rows.map(({ newest }) => newest)),
        }),
  };
}
