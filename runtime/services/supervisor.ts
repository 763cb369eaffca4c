/**
 * Keeps services running. Everything that happens to one (an edit, an end, a word of a person, a moment that has come) leads
 * to the same look at it, which does the one thing that is to be done now. What it knows of runs it reads from the ledger.
 */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { LukaEvent } from '#shared/nouns/event.ts';
import { LUKA, type Actor } from '#shared/nouns/role.ts';
import { isDone, type RunSummary } from '#shared/nouns/run.ts';
import type { ServiceStatus } from '#shared/nouns/service.ts';
import type { Clock } from '../clock.ts';
import type { RunRow } from '../runs/records.ts';
import type { RunLedger } from '../runs/run-ledger.ts';
import type { TaskRunRequest } from '../runs/run-service.ts';
import type { Store } from '../store/store.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import { FRESH, serviceRules, streakAfter } from './decide.ts';
import type { Hold } from './hold.ts';
import { isService, Service, workOf } from './service.ts';
import { ServiceTeller } from './service-teller.ts';
import { StoppedServices } from './stopped-services.ts';
import { isRefusal, whyNot, wishOf } from './wishes.ts';

export interface SupervisorOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ledger: Pick<RunLedger, 'row' | 'activeServices' | 'definition'>;
  readonly tasks: { list(): readonly LoadedTask[]; get(id: string): LoadedTask | undefined };
  readonly runs: {
    requestTask(id: string, request: TaskRunRequest): Promise<RunSummary>;
    /** Ends a run in whatever state it is. */
    stopForReplacement(id: number, message: string): Promise<void>;
  };
  readonly hold: Hold;
  readonly onError: (error: unknown) => void;
}

export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #services = new Map<string, Service>();
  readonly #stopped: StoppedServices;
  readonly #teller: ServiceTeller;
  #open = false;
  #unsubscribe: (() => void) | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#stopped = new StoppedServices(options.store);
    this.#teller = new ServiceTeller({ ...options, stopped: this.#stopped });
  }

  /** Takes up what goes already, and starts the others. A streak of failures is not remembered from the last time. */
  start(): void {
    const { store, ledger, tasks } = this.#options;
    this.#open = true;
    this.#unsubscribe = store.onEvent((event) => this.#hear(event));
    for (const row of ledger.activeServices()) this.#takeUp(row);
    this.changed({ changed: tasks.list(), removed: [] });
    // Those of tasks that are no services any more, or are gone.
    for (const service of this.#services.values()) this.#look(service);
  }

  /** Nothing is started or ended any more. */
  close(): void {
    this.#open = false;
    this.#unsubscribe?.();
    for (const service of this.#services.values()) service.cancelTimer?.();
  }

  /** Tasks were edited or removed. */
  changed({
    changed,
    removed,
  }: {
    readonly changed: readonly LoadedTask[];
    readonly removed: readonly string[];
  }): void {
    if (!this.#open) return;
    for (const { id, definition } of changed) {
      // A typing error in its file does not end a service: it goes on as it was.
      if (!definition || (!isService(definition) && !this.#services.has(id))) continue;
      const service = this.#service(id);
      const before = service.definition;
      service.definition = isService(definition) ? definition : undefined;
      service.title = definition.title ?? id;
      service.tags = definition.tags ?? [];
      // What was mended is tried at once.
      if (JSON.stringify(before) !== JSON.stringify(service.definition)) service.streak = FRESH;
      this.#look(service);
    }
    for (const id of removed) {
      const service = this.#services.get(id);
      if (!service) continue;
      service.definition = undefined;
      this.#look(service);
    }
  }

  /** How the service of this run does. @param complaint undefined: it is healthy */
  report(run: number, complaint: string | undefined): void {
    for (const service of this.#services.values()) {
      if (service.run?.id !== run) continue;
      service.health = complaint === undefined ? 'healthy' : 'unhealthy';
      service.complaint = complaint;
      this.#teller.tell(service);
    }
  }

  /** By title. */
  list(): ServiceStatus[] {
    return [...this.#services.values()]
      .filter(({ definition }) => definition !== undefined)
      .map((service) => this.#teller.status(service))
      .sort((a, b) => a.title.localeCompare(b.title) || a.task.localeCompare(b.task));
  }

  of(task: string): ServiceStatus | undefined {
    const service = this.#services.get(task);
    return service?.definition === undefined ? undefined : this.#teller.status(service);
  }

  /** Starts it where it does not run: at once, however long it would have to wait. @throws LukaError task_*, service_unknown */
  async startService(task: string, by: Actor): Promise<ServiceStatus> {
    const service = this.#startable(task);
    this.#stopped.start(task);
    if (!service.run) service.streak = FRESH;
    service.wish = wishOf(by, 'started by hand');
    return this.#settle(service);
  }

  /** It stays stopped until somebody starts it. @throws LukaError task_unknown, service_unknown */
  async stopService(task: string, by: Actor): Promise<ServiceStatus> {
    const service = this.#known(task);
    this.#stopped.stop(task, { at: this.#options.clock.now(), by: by.name });
    return this.#settle(service);
  }

  /** @throws LukaError task_*, service_unknown */
  async restartService(task: string, by: Actor): Promise<ServiceStatus> {
    const service = this.#startable(task);
    this.#stopped.start(task);
    service.wish = wishOf(by, 'restarted by hand');
    service.streak = FRESH;
    if (service.run) this.#end(service, `restarted by ${by.name}`);
    return this.#settle(service);
  }

  /** Does what is to be done, and answers once it is durable. */
  async #settle(service: Service): Promise<ServiceStatus> {
    this.#look(service);
    await this.#options.store.durable();
    return this.#teller.status(service);
  }

  #known(task: string): Service {
    const service = this.#services.get(task);
    if (service?.definition) return service;
    const loaded = this.#options.tasks.get(task);
    if (!loaded) throw new LukaError('task_unknown', { message: `there is no task ${task}` });
    if (!loaded.definition)
      throw new LukaError('task_invalid', {
        message: `the file of ${task} has errors`,
        findings: [...loaded.findings],
      });
    throw new LukaError('service_unknown', { message: `the task ${task} is no service` });
  }

  #startable(task: string): Service {
    const service = this.#known(task);
    if (service.definition?.enabled === false)
      throw new LukaError('task_disabled', { message: `the task ${task} is switched off` });
    return service;
  }

  #service(task: string): Service {
    let service = this.#services.get(task);
    if (!service) this.#services.set(task, (service = new Service(task)));
    return service;
  }

  /** A run that was there before us. The newest one stands; there should be no other. */
  #takeUp(row: RunRow): void {
    const { ledger, runs, onError } = this.#options;
    if (row.task === null) return;
    const service = this.#service(row.task);
    if (service.run) {
      runs.stopForReplacement(row.id, 'there is one of each service').catch(onError);
      return;
    }
    service.run = { id: row.id, work: workOf(ledger.definition(row.definition_hash)) };
  }

  #hear({ type, task, run }: LukaEvent): void {
    switch (type) {
      case 'policy.changed':
      case 'freeze.changed':
      case 'schedule.paused':
      case 'schedule.resumed':
        for (const service of this.#services.values()) {
          // What was refused may be allowed now.
          if (type === 'policy.changed' && service.streak.last?.end === 'refused') service.streak = FRESH;
          this.#look(service);
        }
        return;
      case 'run.queued':
      case 'run.judged':
      case 'run.started':
      case 'run.finished':
      case 'approval.decided': {
        const service =
          task === undefined
            ? [...this.#services.values()].find((known) => known.run?.id === run)
            : this.#services.get(task);
        if (service?.run && (run === undefined || service.run.id === run)) this.#look(service);
        return;
      }
      default:
    }
  }

  /** The one place where anything is begun. */
  #look(service: Service): void {
    if (!this.#open) return;
    try {
      service.cancelTimer?.();
      service.cancelTimer = undefined;
      this.#noteEnd(service);
      this.#act(service);
      if (this.#services.has(service.task)) this.#teller.tell(service);
    } catch (error) {
      this.#options.onError(error);
      service.cancelTimer = this.#options.clock.after(LOOK_AGAIN_MS, () => this.#look(service));
    }
  }

  #act(service: Service): void {
    const { clock } = this.#options;
    const { definition, run, task } = service;
    if (service.asking) return;
    const wanted =
      definition !== undefined && definition.enabled !== false && this.#stopped.of(task) === undefined;
    if (run) {
      if (!wanted) this.#end(service, whyNot(service));
      else if (run.work !== workOf(definition)) this.#end(service, 'its task was edited');
      return;
    }
    if (!wanted) {
      service.streak = FRESH;
      service.wish = undefined;
      if (!definition) this.#services.delete(task);
      return;
    }
    const decision = this.#teller.decision(service);
    if (decision.action === 'rest') return;
    const held = this.#teller.held(service);
    const due = held ? held.until : decision.action === 'wait' ? decision.until : undefined;
    if (due !== undefined)
      service.cancelTimer = clock.after(Math.max(0, due - clock.now()), () => this.#look(service));
    else if (!held) void this.#begin(service).catch(this.#options.onError);
  }

  async #begin(service: Service): Promise<void> {
    const { runs, clock } = this.#options;
    const { definition, task, streak } = service;
    const { cause, by } = service.wish ?? {
      by: LUKA,
      cause: {
        kind: 'service',
        by: 'schedule',
        detail: streak.last ? 'started again after it ended' : 'kept running',
      },
    };
    service.asking = true;
    service.health = 'unknown';
    service.complaint = undefined;
    this.#teller.tell(service);
    try {
      const run = await runs.requestTask(task, { cause, by });
      service.run = { id: run.id, work: definition ? workOf(definition) : '' };
      service.wish = undefined;
    } catch (error) {
      if (!(error instanceof LukaError)) throw error;
      if (error.code === 'frozen' || error.code === 'stopping') return;
      service.wish = undefined;
      service.lastMessage = error.message;
      const end = isRefusal(error) ? 'refused' : 'failed';
      this.#addLife(service, { endedAt: clock.now(), lived: 0, end });
    } finally {
      service.asking = false;
      // It may have ended, been edited or been stopped meanwhile.
      this.#look(service);
    }
  }

  #end(service: Service, message: string): void {
    const { runs, onError } = this.#options;
    if (!service.run || service.ending) return;
    service.ending = true;
    runs.stopForReplacement(service.run.id, message).catch(onError);
  }

  /** Takes account of a run that has ended. */
  #noteEnd(service: Service): void {
    const { ledger } = this.#options;
    const row = service.run && ledger.row(service.run.id);
    if (!row || !isDone(row.state)) return;
    const { ending } = service;
    service.run = undefined;
    service.ending = false;
    service.lastRun = row.id;
    service.health = 'unknown';
    service.lastMessage = row.message ?? undefined;
    if (ending) {
      service.streak = FRESH;
      return;
    }
    // Somebody ended the run itself: it is not started again behind their back.
    if (row.state === 'cancelled') {
      this.#stopped.stop(service.task, { at: row.ended_at ?? 0, by: 'cancelling its run' });
      return;
    }
    const end = row.state === 'succeeded' ? 'succeeded' : row.state === 'denied' ? 'refused' : 'failed';
    this.#addLife(service, { endedAt: row.ended_at ?? 0, lived: row.duration_ms ?? 0, end });
  }

  #addLife(service: Service, life: Parameters<typeof streakAfter>[2]): void {
    if (!service.definition) return;
    service.streak = streakAfter(serviceRules(service.definition.service), service.streak, life);
  }
}

/** How long to wait before looking again at a service whose ledger could not be written. */
const LOOK_AGAIN_MS = 2_000;
