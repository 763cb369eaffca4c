/** A day of ten thousand runs: how long its report takes, and what else waits for it meanwhile. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { programPath } from '../home/programs.ts';
import { openDatabase } from '../store/open-database.ts';
import { temporaryFolder } from '../testing.ts';
import { periodOf } from './period.ts';
import { ReportThreads } from './report-threads.ts';

const RUNS = 10_000;
const TASKS = 40;
const period = periodOf('day', '2026-11-28', 'Asia/Bangkok');

/** Of 31 days, so that what is usual has something to be reckoned from. */
function fill(db: DatabaseSync): void {
  const definition = db.prepare('insert into definitions (hash, body) values (?, ?)');
  definition.run('h', JSON.stringify({ steps: [{ run: 'true' }], owner: 'Codex', phase: 'build' }));
  const run = db.prepare(
    `insert into runs (task, title, state, rank, cause, params, definition_hash, queued_at, started_at, ended_at, duration_ms, message)
     values (?, ?, ?, 2, '{"kind":"manual","by":"person"}', '{}', 'h', ?, ?, ?, ?, ?)`,
  );
  const slot = db.prepare(
    `insert into slots (task, trigger, due, last_due, kind, state, code, reason, decided_at) values (?, 'every 1m', ?, ?, 'every', 'skipped', 'overlap', ?, ?)`,
  );
  db.exec('begin');
  for (let n = 0; n < RUNS * 2; n += 1) {
    // The first half lies in the 30 days before.
    const before = n < RUNS;
    const span = before ? 30 * 86_400_000 : 86_400_000;
    const start = before ? period.from - span : period.from;
    const at = start + Math.floor((span * (n % RUNS)) / RUNS);
    const isBad = n % 50 === 7;
    run.run(
      `task-${n % TASKS}`,
      `Task ${n % TASKS}`,
      isBad ? 'failed' : 'succeeded',
      at,
      at,
      at + 900,
      before ? 1_000 : 9_000,
      isBad ? `exit code ${n % 9}` : null,
    );
    if (!before && n % 5 === 0) slot.run(`task-${n % TASKS}`, at, at, `the run of ${n} was still going`, at);
  }
  db.exec('commit');
}

it('is made without holding up the loop', { timeout: 120_000 }, async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'luka.db');
  const { db } = openDatabase(file, period.from);
  fill(db);
  const reports = join(folder.path, 'reports');
  await mkdir(reports);
  const threads = new ReportThreads(programPath('report-worker'));
  const job = {
    kind: 'report' as const,
    ledger: file,
    logs: join(folder.path, 'logs'),
    reports,
    now: period.to + 1,
    period,
    live: { tasks: [], findings: [], agents: [], frozen: false },
    pageUrl: 'http://127.0.0.1:8080',
  };
  // The first thread loads its files, which says nothing of reports.
  await threads.ask<'report'>(job);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  const { markdown, headline, failed } = await threads.ask<'report'>(job);
  const took = performance.now() - started;
  delay.disable();
  expect(headline).toBe('10,000 runs of 40 tasks, 200 failed, 2,000 due moments without a run');
  expect(failed).toBe(200);
  expect(markdown).toContain('slower, usual is 1.0 s');
  expect(markdown.length).toBeLessThan(60_000);
  // A thread does the work: on a busy machine the loop may still wait for its turn.
  expect(delay.percentile(99) / 1e6).toBeLessThan(100);
  expect(took).toBeLessThan(30_000);
  db.close();
});
