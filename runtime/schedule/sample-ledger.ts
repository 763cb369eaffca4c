/** A ledger in a folder of its own, written by hand, for tests of what is read from it. Local times are the process's. */
import { join } from 'node:path';
import type { RunState } from '#shared/nouns/run.ts';
import type { Away } from '#shared/nouns/slot.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';
import { Durability } from '../store/durability.ts';
import { openDatabase } from '../store/open-database.ts';
import { Store } from '../store/store.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import { ManualClock, temporaryFolder } from '../testing.ts';
import { SlotQueries, type SlotRow } from './slot-queries.ts';

export interface SampleRun {
  readonly task?: string;
  readonly state?: RunState;
  readonly queued: number;
  readonly started?: number;
  readonly ended?: number;
  readonly exitCode?: number;
  readonly message?: string;
  readonly cause?: RunCause;
  readonly group?: string;
  readonly attempt?: number;
  readonly maxAttempts?: number;
  readonly readyAt?: number;
  /** Where there were several. */
  readonly attempts?: readonly {
    state: RunState;
    started: number;
    ended?: number;
    exitCode?: number;
    message?: string;
  }[];
}

export class SampleLedger {
  readonly store: Store;
  readonly queries: SlotQueries;
  readonly file: string;

  constructor(store: Store, file: string) {
    this.store = store;
    this.file = file;
    this.queries = new SlotQueries(store);
  }

  /** One that ran on time, of the task `backup`, unless said otherwise. */
  slot(row: Pick<SlotRow, 'due'> & Partial<SlotRow>): SlotRow {
    const whole: SlotRow = {
      task: 'backup',
      trigger: 'every 1h',
      last_due: row.due,
      count: 1,
      kind: 'every',
      state: 'ran',
      code: 'on_time',
      reason: 'on time',
      run: null,
      decided_at: row.due,
      wait_until: null,
      subject: null,
      ...row,
    };
    this.#insert('slots', { ...whole });
    return whole;
  }

  /** @returns its id */
  run(run: SampleRun): number {
    const attempts =
      run.attempts ??
      (run.started === undefined
        ? []
        : [{ state: run.state ?? 'succeeded', started: run.started, ended: run.ended }]);
    this.store.commit((tx) => tx.run("insert into definitions values ('x', '{}') on conflict do nothing"));
    const id = this.#insert('runs', {
      task: run.task ?? 'backup',
      title: run.task ?? 'Backup',
      state: run.state ?? 'succeeded',
      rank: 1,
      cause: JSON.stringify(run.cause ?? { kind: 'every', by: 'schedule', detail: 'every 1 h' }),
      params: '{}',
      definition_hash: 'x',
      queued_at: run.queued,
      started_at: run.started ?? attempts.at(-1)?.started ?? null,
      ended_at: run.ended ?? null,
      exit_code: run.exitCode ?? null,
      message: run.message ?? null,
      group_name: run.group ?? null,
      attempt: run.attempt ?? Math.max(1, attempts.length),
      max_attempts: run.maxAttempts ?? 1,
      ready_at: run.readyAt ?? null,
    });
    for (const [index, attempt] of attempts.entries()) {
      this.#insert('attempts', {
        run: id,
        number: index + 1,
        state: attempt.state,
        started_at: attempt.started,
        ended_at: attempt.ended ?? null,
        boot_id: 'boot',
        exit_code: 'exitCode' in attempt ? (attempt.exitCode ?? null) : null,
        message: 'message' in attempt ? (attempt.message ?? null) : null,
      });
    }
    return id;
  }

  away(kind: Away['kind'], from: number, to: number, source = 'the machine said so'): void {
    this.#insert('away', { kind, from_at: from, to_at: to, source });
  }

  pause(row: {
    scope?: string;
    target?: string;
    from: number;
    until?: number;
    ended?: number;
    reason?: string;
  }): void {
    this.#insert('pauses', {
      scope: row.scope ?? 'all',
      target: row.target ?? '',
      from_at: row.from,
      until_at: row.until ?? null,
      ended_at: row.ended ?? null,
      reason: row.reason ?? null,
    });
  }

  health(row: {
    failures: number;
    quarantined: number | null;
    release: number | null;
    reason: string | null;
  }): void {
    this.#insert('task_health', {
      task: 'backup',
      failures: row.failures,
      quarantined_at: row.quarantined,
      release_at: row.release,
      reason: row.reason,
    });
  }

  state(state: string, at: number): void {
    this.#insert('task_states', { task: 'backup', at, state });
  }

  #insert(table: string, row: Readonly<Record<string, string | number | null>>): number {
    const names = Object.keys(row);
    const sql = `insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`;
    return this.store.commit((tx) => tx.run(sql, ...Object.values(row)).lastId);
  }
}

export async function sampleLedger(): Promise<SampleLedger & AsyncDisposable> {
  const folder = await temporaryFolder();
  const file = join(folder.path, 'luka.db');
  const { db } = openDatabase(file, 0);
  const durability = new Durability(`${file}-wal`);
  const store = new Store({
    db,
    clock: new ManualClock(),
    durability,
    onError: (error) => {
      throw error;
    },
  });
  return Object.assign(new SampleLedger(store, file), {
    async [Symbol.asyncDispose]() {
      await durability.close();
      store.close();
      await folder[Symbol.asyncDispose]();
    },
  });
}

export function sampleTask(id: string, definition?: Partial<TaskDefinition>): LoadedTask {
  const file = `/tasks/${id}.yaml`;
  const base = { id, file, source: 'yaml', hash: 'x', findings: [] } as const;
  return definition === undefined
    ? base
    : { ...base, definition: { steps: [{ run: 'true' }], ...definition } };
}
