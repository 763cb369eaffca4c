/** What can be asked of runs: request, cancel, run again, look at. Transports call this and nothing below it. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { LogPage, LogSearchResult } from '#shared/nouns/log.ts';
import type { ParamValues } from '#shared/nouns/param.ts';
import { priorityOfRank, type Priority } from '#shared/nouns/priority.ts';
import { isDone, type Run, type RunSummary } from '#shared/nouns/run.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';
import type { Dispatcher } from '../queue/dispatcher.ts';
import { checkModules } from '../queue/check-modules.ts';
import type { OrderSubmission } from '../queue/ports.ts';
import type { Store } from '../store/store.ts';
import { resolveParams } from '../tasks/params.ts';
import type { LoadedTask, TaskRegistry } from '../tasks/ports.ts';
import type { LogRange } from './logs/log-reader.ts';
import type { LogShelf } from './logs/log-shelf.ts';
import { toRun, toSummary, type RunRow } from './records.ts';
import type { NewRun, RunLedger } from './run-ledger.ts';

export interface RunServiceOptions {
  readonly store: Store;
  readonly ledger: RunLedger;
  readonly logs: LogShelf;
  readonly tasks: TaskRegistry;
  readonly dispatcher: Dispatcher;
  /** The modules folder. */
  readonly modules: string;
}

export interface TaskRunRequest {
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  readonly priority?: Priority | undefined;
  readonly cause: RunCause;
  readonly idempotencyKey?: string | undefined;
  /** Run it although it is switched off. */
  readonly force?: boolean | undefined;
}

export class RunService {
  readonly #options: RunServiceOptions;
  #stopping = false;

  constructor(options: RunServiceOptions) {
    this.#options = options;
  }

  /** Refuses new runs from here on. */
  close(): void {
    this.#stopping = true;
  }

  /**
   * Asks for a run of a task. Resolves once it is durable.
   * @throws LukaError task_unknown, task_invalid, task_disabled, param_*, idempotency_conflict, disk_full, stopping
   */
  async requestTask(id: string, request: TaskRunRequest): Promise<RunSummary> {
    const task = this.#task(id);
    const { definition } = task;
    if (!definition) {
      const [first] = task.findings;
      throw new LukaError('task_invalid', {
        message: `the file of ${id} has errors: ${first?.message ?? 'see luka task lint'}`,
        findings: [...task.findings],
      });
    }
    if (definition.enabled === false && !request.force)
      throw new LukaError('task_disabled', { message: `the task ${id} is switched off` });
    const { run } = await this.#add({
      task: id,
      title: definition.title ?? id,
      priority: request.priority ?? definition.priority ?? 'normal',
      cause: request.cause,
      params: resolveParams(definition.params, request.params ?? {}),
      definition,
      taskFile: task.file,
      idempotencyKey: request.idempotencyKey,
    });
    return run;
  }

  /** Takes a work order. Resolves once its run is durable. */
  async submitOrder(submission: OrderSubmission): Promise<{ run: number; created: boolean }> {
    const { order } = submission;
    const cause: RunCause = { kind: 'order', by: submission.by, detail: submission.detail };
    const origin = {
      order: { id: order.orderId, file: submission.file, extras: order.extras },
      idempotencyKey: submission.idempotencyKey,
      cause,
    };
    let request: NewRun;
    if (order.work.kind === 'task') {
      const { definition, file } = this.#task(order.work.task);
      if (definition?.enabled === false)
        throw new LukaError('task_disabled', { message: `the task ${order.work.task} is switched off` });
      if (!definition)
        throw new LukaError('task_invalid', { message: `the file of ${order.work.task} has errors` });
      request = {
        ...origin,
        task: order.work.task,
        title: order.title,
        priority: order.priority,
        params: resolveParams(definition.params, order.work.params),
        definition,
        taskFile: file,
      };
    } else {
      request = {
        ...origin,
        title: order.title,
        priority: order.priority,
        params: resolveParams(order.work.definition.params, {}),
        definition: order.work.definition,
      };
    }
    refuseDeclaredRisk(request);
    await checkModules(request.definition, this.#options.modules);
    const { run, created } = await this.#add(request);
    return { run: run.id, created };
  }

  /** @throws LukaError run_unknown, task_unknown, task_invalid, param_* */
  async rerun(id: number, by: RunCause['by']): Promise<RunSummary> {
    const row = this.#row(id);
    const cause: RunCause = { kind: 'rerun', by, detail: `run again of #${id}` };
    const params = JSON.parse(row.params) as ParamValues;
    if (row.task !== null && row.order_id === null)
      return this.requestTask(row.task, { params, cause, force: true });
    const { run } = await this.#add({
      task: row.task ?? undefined,
      title: row.title,
      priority: priorityOfRank(row.rank),
      cause,
      params,
      definition: this.#options.ledger.definition(row.definition_hash),
      order:
        row.order_id === null
          ? undefined
          : { id: row.order_id, extras: JSON.parse(row.order_extras ?? '{}') as unknown },
    });
    return run;
  }

  /**
   * Ends a run in whatever state it is. A queued one is cancelled when this resolves; a running one is being ended.
   * @throws LukaError run_unknown, run_done
   */
  async cancel(id: number, reason = 'cancelled by hand'): Promise<RunSummary> {
    const { ledger, store, dispatcher } = this.#options;
    const row = this.#row(id);
    if (isDone(row.state))
      throw new LukaError('run_done', { message: `run #${id} has ended already (${row.state})` });
    const execution = dispatcher.execution(id);
    if (execution) {
      ledger.noteCancelling(id, reason);
      execution.stop({ state: 'cancelled', message: reason });
    } else {
      ledger.finish(id, { state: 'cancelled', message: reason });
    }
    await store.durable();
    return toSummary(this.#row(id));
  }

  /** @throws LukaError run_unknown */
  async get(id: number): Promise<Run> {
    const row = this.#row(id);
    return toRun(
      row,
      this.#options.ledger.attempts(id),
      this.#options.ledger.steps(id),
      await this.#options.logs.size(id),
    );
  }

  /** The run without its log's size: what the queue room asks. */
  findByKey(key: string): Run | undefined {
    const row = this.#options.ledger.rowByKey(key);
    return row && toRun(row, this.#options.ledger.attempts(row.id), this.#options.ledger.steps(row.id), 0);
  }

  snapshot(id: number): Run {
    return toRun(this.#row(id), this.#options.ledger.attempts(id), this.#options.ledger.steps(id), 0);
  }

  /** A run that has not started yet has an empty log. @throws LukaError run_unknown, log_unavailable */
  async readLog(id: number, range: LogRange): Promise<LogPage> {
    const row = this.#row(id);
    if (row.started_at === null) return { entries: [], from: 0, to: 0, size: 0, complete: isDone(row.state) };
    const page = await this.#options.logs.read(id, range);
    // Complete when the run's end is durable, not already when its last process has gone: what follows reads the result.
    const complete = page.complete && isDone(this.#row(id).state);
    if (complete) await this.#options.store.durable();
    return { ...page, complete };
  }

  async searchLog(id: number, query: string, limit: number): Promise<LogSearchResult> {
    const row = this.#row(id);
    if (row.started_at === null) return { query, matches: [], total: 0 };
    return this.#options.logs.search(id, query, limit);
  }

  async #add(run: NewRun): Promise<{ run: RunSummary; created: boolean }> {
    if (this.#stopping) throw new LukaError('stopping');
    const added = this.#options.ledger.add(run);
    // Claimed in the same turn, so that queueing and starting share one sync of the disk.
    if (added.created) this.#options.dispatcher.pump();
    await this.#options.store.durable();
    return added;
  }

  #task(id: string): LoadedTask {
    const task = this.#options.tasks.get(id);
    if (!task) throw new LukaError('task_unknown', { message: `there is no task ${id}` });
    return task;
  }

  #row(id: number): RunRow {
    const row = this.#options.ledger.row(id);
    if (!row) throw new LukaError('run_unknown', { message: `there is no run #${id}` });
    return row;
  }
}

/** Work that its own author calls dangerous does not run on the word of a dropped file. */
function refuseDeclaredRisk(run: NewRun): void {
  const { risk } = run.definition;
  if (risk === 'high' || risk === 'critical') {
    throw new LukaError('approval_needed', { message: `the order declares its risk as ${risk}` });
  }
}
