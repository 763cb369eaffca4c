/** A ledger with history in it, and its figures: what tests of telemetry stand on. */
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { RunState } from '#shared/nouns/run.ts';
import { isoAt } from '../clock.ts';
import { openDatabase } from '../store/open-database.ts';
import { temporaryFolder } from '../testing.ts';
import { Figures } from './figures/figures.ts';
import { LedgerView } from './note/ledger-view.ts';

export interface SampleRun {
  readonly id?: number | undefined;
  readonly task?: string | null | undefined;
  readonly state?: RunState | undefined;
  readonly queuedAt?: number | undefined;
  /** ms since 1970. */
  readonly endedAt: number;
  readonly durationMs?: number | null | undefined;
  readonly waitMs?: number | undefined;
  /** Of a due moment: how late it started. */
  readonly lateMs?: number | undefined;
  readonly attempt?: number | undefined;
  readonly approval?: number | undefined;
  readonly cause?: 'manual' | 'service' | undefined;
}

export class SampleLedger {
  readonly file: string;
  readonly db: DatabaseSync;

  constructor(folder: string, name = 'luka.db') {
    this.file = join(folder, name);
    this.db = openDatabase(this.file, 0).db;
    this.db.exec("insert into definitions (hash, body) values ('h', '{}')");
  }

  /** A run that ended, with its events. @returns its number */
  run(run: SampleRun): number {
    const { endedAt, durationMs = 1_000, waitMs = 10, lateMs, task = 'backup', state = 'succeeded' } = run;
    const started = endedAt - (durationMs ?? 0);
    const queued = run.queuedAt ?? started - waitMs;
    const cause =
      run.cause === 'service'
        ? { kind: 'service', by: 'schedule' }
        : lateMs === undefined
          ? { kind: 'manual', by: 'person' }
          : { kind: 'cron', by: 'schedule', scheduledFor: isoAt(started - lateMs) };
    const id = Number(
      this.db
        .prepare(
          `insert into runs (id, task, title, state, rank, cause, params, definition_hash, queued_at, started_at, ended_at,
             duration_ms, attempt, approval) values (?, ?, ?, ?, 1, ?, '{}', 'h', ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          run.id ?? null,
          task,
          task ?? 'order',
          state,
          JSON.stringify(cause),
          queued,
          durationMs === null ? null : started,
          endedAt,
          durationMs,
          run.attempt ?? 1,
          run.approval ?? null,
        ).lastInsertRowid,
    );
    this.event('run.queued', queued, { run: id });
    this.event('run.finished', endedAt, { run: id });
    return id;
  }

  /** The same run ends once more, as one that an interruption had ended. */
  endAgain(id: number, endedAt: number, state: RunState, durationMs: number): void {
    this.db
      .prepare('update runs set state = ?, ended_at = ?, duration_ms = ? where id = ?')
      .run(state, endedAt, durationMs, id);
    this.event('run.finished', endedAt, { run: id });
  }

  event(type: string, at: number, { run, data = {} }: { run?: number; data?: object } = {}): void {
    this.db
      .prepare('insert into events (at, type, run, task, data) values (?, ?, ?, null, ?)')
      .run(at, type, run ?? null, JSON.stringify(data));
  }

  get newest(): number {
    const { seq } = this.db.prepare('select max(seq) as seq from events').get() as { seq: number | null };
    return seq ?? 0;
  }
}

/** A folder with a ledger and figures of it. */
export async function sampleHistory() {
  const folder = await temporaryFolder();
  const ledger = new SampleLedger(folder.path);
  const file = join(folder.path, 'telemetry.db');
  const figures = new Figures(file, 0);
  const view = new LedgerView(ledger.file);
  return {
    path: folder.path,
    file,
    ledger,
    figures,
    view,
    async [Symbol.asyncDispose]() {
      view[Symbol.dispose]();
      figures[Symbol.dispose]();
      ledger.db.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
