/** A home with many runs that have ended, and logs of a given size: what is searched by the benchmark and looked at. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { openHome } from '#runtime/home/open-home.ts';
import { logFiles } from '#runtime/runs/logs/log-files.ts';
import { openDatabase } from '#runtime/store/open-database.ts';

const WORDS =
  'copied checked skipped disk backup volume mount error warning file library sync chunk read write path users retry connection closed opened took bytes done of in to for the'.split(
    ' ',
  );
const TASKS = ['nightly-backup', 'sync-notes', 'watch-inbox', 'report', 'cleanup', 'index-photos'];
const STATES = ['succeeded', 'succeeded', 'succeeded', 'failed', 'succeeded', 'timed_out'];
const HOUR_MS = 3_600_000;
/** Bytes of text that is made once; each log is a part of it. */
const POOL_BYTES = 8_000_000;

/** The same numbers each time. */
function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function textPool(random: () => number): Buffer {
  const pick = (): string => WORDS[Math.floor(random() * WORDS.length)]!;
  const lines: string[] = [];
  for (let bytes = 0; bytes < POOL_BYTES;) {
    const two = (most: number): string => String(Math.floor(random() * most)).padStart(2, '0');
    const words = Array.from({ length: 4 + Math.floor(random() * 12) }, pick).join(' ');
    const line = `2026-10-${two(28)}T${two(24)}:${two(60)}:${two(60)}Z INFO ${words} ${Math.floor(random() * 100_000)}`;
    lines.push(line);
    bytes += line.length + 1;
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

export interface MadeUpLogs {
  readonly runs: number;
  readonly bytes: number;
  /** Lines put at the end of a run's log, by how many runs are newer. */
  readonly lines: Readonly<Record<number, string>>;
  /** ms since 1970: the newest run ended before it. */
  readonly now: number;
}

export async function makeLogs(home: string, { runs, bytes, lines, now }: MadeUpLogs): Promise<void> {
  const layout = await openHome(home);
  const { db } = openDatabase(layout.database, now);
  const random = randoms(7);
  const pool = textPool(random);
  db.exec("insert into definitions (hash, body) values ('made-up', '{}'); begin");
  const insert = db.prepare(
    `insert into runs (id, task, title, state, rank, cause, params, definition_hash, queued_at, started_at, ended_at, duration_ms, exit_code)
     values (?, ?, ?, ?, 1, '{"kind":"manual","by":"person"}', '{}', 'made-up', ?, ?, ?, 60000, ?)`,
  );
  const attempt = db.prepare(
    "insert into attempts (run, number, state, started_at, ended_at, boot_id) values (?, 1, ?, ?, ?, 'made-up')",
  );
  const each = Math.floor(bytes / runs);
  for (let id = 1; id <= runs; id += 1) {
    const task = TASKS[id % TASKS.length]!;
    const state = STATES[id % STATES.length]!;
    const at = now - (runs - id + 1) * HOUR_MS;
    insert.run(
      id,
      task,
      task.replaceAll('-', ' '),
      state,
      at,
      at,
      at + 60_000,
      state === 'succeeded' ? 0 : 1,
    );
    attempt.run(id, state, at, at + 60_000);
    const files = logFiles(layout.logs, id, 1);
    mkdirSync(files.folder, { recursive: true, mode: 0o700 });
    const start = Math.floor(random() * (pool.length - Math.min(each, pool.length)));
    const parts: Buffer[] = [];
    for (let left = each; left > 0; left -= pool.length) parts.push(pool.subarray(start, start + left));
    const line = lines[runs - id];
    if (line !== undefined) parts.push(Buffer.from(`\n${line}\n`));
    const out = Buffer.concat(parts);
    writeFileSync(files.out, out, { mode: 0o600 });
    writeFileSync(files.err, '', { mode: 0o600 });
    writeFileSync(files.index, `o ${out.length} ${at + 1_000}\n`, { mode: 0o600 });
  }
  db.exec('commit');
  db.close();
}
