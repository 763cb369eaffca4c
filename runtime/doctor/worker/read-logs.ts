/** Folders of logs held against the rows of runs. Synchronous: for a thread of its own. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { LogsJob, LogsReport } from './jobs.ts';

const SOME = 5;

interface Folder {
  readonly run: number;
  readonly bytes: number;
  readonly grown: number;
}

export function readLogs({ folder, ledger, since, grownSince }: LogsJob): LogsReport {
  const folders = foldersIn(folder, grownSince);
  const { rows, started } = ledger === undefined ? NO_ROWS : runsOf(ledger, since);
  const logged = new Set(folders.map(({ run }) => run));
  const withoutRow = ledger === undefined ? [] : folders.filter(({ run }) => !rows.has(run));
  const withoutLog = started.filter((run) => !logged.has(run));
  return {
    folders: folders.length,
    bytes: sum(folders.map(({ bytes }) => bytes)),
    grownBytes: sum(folders.map(({ grown }) => grown)),
    withoutRow: {
      count: withoutRow.length,
      bytes: sum(withoutRow.map(({ bytes }) => bytes)),
      some: withoutRow.slice(0, SOME).map(({ run }) => run),
    },
    withoutLog: { count: withoutLog.length, some: withoutLog.slice(0, SOME) },
  };
}

const NO_ROWS = { rows: new Set<number>(), started: [] as number[] };

function foldersIn(logs: string, grownSince: number): Folder[] {
  const found: Folder[] = [];
  for (const thousand of namesIn(logs)) {
    for (const run of namesIn(join(logs, thousand))) {
      let [bytes, grown] = [0, 0];
      for (const name of readdirSync(join(logs, thousand, run))) {
        const stat = statSync(join(logs, thousand, run, name), { throwIfNoEntry: false });
        if (stat === undefined) continue;
        bytes += stat.size;
        if (stat.mtimeMs >= grownSince) grown += stat.size;
      }
      found.push({ run: Number(run), bytes, grown });
    }
  }
  return found;
}

/** Folders whose names are numbers: everything else is not Luka's. */
function namesIn(folder: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d+$/.test(entry.name))
    .map(({ name }) => name);
}

/** @returns all numbers, and those that started since and are not queued again */
function runsOf(ledger: string, since: number): { rows: Set<number>; started: number[] } {
  const db = new DatabaseSync(ledger, { readOnly: true, timeout: 5_000 });
  try {
    const rows = db.prepare('select id from runs').all() as { id: number }[];
    const started = db
      .prepare(
        'select id from runs where started_at is not null and started_at >= ? and ended_at is not null',
      )
      .all(since) as { id: number }[];
    return { rows: new Set(rows.map(({ id }) => id)), started: started.map(({ id }) => id) };
  } finally {
    db.close();
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
