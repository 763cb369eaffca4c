/** What other programs read of Luka's knowledge: three files of JSON, each whole at every moment. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { replaceFile } from '../../home/atomic-file.ts';
import { OWN_SOURCE } from '../sync/messages.ts';

export interface ExportsOptions {
  readonly folder: string;
  readonly ledger: DatabaseSync;
  readonly db: DatabaseSync;
  /** ms since 1970. */
  readonly now: number;
}

const DAYS = 30;
const MOST_MEMORIES = 10_000;
const MOST_REPORTS = 10_000;

/** @throws LukaError disk_full; anything else as the system says it */
export async function writeExports(options: ExportsOptions): Promise<void> {
  const { folder, now } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const exportedAt = new Date(now).toISOString();
  const write = (name: string, content: object) =>
    replaceFile(join(folder, name), `${JSON.stringify({ exportedAt, ...content }, undefined, 2)}\n`);
  await write('memories.json', { memories: memoriesOf(options) });
  await write('telemetry.json', telemetryOf(options));
  await write('reports.index.json', { reports: reportsOf(options) });
}

function memoriesOf({ ledger }: ExportsOptions): object[] {
  const rows = ledger
    .prepare(
      `select id, kind, text, meta, importance, pinned, at, by_name, uses, used_at from memories
       where merged_into is null order by id desc limit ?`,
    )
    .all(MOST_MEMORIES) as {
    id: number;
    kind: string;
    text: string;
    meta: string;
    importance: number;
    pinned: number;
    at: number;
    by_name: string;
    uses: number;
    used_at: number | null;
  }[];
  return rows.map(({ id, kind, text, meta, importance, pinned, at, by_name, uses, used_at }) => ({
    id,
    kind,
    text,
    importance,
    uses,
    meta: JSON.parse(meta) as unknown,
    pinned: pinned === 1,
    at: iso(at),
    by: by_name,
    usedAt: used_at === null ? undefined : iso(used_at),
  }));
}

/** Of the last days: how many runs ended how, by task and by day (UTC). */
function telemetryOf({ ledger, now }: ExportsOptions): object {
  const since = now - DAYS * 86_400_000;
  const tasks = ledger
    .prepare(
      `select coalesce(task, title) as task, state, count(*) as runs, avg(duration_ms) as averageMs, max(ended_at) as lastAt
       from runs where ended_at > ? group by 1, 2 order by 1, 2`,
    )
    .all(since) as { task: string; state: string; runs: number; averageMs: number | null; lastAt: number }[];
  const days = ledger
    .prepare(
      `select date(ended_at / 1000, 'unixepoch') as day, state, count(*) as runs
       from runs where ended_at > ? group by 1, 2 order by 1, 2`,
    )
    .all(since) as { day: string; state: string; runs: number }[];
  return {
    days: DAYS,
    tasks: tasks.map(({ task, state, runs, averageMs, lastAt }) => ({
      task,
      state,
      runs,
      averageMs: averageMs ?? undefined,
      lastAt: iso(lastAt),
    })),
    byDay: days,
  };
}

function reportsOf({ db }: ExportsOptions): object[] {
  const rows = db
    .prepare(
      `select path, title, tags, at, bytes from documents where source = ? and kind = 'report' order by at desc limit ?`,
    )
    .all(OWN_SOURCE, MOST_REPORTS) as {
    path: string;
    title: string;
    tags: string;
    at: number;
    bytes: number;
  }[];
  return rows.map(({ path, title, tags, at, bytes }) => ({
    path,
    title,
    tags: JSON.parse(tags) as unknown,
    at: iso(at),
    bytes,
  }));
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
