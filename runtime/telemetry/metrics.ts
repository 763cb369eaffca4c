/**
 * Metrics in the text format of Prometheus. Counters and histograms follow the events of this process; gauges are looked
 * up when they are asked for. Nothing is sent anywhere: whoever wants them asks for `/metrics`.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */
import { stat } from 'node:fs/promises';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { LukaEvent } from '#shared/nouns/event.ts';
import { isDone, RunSummary } from '#shared/nouns/run.ts';
import { VERSION } from '#shared/version.ts';

export interface MetricsSource {
  readonly onEvent: (listener: (event: LukaEvent) => void) => () => void;
  readonly counts: () => { running: number; queued: number; awaitingApproval: number };
  /** Agents by state, as they were seen last. */
  readonly agents: () => Readonly<Record<string, number>>;
  /** Services by state. */
  readonly services: () => Readonly<Record<string, number>>;
  /** Holds that keep the machine awake, by whether they do: `held` or not, by which state. */
  readonly holds: () => Readonly<Record<string, number>>;
  /** Traces of runs since the start, by what became of them. */
  readonly traces: () => Readonly<Record<string, number>>;
  /** What runs wrote, as it was counted last; undefined until it was counted once. */
  readonly logs: () => { readonly count: number; readonly bytes: number } | undefined;
  /** Files whose size is told, by what they are. */
  readonly files: Readonly<Record<string, string>>;
}

/** Seconds: from a program that says a word to one that runs for a night. */
const DURATIONS = [0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 43_200];
const WAITS = [0.01, 0.05, 0.25, 1, 5, 30, 300, 3_600];
const LATENCIES = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5];
/** A label for each task is a series for each: beyond so many they are told together. */
const MOST_TASKS = 500;

/** Gauges with the ending of a counter, against the rules of Prometheus; each is the sum of the series that tell of every type. */
const MISNAMED = ['handles', 'requests', 'resources'].map((what) => `nodejs_active_${what}_total`);

export class Metrics {
  readonly #registry = new Registry();
  readonly #source: MetricsSource;
  readonly #tasks = new Set<string>();
  readonly #unfollow: () => void;
  readonly #runs: Counter<'task' | 'state'>;
  readonly #durations: Histogram<'task'>;
  readonly #waits: Histogram<never>;
  readonly #late: Histogram<never>;
  readonly #slots: Counter<'outcome'>;
  readonly #http: Histogram<'method' | 'route' | 'status'>;

  constructor(source: MetricsSource) {
    this.#source = source;
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    for (const name of MISNAMED) this.#registry.removeSingleMetric(name);
    new Gauge({
      name: 'luka_info',
      help: 'Always 1; the version is a label.',
      labelNames: ['version'],
      registers,
    }).set({ version: VERSION }, 1);
    this.#runs = new Counter({
      name: 'luka_runs_total',
      help: 'Runs that ended since Luka started, by task and how they ended. Work orders have the task "".',
      labelNames: ['task', 'state'],
      registers,
    });
    this.#durations = new Histogram({
      name: 'luka_run_duration_seconds',
      help: 'How long runs took.',
      labelNames: ['task'],
      buckets: DURATIONS,
      registers,
    });
    this.#waits = new Histogram({
      name: 'luka_queue_wait_seconds',
      help: 'How long runs waited between being asked for and their start.',
      buckets: WAITS,
      registers,
    });
    this.#late = new Histogram({
      name: 'luka_lateness_seconds',
      help: 'How long after its due moment a scheduled run started.',
      buckets: WAITS,
      registers,
    });
    this.#slots = new Counter({
      name: 'luka_slots_total',
      help: 'Due moments since Luka started, by what became of them.',
      labelNames: ['outcome'],
      registers,
    });
    this.#http = new Histogram({
      name: 'luka_http_request_duration_seconds',
      help: 'How long answers of the API took.',
      labelNames: ['method', 'route', 'status'],
      buckets: LATENCIES,
      registers,
    });
    this.#gauges();
    this.#unfollow = source.onEvent((event) => this.#note(event));
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Everything, as it is now. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** @param seconds from the request's head to the answer's end */
  noteAnswer(method: string, route: string, status: number, seconds: number): void {
    this.#http.observe({ method, route, status: String(status) }, seconds);
  }

  close(): void {
    this.#unfollow();
    this.#registry.clear();
  }

  #gauges(): void {
    const registers: Registry[] = [];
    const { counts, agents, services, holds, files, logs, traces } = this.#source;
    this.#registry.registerMetric(
      new Gauge({
        name: 'luka_runs_active',
        help: 'Runs that wait or go, by state.',
        labelNames: ['state'],
        registers,
        collect() {
          const { running, queued, awaitingApproval } = counts();
          this.set({ state: 'running' }, running);
          this.set({ state: 'queued' }, queued);
          this.set({ state: 'awaiting_approval' }, awaitingApproval);
        },
      }),
    );
    for (const [name, help, look] of [
      ['luka_agents', 'LaunchAgents or units by state, as they were seen last.', agents],
      ['luka_services', 'Services by state.', services],
      ['luka_holds', 'Holds that keep the machine awake, by state.', holds],
    ] as const)
      this.#registry.registerMetric(
        new Gauge({
          name,
          help,
          labelNames: ['state'],
          registers,
          collect() {
            this.reset();
            for (const [state, count] of Object.entries(look())) this.set({ state }, count);
          },
        }),
      );
    this.#registry.registerMetric(
      new Counter({
        name: 'luka_traces_total',
        help: 'Runs whose traces were sent to a collector, or never will be, since Luka started.',
        labelNames: ['outcome'],
        registers,
        collect() {
          this.reset();
          for (const [outcome, count] of Object.entries(traces())) this.inc({ outcome }, count);
        },
      }),
    );
    for (const [name, help, value] of [
      ['luka_run_log_bytes', 'What runs wrote, all logs together, as counted last.', () => logs()?.bytes],
      ['luka_run_logs', 'Runs whose logs are there, as counted last.', () => logs()?.count],
    ] as const)
      this.#registry.registerMetric(
        new Gauge({
          name,
          help,
          registers,
          collect() {
            const now = value();
            // A size that is not known is no size of 0.
            if (now === undefined) this.remove();
            else this.set(now);
          },
        }),
      );
    this.#registry.registerMetric(
      new Gauge({
        name: 'luka_file_bytes',
        help: 'Sizes of files of Luka.',
        labelNames: ['file'],
        registers,
        async collect() {
          for (const [file, path] of Object.entries(files)) {
            const size = await stat(path).then(
              (found) => found.size,
              () => 0,
            );
            this.set({ file }, size);
          }
        },
      }),
    );
  }

  #note({ type, data }: LukaEvent): void {
    if (type === 'slot.decided') {
      const { state, count } = data;
      // One entry may stand for many moments.
      const moments = typeof count === 'number' ? count : 1;
      if (typeof state === 'string') this.#slots.inc({ outcome: state }, moments);
      return;
    }
    if (type !== 'run.queued' && type !== 'run.started' && type !== 'run.finished') return;
    const { success, data: run } = RunSummary.safeParse(data['run']);
    if (!success) return;
    // What ran on time is told by its run; the schedule tells of the rest.
    if (type === 'run.queued') {
      if (run.cause.scheduledFor !== undefined && run.cause.late === undefined)
        this.#slots.inc({ outcome: 'ran' });
    } else if (type === 'run.started') this.#noteStart(run);
    else if (isDone(run.state)) this.#noteEnd(run);
  }

  #noteStart({ queuedAt, startedAt, cause }: RunSummary): void {
    if (startedAt === undefined) return;
    const started = Date.parse(startedAt);
    this.#waits.observe(Math.max(0, started - Date.parse(queuedAt)) / 1_000);
    if (cause.scheduledFor !== undefined)
      this.#late.observe(Math.max(0, started - Date.parse(cause.scheduledFor)) / 1_000);
  }

  #noteEnd({ task, state, durationMs }: RunSummary): void {
    const name = this.#label(task);
    this.#runs.inc({ task: name, state });
    if (durationMs !== undefined) this.#durations.observe({ task: name }, durationMs / 1_000);
  }

  #label(task = ''): string {
    if (this.#tasks.has(task)) return task;
    if (this.#tasks.size >= MOST_TASKS) return 'others';
    this.#tasks.add(task);
    return task;
  }
}
