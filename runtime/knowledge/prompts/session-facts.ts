/** What the records know of a session. */
import type { AuditRow } from '#shared/nouns/audit.ts';
import type { MemoryKind } from '#shared/nouns/memory.ts';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { AuditLog } from '../../governance/audit/audit-log.ts';
import { toSummary, type RunRow } from '../../runs/records.ts';
import type { Store } from '../../store/store.ts';

export interface SessionNote {
  readonly kind: MemoryKind;
  readonly text: string;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly by: string;
}

export interface SessionFacts {
  /** ms since 1970. */
  readonly from: number;
  readonly to: number;
  /** Those that ended in it, the oldest first. */
  readonly runs: readonly RunSummary[];
  /** The oldest first. */
  readonly audit: readonly AuditRow[];
  readonly notes: readonly SessionNote[];
}

const MOST_RUNS = 1_000;
const MOST_ROWS = 2_000;
const PAGE = 200;
const MOST_NOTES = 200;

/** Lets others have their turn between pages. */
export async function gatherSession(
  { from, to }: { readonly from: number; readonly to: number },
  { store, audit }: { readonly store: Store; readonly audit: Pick<AuditLog, 'list'> },
): Promise<SessionFacts> {
  const runs = store
    .all<RunRow>(
      'select * from runs where ended_at is not null and ended_at >= ? and ended_at < ? order by ended_at desc limit ?',
      from,
      to,
      MOST_RUNS,
    )
    .map(toSummary)
    .reverse();
  const rows: AuditRow[] = [];
  for (
    let before: number | undefined = Number.MAX_SAFE_INTEGER;
    before !== undefined && rows.length < MOST_ROWS;
  ) {
    const page: { rows: AuditRow[]; next?: number } = audit.list({ before, limit: PAGE });
    const within = page.rows.filter(({ at }) => Date.parse(at) >= from && Date.parse(at) < to);
    rows.push(...within);
    before = page.rows.some(({ at }) => Date.parse(at) < from) ? undefined : page.next;
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
  const notes = store
    .all<{ kind: MemoryKind; text: string; meta: string; by_name: string; at: number }>(
      'select kind, text, meta, by_name, at from memories where merged_into is null order by id desc limit ?',
      MOST_NOTES,
    )
    .filter(({ at }) => at >= from && at < to)
    .map(({ kind, text, meta, by_name }) => ({
      kind,
      text,
      by: by_name,
      meta: JSON.parse(meta) as Record<string, unknown>,
    }))
    .reverse();
  return { from, to, runs, audit: rows.reverse(), notes };
}
