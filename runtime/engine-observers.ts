/** The rooms that look at what happened and tell of it: figures, traces, deadlines, notifications, reports, what is kept. */
import { isAgentTrouble } from '#shared/nouns/agent.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { Clock } from './clock.ts';
import type { HomeLayout } from './home/layout.ts';
import { programPath } from './home/programs.ts';
import type { SettingsStore } from './home/settings.ts';
import { inOrder } from './in-order.ts';
import type { Launchd } from './launchd/create-launchd.ts';
import { createNotify } from './notify/create-notify.ts';
import { hostNotifier } from './notify/native/host-notifier.ts';
import type { Notifier } from './notify/native/notifier.ts';
import type { Power } from './power/create-power.ts';
import { createReports } from './reports/create-reports.ts';
import { RetentionService } from './retention/retention-service.ts';
import type { LogShelf } from './runs/logs/log-shelf.ts';
import type { RunQueries } from './runs/run-queries.ts';
import type { RunService } from './runs/run-service.ts';
import type { TaskHealthBook } from './runs/task-health.ts';
import type { Safety } from './safety/create-safety.ts';
import type { SecretStore } from './safety/secrets/stores/secret-store.ts';
import type { Schedule } from './schedule/create-schedule.ts';
import type { ScheduleService } from './schedule/schedule-service.ts';
import type { Supervisor } from './services/supervisor.ts';
import { SlaWatch } from './sla/sla-watch.ts';
import type { Store } from './store/store.ts';
import type { TaskRegistry } from './tasks/ports.ts';
import { createTelemetry, toKnownTask } from './telemetry/create-telemetry.ts';
import { createLogSizes } from './telemetry/log-sizes.ts';
import { Metrics } from './telemetry/metrics.ts';
import { traceResource } from './telemetry/traces/resource.ts';
import { TraceDesk } from './telemetry/traces/trace-desk.ts';

export interface ObserverOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly layout: HomeLayout;
  readonly settings: SettingsStore;
  readonly env: NodeJS.ProcessEnv;
  readonly personHome: string;
  readonly logs: LogShelf;
  readonly queries: RunQueries;
  readonly runs: RunService;
  readonly registry: TaskRegistry;
  readonly health: TaskHealthBook;
  readonly schedule: Schedule;
  readonly scheduleService: ScheduleService;
  readonly supervisor: Supervisor;
  readonly safety: Safety;
  readonly launchd: Launchd;
  readonly power: Power;
  readonly secrets: () => Promise<SecretStore>;
  /** What shows notices, where the host has it. */
  readonly notifier?: Notifier | undefined;
  /** The page's address, for links. */
  readonly pageUrl: () => string;
  /** All of Luka's findings, these rooms' included. */
  readonly findings: () => readonly Finding[];
  /** What knowledge reads of Luka's own was written or removed. */
  readonly onWritten: () => void;
  readonly onError: (error: unknown, context: string) => void;
}

export type Observers = ReturnType<typeof createObservers>;

export function createObservers(options: ObserverOptions) {
  const { store, clock, layout, settings, queries, registry, safety, launchd, onError } = options;
  const telemetry = createTelemetry({
    store,
    clock,
    layout,
    settings: () => settings.get().telemetry,
    tasks: () => registry.list().map(toKnownTask),
    counts: () => queries.counts(clock.now()),
    agents: () => launchd.states(),
    onError: (error) => onError(error, 'telemetry'),
  });
  const traces = new TraceDesk({
    home: layout.root,
    store,
    clock,
    endpoint: () => settings.get().otlp?.endpoint,
    snapshot: (run) => options.runs.snapshot(run),
    resource: traceResource(layout.root),
    onError: (error) => onError(error, 'traces'),
  });
  const metrics = new Metrics({
    onEvent: (listener) => store.onEvent(listener),
    counts: () => queries.counts(clock.now()),
    agents: () => launchd.states(),
    services: () => countStates(options.supervisor.list()),
    holds: () =>
      countStates(options.power.room.holds().map(({ held }) => ({ state: held ? 'held' : 'not_held' }))),
    traces: () => ({ ...traces.counts }),
    logs: createLogSizes({
      folder: layout.logs,
      clock,
      program: programPath('doctor-worker'),
      onError: (error) => onError(error, 'metrics'),
    }),
    files: {
      ledger: layout.database,
      ledger_wal: `${layout.database}-wal`,
      knowledge: layout.knowledge,
      telemetry: layout.figures,
      log: layout.log,
    },
  });
  const sla = new SlaWatch({
    store,
    clock,
    tasks: registry,
    active: (task) => queries.activeOfTask(task),
    nextDue: options.schedule.nextOf,
    held: (task) => {
      if (safety.policy.current.paused) return 'Luka is frozen';
      if (options.scheduleService.pausedWords(task) !== undefined) return 'it is paused';
      return options.health.of(task.id)?.quarantinedAt === undefined ? undefined : 'it is in quarantine';
    },
    absences: (from) => options.schedule.absences.since(from),
    onError: (error) => onError(error, 'sla'),
  });
  const notify = createNotify({
    store,
    clock,
    layout,
    audit: safety.audit,
    env: options.env,
    personHome: options.personHome,
    task: (id) => registry.get(id),
    secrets: options.secrets,
    safety,
    notifier: options.notifier && hostNotifier(options.notifier, () => settings.get().notifications),
    onError: (error) => onError(error, 'notify'),
  });
  const reports = createReports({
    store,
    clock,
    layout,
    registry,
    settings: () => settings.get().reports,
    findings: options.findings,
    agents: async () =>
      (await launchd.agents.list()).agents
        .filter(({ state }) => isAgentTrouble(state))
        .map(({ label, state }) => ({ label, words: state.replaceAll('_', ' ') })),
    frozen: () => safety.policy.current.paused,
    pageUrl: options.pageUrl,
    onWritten: options.onWritten,
    onError: (error) => onError(error, 'reports'),
  });
  const retention = new RetentionService({
    store,
    clock,
    layout,
    audit: safety.audit,
    retention: () => settings.get().retention,
    lineDays: () => settings.get().telemetry.lineDays,
    isLive: (run) => options.logs.isLive(run),
    onRunsRemoved: options.onWritten,
    onError: (error) => onError(error, 'retention'),
  });
  return {
    rooms: { telemetry, insights: telemetry.insights, traces, metrics, sla, notify, reports, retention },
    findings: (): Finding[] => [...notify.room.findings(), ...telemetry.findings()],
    /** The clock may be another than a moment ago: the machine woke, or the time was set. */
    async look(): Promise<void> {
      sla.look();
      notify.room.look();
      await reports.look();
    },
    async start(): Promise<void> {
      retention.start();
      reports.start();
      await notify.start();
      sla.start();
      telemetry.start();
      traces.start();
    },
    /** Begins nothing new; what is told of what still happens goes on. */
    rest: () => inOrder('stop', onError, [() => reports.stop(), () => retention.stop()]),
    /** After the last run has ended. */
    stop: () =>
      inOrder('stop', onError, [
        () => traces.stop(),
        () => sla.stop(),
        () => notify.stop(),
        () => metrics.close(),
        () => telemetry.stop(),
      ]),
  };
}

function countStates(all: readonly { readonly state: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of all) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
