/** What can be asked of runs: request, cancel, run again, look at. Transports call this and nothing below it. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { GateVerdict } from '#shared/nouns/gate.ts';
import type { LogPage, LogSearchResult } from '#shared/nouns/log.ts';
import type { ParamValues } from '#shared/nouns/param.ts';
import { priorityOfRank, type Priority } from '#shared/nouns/priority.ts';
import { isDone, type Run, type RunSummary } from '#shared/nouns/run.ts';
import { isAgent, PERSON, type Actor } from '#shared/nouns/role.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';
import type { Dispatcher } from '../queue/dispatcher.ts';
import { checkModules } from '../queue/check-modules.ts';
import type { OrderSubmission } from '../queue/ports.ts';
import type { GateRequest, Judgement } from '../safety/gate/ports.ts';
import type { Store, Transaction } from '../store/store.ts';
import { resolveParams } from '../tasks/params.ts';
import type { LoadedTask, TaskRegistry } from '../tasks/ports.ts';
import { summaryOf, type NewRun } from './insert-run.ts';
import type { LogRange } from './logs/log-reader.ts';
import type { LogShelf } from './logs/log-shelf.ts';
import { clientOf, orderRequest, originOf } from './order-request.ts';
import { toRun, toSummary, type RunRow } from './records.ts';
import type { RunLedger } from './run-ledger.ts';

/** What stands before the queue. */
export interface RunGate {
  /** True while nothing new may start. */
  readonly frozen: () => boolean;
  /** @throws LukaError run_denied, path_* */
  judge(request: GateRequest, by: Actor): Promise<Judgement>;
  preview(request: GateRequest): Promise<Judgement>;
  /** Keeps who wanted a run to end. */
  noteCancel(run: number, reason: string, by: Actor): void;
  enter(tx: Transaction, run: number, request: GateRequest, judgement: Judgement, by: Actor): void;
}

export interface RunServiceOptions {
  /** Without it everything is let through: for tests of the rooms below. */
  readonly gate?: RunGate | undefined;
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
  /** Who asked; the person where left out. */
  readonly by?: Actor | undefined;
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
   * @throws LukaError task_unknown, task_invalid, task_disabled, task_is_service, param_*, run_denied, frozen,
   * idempotency_conflict, disk_full, stopping
   */
  async requestTask(id: string, request: TaskRunRequest): Promise<RunSummary> {
    if (request.cause.kind !== 'service') refuseService(this.#task(id));
    const { run } = await this.#add(this.prepareTask(id, request), request.by ?? PERSON);
    return run;
  }

  /**
   * A run of a task as it would be queued. For who queues it together with something else; nothing is written.
   * @throws LukaError task_unknown, task_invalid, task_disabled, param_*, frozen
   */
  prepareTask(id: string, request: TaskRunRequest): NewRun {
    this.#refuseFrozen();
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
    return {
      task: id,
      title: definition.title ?? id,
      priority: request.priority ?? definition.priority ?? 'normal',
      cause: request.cause,
      params: resolveParams(definition.params, request.params ?? {}),
      definition,
      taskFile: task.file,
      idempotencyKey: request.idempotencyKey,
    };
  }

  /** Takes a work order. Resolves once its run is durable. */
  async submitOrder(submission: OrderSubmission): Promise<{ run: RunSummary; created: boolean }> {
    const request = this.#orderRequest(submission);
    await checkModules(request.definition, this.#options.modules);
    return this.#add(request, submission.actor);
  }

  /** What the gate would say to an order; nothing is written. @throws as submitOrder does */
  async previewOrder(submission: OrderSubmission): Promise<GateVerdict> {
    const request = this.#orderRequest(submission);
    await checkModules(request.definition, this.#options.modules);
    return this.#preview(request);
  }

  /** What the gate would say to a run of a task; nothing is written. @throws LukaError task_*, param_* */
  async previewTask(id: string, request: TaskRunRequest): Promise<GateVerdict> {
    return this.#preview(this.prepareTask(id, { ...request, force: true }));
  }

  /** @throws LukaError task_*, param_*, frozen */
  #orderRequest(submission: OrderSubmission): NewRun {
    this.#refuseFrozen();
    return orderRequest(submission, (id) => refuseService(this.#task(id)));
  }

  /** @throws LukaError run_unknown, task_unknown, task_invalid, param_*, run_denied, frozen */
  async rerun(id: number, by: Actor): Promise<RunSummary> {
    const row = this.#row(id);
    const cause: RunCause = {
      kind: 'rerun',
      by: isAgent(by) ? 'agent' : 'person',
      detail: `run again of #${id}`,
      ...clientOf(by),
      ...originOf(row),
    };
    const params = JSON.parse(row.params) as ParamValues;
    if (row.task !== null && row.order_id === null)
      return this.requestTask(row.task, { params, cause, by, force: true });
    this.#refuseFrozen();
    const again: NewRun = {
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
    };
    return (await this.#add(again, by)).run;
  }

  /**
   * Ends a run in whatever state it is. A queued one is cancelled when this resolves; a running one is being ended.
   * @throws LukaError run_unknown, run_done
   */
  async cancel(id: number, asked: { reason?: string | undefined; by?: Actor } = {}): Promise<RunSummary> {
    const reason = asked.reason ?? 'cancelled by hand';
    const row = this.#row(id);
    if (isDone(row.state))
      throw new LukaError('run_done', { message: `run #${id} has ended already (${row.state})` });
    this.#stop(row, reason);
    this.#options.gate?.noteCancel(id, reason, asked.by ?? PERSON);
    await this.#options.store.durable();
    return toSummary(this.#row(id));
  }

  /**
   * Ends a run to make room for a newer one of its task; one that has ended meanwhile is left as it is. Resolves when that is
   * durable; a running one is then still being ended.
   * @throws LukaError run_unknown
   */
  async stopForReplacement(id: number, message: string): Promise<void> {
    const row = this.#row(id);
    if (isDone(row.state)) return;
    this.#stop(row, message);
    await this.#options.store.durable();
  }

  /** @throws LukaError run_unknown */
  async get(id: number): Promise<Run> {
    const row = this.#row(id);
    return this.#toRun(row, await this.#options.logs.size(id, newestAttempt(row)));
  }

  /** The run without its log's size: what the queue room asks. */
  findByKey(key: string): Run | undefined {
    const row = this.#options.ledger.rowByKey(key);
    return row && this.#toRun(row, 0);
  }

  snapshot(id: number): Run {
    return this.#toRun(this.#row(id), 0);
  }

  /**
   * A part of the log of an attempt, the newest where left out. One that has not started yet has an empty log.
   * @throws LukaError run_unknown, log_unavailable
   */
  async readLog(id: number, range: LogRange & { readonly attempt?: number | undefined }): Promise<LogPage> {
    const row = this.#row(id);
    const attempt = this.#attempt(row, range.attempt);
    if (!hasStarted(row, attempt))
      return { attempt, entries: [], from: 0, to: 0, size: 0, complete: isDone(row.state) };
    const page = await this.#options.logs.read(id, attempt, range);
    // Complete when the attempt's end is durable, not already when its last process has gone: what follows reads the result.
    const after = this.#row(id);
    const complete = page.complete && (isDone(after.state) || attempt < after.attempt);
    if (complete) await this.#options.store.durable();
    return { ...page, attempt, complete };
  }

  /** @throws LukaError run_unknown, log_unavailable */
  async searchLog(
    id: number,
    query: string,
    options: { readonly limit: number; readonly attempt?: number | undefined },
  ): Promise<LogSearchResult> {
    const row = this.#row(id);
    const attempt = this.#attempt(row, options.attempt);
    if (!hasStarted(row, attempt)) return { query, matches: [], total: 0 };
    return this.#options.logs.search(id, attempt, query, options.limit);
  }

  #stop({ id }: RunRow, message: string): void {
    const { ledger, dispatcher } = this.#options;
    const execution = dispatcher.execution(id);
    if (execution) {
      ledger.noteCancelling(id, message);
      execution.stop({ state: 'cancelled', message });
    } else {
      ledger.finish(id, { state: 'cancelled', message });
    }
  }

  #attempt(row: RunRow, asked: number | undefined): number {
    if (asked !== undefined && asked > row.max_attempts) {
      throw new LukaError('log_unavailable', {
        message: `run #${row.id} has no attempt ${asked}, only up to ${row.max_attempts}`,
        remedy: 'ask for an attempt that was made',
      });
    }
    return asked ?? newestAttempt(row);
  }

  #toRun(row: RunRow, logBytes: number): Run {
    const { ledger } = this.#options;
    return toRun(row, {
      attempts: ledger.attempts(row.id),
      steps: ledger.steps.of(row.id),
      checks: ledger.checks(row.id, row.attempt),
      verdict: ledger.verdict(row.id),
      logBytes,
    });
  }

  async #add(run: NewRun, by: Actor): Promise<{ run: RunSummary; created: boolean }> {
    if (this.#stopping) throw new LukaError('stopping');
    const { store, ledger, dispatcher, gate } = this.#options;
    // A repeated request is the run of the first time, whatever would be said to it now.
    const known = run.idempotencyKey !== undefined && ledger.rowByKey(run.idempotencyKey) !== undefined;
    const judgement = known ? undefined : await gate?.judge(run, by);
    if (this.#stopping) throw new LukaError('stopping');
    const added = store.commit((tx) => {
      const entered = ledger.insert(tx, run);
      if (entered.created && judgement) gate?.enter(tx, entered.run.id, run, judgement, by);
      return { created: entered.created, run: summaryOf(tx, entered.run.id) };
    });
    // Claimed in the same turn, so that queueing and starting share one sync of the disk.
    if (added.created) dispatcher.pump();
    await store.durable();
    return added;
  }

  async #preview(run: NewRun): Promise<GateVerdict> {
    const { gate } = this.#options;
    if (!gate) throw new TypeError('there is no gate to ask');
    return (await gate.preview(run)).verdict;
  }

  #refuseFrozen(): void {
    if (this.#options.gate?.frozen()) throw new LukaError('frozen');
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

/** A service is started by who keeps it running, so that there is one of it. @throws LukaError task_is_service */
function refuseService(task: LoadedTask): LoadedTask {
  if (task.definition?.service !== undefined)
    throw new LukaError('task_is_service', { message: `${task.id} is a service: Luka keeps it running` });
  return task;
}

/** The one that goes or went last; while another one is waited for, the one before it. */
function newestAttempt(row: RunRow): number {
  return row.state === 'queued' ? Math.max(1, row.attempt - 1) : row.attempt;
}

function hasStarted(row: RunRow, attempt: number): boolean {
  return row.started_at !== null && attempt <= newestAttempt(row);
}
