/**
 * A home with a year of history in it, written straight into its files, as Luka would have written it. As a program:
 * `node bench/year/make-history.ts <home> [runs] [events]`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { GateVerdict } from '#shared/nouns/gate.ts';
import { homeLayout, type HomeLayout } from '#runtime/home/layout.ts';
import { openHome } from '#runtime/home/open-home.ts';
import { openDatabase } from '#runtime/store/open-database.ts';
import { CAST, randomOf } from './cast.ts';
import { inventRuns, type InventedRun } from './invent-runs.ts';
import { makeSamples } from './make-samples.ts';

const DAY = 86_400_000;

export interface HistoryWanted {
  readonly runs?: number;
  readonly events?: number;
  readonly days?: number;
  /** ms since 1970; now where left out. */
  readonly now?: number;
  readonly seed?: number;
  /** Also a year of samples, once an hour: agents, disk, memory. */
  readonly samples?: boolean;
}

export interface MadeHistory {
  readonly runs: number;
  readonly events: number;
  readonly tookMs: number;
}

/** @param root must not be there yet, or be an empty home that nobody works in */
export async function makeHistory(root: string, wanted: HistoryWanted = {}): Promise<MadeHistory> {
  const {
    runs = 100_000,
    events = 2_000_000,
    days = 365,
    now = Date.now(),
    seed = 1,
    samples = true,
  } = wanted;
  const started = performance.now();
  const layout = await openHome(root);
  await writeTasks(layout);
  const random = randomOf(seed);
  const from = now - days * DAY;
  const { db } = openDatabase(layout.database, now);
  db.exec('pragma synchronous = off; pragma wal_autocheckpoint = 10000; pragma cache_size = -65536');
  db.exec('insert or ignore into definitions (hash, body) values (\'made\', \'{"steps":[{"run":"true"}]}\')');
  const made = writeRuns(db, inventRuns({ runs, from, to: now, random }), Math.floor(events / runs));
  db.exec('pragma wal_checkpoint(truncate)');
  db.close();
  if (samples) makeSamples(layout, { from, to: now, random });
  return { ...made, tookMs: performance.now() - started };
}

async function writeTasks({ tasks }: HomeLayout): Promise<void> {
  await mkdir(tasks, { recursive: true });
  for (const { id, title, byHand } of CAST) {
    const hand = byHand === undefined ? '' : `byHand: ${byHand}\n`;
    await writeFile(join(tasks, `${id}.yaml`), `title: ${title}\n${hand}steps:\n  - run: "true"\n`);
  }
}

/** What the gate says of work that nobody has to be asked about. */
const GATE: GateVerdict = {
  decision: 'allow',
  score: 0,
  threshold: 60,
  asker: 'person',
  reasons: [],
  touches: { reads: [], writes: [], deletes: [], network: [], programs: ['true'] },
  confinement: 'off',
  hash: '0'.repeat(64),
  policy: '0000000000',
};
const BATCH = 5_000;

function writeRuns(
  db: DatabaseSync,
  runs: readonly InventedRun[],
  eventsEach: number,
): { runs: number; events: number } {
  const insertRun = db.prepare(
    `insert into runs (task, title, state, rank, turn, cause, params, definition_hash, queued_at, started_at, ended_at,
       duration_ms, exit_code, attempt, gate) values (?, ?, ?, 1, ?, ?, '{}', 'made', ?, ?, ?, ?, ?, ?, '${JSON.stringify(GATE)}')`,
  );
  const insertAttempt = db.prepare(
    "insert into attempts (run, number, state, started_at, ended_at, boot_id) values (?, ?, ?, ?, ?, 'made')",
  );
  const insertStep = db.prepare(
    `insert into steps (run, attempt, idx, name, kind, optional, state, command, started_at, ended_at, exit_code)
     values (?, ?, 0, 'run', 'run', 0, ?, '["/bin/sh","-c","true"]', ?, ?, ?)`,
  );
  const insertEvent = db.prepare('insert into events (at, type, run, task, data) values (?, ?, ?, ?, ?)');
  let events = 0;
  for (let start = 0; start < runs.length; start += BATCH) {
    db.exec('begin');
    for (const run of runs.slice(start, start + BATCH)) {
      const { actor, state, queuedAt, startedAt, endedAt, attempt } = run;
      const task = actor?.id ?? null;
      const cause = causeOf(run);
      const exit = state === 'succeeded' ? 0 : state === 'failed' ? 1 : null;
      const id = Number(
        insertRun.run(
          task,
          actor?.title ?? 'A work order',
          state,
          queuedAt + 900_000,
          JSON.stringify(cause),
          queuedAt,
          startedAt,
          endedAt,
          endedAt - startedAt,
          exit,
          attempt,
        ).lastInsertRowid,
      );
      insertAttempt.run(id, attempt, state, startedAt, endedAt);
      insertStep.run(id, attempt, state, startedAt, endedAt, exit);
      events += writeEvents(
        (type, at, data) => insertEvent.run(at, type, id, task, data),
        run,
        id,
        eventsEach,
      );
    }
    db.exec('commit');
  }
  return { runs: runs.length, events };
}

function causeOf({ actor, startedAt, queuedAt }: InventedRun): object {
  if (actor === undefined) return { kind: 'order', by: 'agent', client: 'codex' };
  if (actor.cause === 'manual') return { kind: 'manual', by: 'person' };
  const isDue = actor.cause === 'cron' || actor.cause === 'every';
  // Some are late because the machine slept.
  const late = startedAt % 97 === 0 ? 3_600_000 : 0;
  return {
    kind: actor.cause,
    by: 'schedule',
    ...(isDue ? { scheduledFor: new Date(queuedAt - 40 - late).toISOString() } : {}),
  };
}

/** Those that a run has, and then steps until there are as many as wanted. */
function writeEvents(
  write: (type: string, at: number, data: string) => void,
  run: InventedRun,
  id: number,
  count: number,
): number {
  const { actor, queuedAt, startedAt, endedAt } = run;
  const summary = (state: string, ended: boolean): string =>
    JSON.stringify({
      run: {
        id,
        ...(actor ? { task: actor.id } : {}),
        title: actor?.title ?? 'A work order',
        state,
        priority: 'normal',
        cause: causeOf(run),
        queuedAt: new Date(queuedAt).toISOString(),
        ...(state === 'queued' ? {} : { startedAt: new Date(startedAt).toISOString() }),
        ...(ended ? { endedAt: new Date(endedAt).toISOString(), durationMs: endedAt - startedAt } : {}),
      },
    });
  write('run.queued', queuedAt, summary('queued', false));
  write('run.started', startedAt, summary('running', false));
  const steps = Math.max(1, (count - 3) >> 1);
  const each = (endedAt - startedAt) / steps;
  for (let index = 0; index < steps; index += 1) {
    write('step.started', Math.floor(startedAt + index * each), `{"index":${index}}`);
    write(
      'step.finished',
      Math.floor(startedAt + (index + 1) * each),
      `{"index":${index},"state":"succeeded"}`,
    );
  }
  if ((count - 3) % 2 === 1) write('run.checked', endedAt, '{"checks":1}');
  write('run.finished', endedAt, summary(run.state, true));
  return 3 + 2 * steps + ((count - 3) % 2 === 1 ? 1 : 0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [home, runs = '100000', events = '2000000'] = process.argv.slice(2);
  if (home === undefined)
    throw new Error('which home? node bench/year/make-history.ts <home> [runs] [events]');
  const made = await makeHistory(resolve(home), { runs: Number(runs), events: Number(events) });
  console.log(
    `${made.runs} runs and ${made.events} events in ${homeLayout(resolve(home)).root} (${Math.round(made.tookMs / 1_000)} s)`,
  );
}
