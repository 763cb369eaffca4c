/**
 * How a task's runs end. One that fails again and again is put into quarantine: its triggers do not start it any more,
 * until somebody releases it or a time has passed. Nothing runs here by itself: a quarantine that is over is one whose
 * moment of release has passed.
 */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { Quarantine } from '#shared/nouns/schedule-policy.ts';
import type { TaskHealth } from '#shared/nouns/slot.ts';
import { isoAt, type Clock } from '../clock.ts';
import type { Store, Transaction } from '../store/store.ts';

const AFTER = 5;
const RELEASE_MS = 3_600_000;
const LONGEST_RELEASE_MS = 86_400_000;

/**
 * A task whose last run succeeded has no row. In quarantine: `quarantined_at` is set, and `release_at` unless only a
 * person may release it. Released, but not proven sound: `quarantined_at` is empty and `release_at` tells when.
 */
interface HealthRow {
  task: string;
  failures: number;
  relapses: number;
  quarantined_at: number | null;
  release_at: number | null;
  reason: string | null;
}

export class TaskHealthBook {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Takes account of a run that has ended for good; part of the transaction that ends it. Ends that say nothing of the
   * task (cancelled, denied, interrupted) change nothing.
   * @param quarantine what its definition says, asked only where the run ended badly
   */
  noteEnd(
    tx: Transaction,
    run: Pick<RunSummary, 'id' | 'task' | 'state' | 'message'>,
    quarantine: () => Quarantine | undefined,
    now: number,
  ): void {
    const { task } = run;
    if (task === undefined) return;
    switch (run.state) {
      case 'succeeded':
        return this.#noteSuccess(tx, task, run.id);
      case 'failed':
      case 'timed_out':
        return this.#noteFailure(tx, { ...run, task }, quarantine(), now);
      case 'queued':
      case 'awaiting_approval':
      case 'running':
      case 'cancelled':
      case 'interrupted':
      case 'denied':
    }
  }

  /** Undefined while nothing failed. */
  of(task: string): TaskHealth | undefined {
    const row = this.#row(task);
    return row && toHealth(row);
  }

  /** The health of a task that may not be started by its triggers now. @param now ms since 1970 */
  isQuarantined(task: string, now: number): TaskHealth | undefined {
    const row = this.#row(task);
    return row && row.quarantined_at !== null && !isOver(row, now) ? toHealth(row) : undefined;
  }

  /** Tasks whose quarantine is over but was not yet called so: to be released. */
  dueReleases(now: number): string[] {
    return this.#store
      .all<{
        task: string;
      }>(
        'select task from task_health where quarantined_at is not null and release_at <= ? order by task',
        now,
      )
      .map(({ task }) => task);
  }

  /**
   * Lets its triggers start it again. The first failure after that puts it back, for twice as long.
   * @throws LukaError not_quarantined where a person asks and there is nothing to release
   */
  async release(task: string, by: 'person' | 'time'): Promise<void> {
    const now = this.#clock.now();
    const released = this.#store.commit((tx) => {
      const row = this.#row(task);
      if (!row || row.quarantined_at === null) return false;
      tx.run('update task_health set quarantined_at = null, release_at = ? where task = ?', now, task);
      tx.emit({ type: 'task.released', task, data: { by } });
      return true;
    });
    if (!released && by === 'person')
      throw new LukaError('not_quarantined', { message: `the task ${task} is not in quarantine` });
    await this.#store.durable();
  }

  #noteSuccess(tx: Transaction, task: string, run: number): void {
    const row = this.#row(task);
    if (!row) return;
    tx.run('delete from task_health where task = ?', task);
    if (row.quarantined_at !== null) tx.emit({ type: 'task.released', task, run, data: { by: 'success' } });
  }

  #noteFailure(
    tx: Transaction,
    run: Pick<RunSummary, 'id' | 'message'> & { task: string },
    quarantine: Quarantine | undefined,
    now: number,
  ): void {
    const { task } = run;
    const row = this.#row(task) ?? {
      task,
      failures: 0,
      relapses: 0,
      quarantined_at: null,
      release_at: null,
      reason: null,
    };
    row.failures += 1;
    row.reason = run.message ?? null;
    if (row.quarantined_at !== null && isOver(row, now)) {
      row.quarantined_at = null;
      tx.emit({ type: 'task.released', task, data: { by: 'time' } });
    }
    const relapsed = row.quarantined_at === null && row.release_at !== null;
    const policy = quarantine === false ? undefined : (quarantine ?? {});
    if (policy && row.quarantined_at === null && (relapsed || row.failures >= (policy.after ?? AFTER))) {
      if (relapsed) row.relapses += 1;
      row.quarantined_at = now;
      row.release_at = releaseAt(policy.release ?? RELEASE_MS, row.relapses, now);
      tx.emit({
        type: 'task.quarantined',
        task,
        run: run.id,
        data: {
          failures: row.failures,
          ...(row.release_at === null ? {} : { releaseAt: isoAt(row.release_at) }),
          ...(run.message === undefined ? {} : { message: run.message }),
        },
      });
    }
    tx.run(
      `insert into task_health (task, failures, relapses, quarantined_at, release_at, reason) values (?, ?, ?, ?, ?, ?)
       on conflict do update set failures = excluded.failures, relapses = excluded.relapses,
         quarantined_at = excluded.quarantined_at, release_at = excluded.release_at, reason = excluded.reason`,
      task,
      row.failures,
      row.relapses,
      row.quarantined_at,
      row.release_at,
      row.reason,
    );
  }

  #row(task: string): HealthRow | undefined {
    return this.#store.get<HealthRow>('select * from task_health where task = ?', task);
  }
}

/** Twice as long for each relapse, up to a day, or to what the task says where that is more. */
function releaseAt(release: number | false, relapses: number, now: number): number | null {
  if (release === false) return null;
  return now + Math.min(release * 2 ** relapses, Math.max(release, LONGEST_RELEASE_MS));
}

function isOver(row: HealthRow, now: number): boolean {
  return row.release_at !== null && row.release_at <= now;
}

function toHealth(row: HealthRow): TaskHealth {
  return {
    failuresInRow: row.failures,
    ...(row.quarantined_at === null ? {} : { quarantinedAt: isoAt(row.quarantined_at) }),
    ...(row.quarantined_at === null || row.release_at === null ? {} : { releaseAt: isoAt(row.release_at) }),
    ...(row.reason === null ? {} : { reason: row.reason }),
  };
}
