/** Rows of memories as the API shows them. */
import type { Memory, MemoryKind } from '#shared/nouns/memory.ts';
import { isoAt } from '../../clock.ts';
import { weightOf } from './weight.ts';

export interface MemoryRow {
  readonly id: number;
  readonly kind: MemoryKind;
  readonly text: string;
  readonly meta: string;
  readonly importance: number;
  readonly pinned: number;
  readonly at: number;
  readonly by_name: string;
  readonly uses: number;
  readonly used_at: number | null;
  readonly merged_into: number | null;
}

/** @param now ms since 1970 @param originals the ids of those that it stands for */
export function toMemory(row: MemoryRow, now: number, originals: readonly number[]): Memory {
  return {
    id: row.id,
    kind: row.kind,
    text: row.text,
    meta: JSON.parse(row.meta) as Record<string, unknown>,
    importance: row.importance,
    pinned: row.pinned === 1,
    at: isoAt(row.at),
    by: row.by_name,
    uses: row.uses,
    ...(row.used_at === null ? {} : { usedAt: isoAt(row.used_at) }),
    weight: weightOfRow(row, now),
    originals: [...originals],
  };
}

export function weightOfRow(
  row: Pick<MemoryRow, 'importance' | 'pinned' | 'at' | 'uses' | 'used_at'>,
  now: number,
): number {
  const { importance, at, uses } = row;
  return weightOf({ importance, at, uses, pinned: row.pinned === 1, usedAt: row.used_at ?? undefined }, now);
}
