/** Puts a run into the queue, once for each key. */
import { createHash } from 'node:crypto';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { ParamValues } from '#shared/nouns/param.ts';
import { priorityRank, type Priority } from '#shared/nouns/priority.ts';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';
import { turnOf } from '../queue/turn.ts';
import type { Transaction } from '../store/store.ts';
import { toSummary, type RunRow } from './records.ts';
import { retryTimes } from './retry.ts';

export interface NewRun {
  readonly task?: string | undefined;
  readonly title: string;
  readonly priority: Priority;
  readonly cause: RunCause;
  readonly params: ParamValues;
  readonly definition: TaskDefinition;
  readonly taskFile?: string | undefined;
  readonly order?:
    { readonly id: string; readonly file?: string | undefined; readonly extras: unknown } | undefined;
  readonly idempotencyKey?: string | undefined;
}

export interface AddedRun {
  readonly run: RunSummary;
  /** False where the key was known: the run is the one of the first time. */
  readonly created: boolean;
}

/** As the ledger names definitions. */
export function definitionHash(definition: TaskDefinition): string {
  return createHash('sha256').update(JSON.stringify(definition)).digest('hex');
}

/** @param now ms since 1970 @throws LukaError idempotency_conflict when the key stands for something else */
export function insertRun(tx: Transaction, run: NewRun, now: number): AddedRun {
  const body = JSON.stringify(run.definition);
  const hash = definitionHash(run.definition);
  const request = createHash('sha256')
    .update(JSON.stringify([run.task ?? null, run.params, run.task === undefined ? hash : null]))
    .digest('hex');
  if (run.idempotencyKey !== undefined) {
    const seen = tx.get<RunRow>('select * from runs where idempotency_key = ?', run.idempotencyKey);
    if (seen) {
      if (seen.request_hash !== request) {
        throw new LukaError('idempotency_conflict', {
          message: `the idempotency key was used for run #${seen.id}, which is different`,
        });
      }
      return { run: toSummary(seen), created: false };
    }
  }
  tx.run('insert into definitions (hash, body) values (?, ?) on conflict do nothing', hash, body);
  const { lastId } = tx.run(
    `insert into runs (task, title, state, rank, turn, group_name, max_attempts, cause, params, definition_hash,
       task_file, order_id, order_file, order_extras, idempotency_key, request_hash, queued_at, service)
     values (?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    run.task ?? null,
    run.title,
    priorityRank(run.priority),
    turnOf(now, run.priority),
    run.definition.group ?? null,
    1 + retryTimes(run.definition.retry),
    JSON.stringify(run.cause),
    JSON.stringify(run.params),
    hash,
    run.taskFile ?? null,
    run.order?.id ?? null,
    run.order?.file ?? null,
    run.order === undefined ? null : JSON.stringify(run.order.extras),
    run.idempotencyKey ?? null,
    request,
    now,
    run.cause.kind === 'service' ? 1 : null,
  );
  const summary = summaryOf(tx, lastId);
  tx.emit({ type: 'run.queued', run: lastId, task: run.task, data: { run: summary } });
  return { run: summary, created: true };
}

/** A run as it stands in the middle of a transaction. */
export function summaryOf(tx: Transaction, id: number): RunSummary {
  return toSummary(tx.get<RunRow>('select * from runs where id = ?', id)!);
}
