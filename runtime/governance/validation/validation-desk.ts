/** Results that a human has to look at: checks in words nobody can decide, and checks that failed. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { CheckResult } from '#shared/nouns/check.ts';
import type { Actor } from '#shared/nouns/role.ts';
import { isActive, type RunSummary } from '#shared/nouns/run.ts';
import type { Clock } from '../../clock.ts';
import { summaryOf } from '../../runs/insert-run.ts';
import { toSummary, type RunRow } from '../../runs/records.ts';
import type { Store, Transaction } from '../../store/store.ts';
import type { AuditLog } from '../audit/audit-log.ts';

export interface ValidationDeskOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly audit: AuditLog;
}

export class ValidationDesk {
  readonly #options: ValidationDeskOptions;

  constructor(options: ValidationDeskOptions) {
    this.#options = options;
  }

  /** What the checks of an attempt found; a human is asked where one of them could not be decided or failed. */
  record(tx: Transaction, run: number, attempt: number, results: readonly CheckResult[]): void {
    for (const { index, kind, name, level, outcome, message } of results) {
      tx.run(
        `insert into check_results (run, attempt, idx, kind, name, level, outcome, message) values (?, ?, ?, ?, ?, ?, ?, ?)
         on conflict do update set outcome = excluded.outcome, message = excluded.message`,
        run,
        attempt,
        index,
        kind,
        name,
        level,
        outcome,
        message,
      );
    }
    const asks = results.some(({ outcome }) => outcome === 'undecided' || outcome === 'failed');
    tx.run('update runs set validation = ? where id = ?', asks ? 'waiting' : null, run);
    tx.emit({ type: 'run.checked', run, data: { run: summaryOf(tx, run), checks: results.length } });
  }

  /** Oldest first while they wait, newest first when they were looked at. */
  list(state: 'waiting' | 'done', limit: number): RunSummary[] {
    const where =
      state === 'waiting'
        ? "validation is not null and validation = 'waiting' and ended_at is not null order by id"
        : "validation is not null and validation <> 'waiting' order by id desc";
    return this.#options.store.all<RunRow>(`select * from runs where ${where} limit ?`, limit).map(toSummary);
  }

  /**
   * A human's word. It stands beside the run's own state, which is not rewritten.
   * @throws LukaError run_unknown, run_active, validation_unneeded
   */
  async decide(
    run: number,
    { verdict, reason }: { verdict: 'accepted' | 'rejected'; reason?: string | undefined },
    by: Actor,
  ): Promise<void> {
    const { store, clock, audit } = this.#options;
    const row = store.get<RunRow>('select * from runs where id = ?', run);
    if (!row) throw new LukaError('run_unknown', { message: `there is no run #${run}` });
    if (isActive(row.state)) throw new LukaError('run_active', { message: `run #${run} has not ended yet` });
    if (row.validation === null)
      throw new LukaError('validation_unneeded', { message: `nothing about run #${run} waits for a human` });
    await store.write((tx) => {
      tx.run(
        `insert into verdicts (run, verdict, reason, by_name, at) values (?, ?, ?, ?, ?)
         on conflict do update set verdict = excluded.verdict, reason = excluded.reason, by_name = excluded.by_name, at = excluded.at`,
        run,
        verdict,
        reason ?? null,
        by.name,
        clock.now(),
      );
      tx.run('update runs set validation = ? where id = ?', verdict, run);
      audit.append(tx, {
        actor: by,
        action: verdict === 'accepted' ? 'validation.accepted' : 'validation.rejected',
        subject: `run ${run}`,
        decision: verdict,
        ...(reason === undefined ? {} : { reason }),
        ...(row.validation === 'waiting' ? {} : { before: row.validation }),
      });
      tx.emit({ type: 'run.validated', run, data: { run: summaryOf(tx, run), verdict } });
    });
  }
}
