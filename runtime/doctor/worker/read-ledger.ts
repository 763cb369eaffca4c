/** Everything the doctor wants to know of the ledger, over one read-only connection. Synchronous: for a thread of its own. */
import { readFileSync, statSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { chainHash, GENESIS } from '../../governance/audit/chain.ts';
import type { LedgerJob, LedgerReport } from './jobs.ts';

const MOST_FAULTS = 20;

export function readLedger(job: LedgerJob): LedgerReport {
  const db = new DatabaseSync(job.file, { readOnly: true, timeout: 5_000 });
  try {
    const { user_version: schema } = db.prepare('pragma user_version').get() as { user_version: number };
    const faults = check(db, job.full ? 'integrity_check' : 'quick_check');
    // Of another schema, or damaged: its tables say nothing that could be relied on.
    const readable = schema > 0 && schema <= job.known && faults.length === 0;
    return {
      bytes: statSync(job.file).size,
      walBytes: statSync(`${job.file}-wal`, { throwIfNoEntry: false })?.size ?? 0,
      schema,
      faults,
      orphans: job.full && readable ? orphansIn(db) : [],
      ...(readable ? facts(db) : { runs: 0, active: [] }),
      ...(readable && job.full ? { audit: verifyChain(db, job.auditHead) } : {}),
    };
  } finally {
    db.close();
  }
}

function check(db: DatabaseSync, pragma: 'integrity_check' | 'quick_check'): string[] {
  const rows = db.prepare(`pragma ${pragma}(${MOST_FAULTS})`).all() as Record<string, string>[];
  return rows.map((row) => String(row[pragma])).filter((line) => line !== 'ok');
}

function orphansIn(db: DatabaseSync): string[] {
  const rows = db
    .prepare('select "table" as name, parent, count(*) as n from pragma_foreign_key_check group by 1, 2')
    .all() as { name: string; parent: string; n: number }[];
  return rows.map(({ name, parent, n }) => `${n} of ${name} point to ${parent} that are not there`);
}

type Facts = Pick<
  LedgerReport,
  'newestAt' | 'runs' | 'active' | 'oldestEventAt' | 'lastRetentionAt' | 'startedAt'
>;

function facts(db: DatabaseSync): Facts {
  const number = (sql: string, ...values: SQLInputValue[]): number | undefined => {
    const value = Object.values(db.prepare(sql).get(...values) ?? {})[0];
    return typeof value === 'number' ? value : undefined;
  };
  return {
    newestAt: number('select at from events order by seq desc limit 1'),
    oldestEventAt: number('select at from events order by seq limit 1'),
    startedAt: number(`select at from events where type = 'system.started' order by seq desc limit 1`),
    lastRetentionAt: number(`select max(at) from audit where action = 'retention.applied'`),
    runs: number('select count(*) from runs') ?? 0,
    active: (
      db.prepare(`select id from runs where state in ('queued', 'running', 'awaiting_approval')`).all() as {
        id: number;
      }[]
    ).map(({ id }) => id),
  };
}

/** As `AuditLog.verify`, without the ledger's own process. */
function verifyChain(db: DatabaseSync, headFile: string): { rows: number; fault?: string } {
  let [before, rows] = [GENESIS, 0];
  const noted = readHead(headFile);
  for (const row of db.prepare('select seq, body, hash from audit order by seq').iterate() as Iterable<{
    seq: number;
    body: string;
    hash: string;
  }>) {
    if (row.seq !== rows + 1) return { rows, fault: `row ${rows + 1} is missing` };
    if (row.hash !== chainHash(before, row.body)) return { rows, fault: `row ${row.seq} was changed` };
    if (noted?.seq === row.seq && noted.hash !== row.hash)
      return { rows, fault: `the rows up to ${row.seq} were written anew` };
    before = row.hash;
    rows = row.seq;
  }
  return noted !== undefined && noted.seq > rows
    ? { rows, fault: `rows ${rows + 1} to ${noted.seq} are missing` }
    : { rows };
}

function readHead(file: string): { seq: number; hash: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { seq: number; hash: string };
  } catch {
    // None yet, or damaged: the chain itself still says what it says.
    return undefined;
  }
}
