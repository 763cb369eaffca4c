/** The rooms of one home put together, without any transport: store, runs, queue, tasks, schedule. */
import { homedir } from 'node:os';
import type { DatabaseSync } from 'node:sqlite';
import type { Finding } from '#shared/nouns/finding.ts';
import { isoAt, systemClock, type Clock } from './clock.ts';
import { createConditionCheck } from './conditions/condition-check.ts';
import { createMachine } from './conditions/machine.ts';
import type { Machine } from './conditions/ports.ts';
import { runProgram } from './conditions/run-program.ts';
import { requireVolumes } from './conditions/volume.ts';
import type { HomeLayout } from './home/layout.ts';
import { programPath } from './home/programs.ts';
import type { SettingsStore } from './home/settings.ts';
import { damaged, unwatched, wasSetAside } from './engine-findings.ts';
import { createAgents } from './engine-agents.ts';
import { createKnowledgeRooms } from './engine-knowledge.ts';
import { createObservers, type Observers } from './engine-observers.ts';
import type { SleepBlocker } from './power/blockers/ports.ts';
import { createPower, type Power } from './power/create-power.ts';
import { createSleepEvidence, type SleepEvidence } from './power/sleep-evidence.ts';
import { SleepWatch } from './power/sleep-watch.ts';
import { ModuleDeployer } from './deploy/modules/module-deployer.ts';
import { StagedModules } from './deploy/modules/staged-modules.ts';
import { runSelfTest } from './deploy/modules/self-test.ts';
import { Dispatcher } from './queue/dispatcher.ts';
import { createInbox } from './queue/inbox.ts';
import { createOrderDesk } from './queue/order-desk.ts';
import { setAsideClaims } from './queue/orphaned-claims.ts';
import { baseEnvironment, shellOf } from './runs/environment.ts';
import { LogSearch } from './runs/log-search/log-search.ts';
import { LogShelf } from './runs/logs/log-shelf.ts';
import { readBootId } from './runs/processes/identity.ts';
import { spawnProcess } from './runs/processes/spawn.ts';
import { rootAtHand } from './root/root-shell.ts';
import { recoverRuns } from './runs/recovery.ts';
import { RunLedger } from './runs/run-ledger.ts';
import { RunQueries } from './runs/run-queries.ts';
import { RunService } from './runs/run-service.ts';
import { TaskHealthBook } from './runs/task-health.ts';
import { chooseSecretStore } from './safety/secrets/stores/choose-store.ts';
import { createSafety } from './safety/create-safety.ts';
import { createSchedule, type Schedule } from './schedule/create-schedule.ts';
import { ScheduleService } from './schedule/schedule-service.ts';
import { createHold } from './services/hold.ts';
import { Supervisor } from './services/supervisor.ts';
import { Checkpointer } from './store/checkpointer.ts';
import { forgetAuditHead } from './governance/audit/audit-head.ts';
import { Durability } from './store/durability.ts';
import { inOrder } from './in-order.ts';
import { openDatabase } from './store/open-database.ts';
import { Store } from './store/store.ts';
import type { Notifier } from './notify/native/notifier.ts';
import { createModuleProbe } from './tasks/module-probe.ts';
import { createSources } from './triggers/create-sources.ts';
import type { LoadedTask } from './tasks/ports.ts';
import { createTaskRegistry } from './tasks/task-registry.ts';
import { TaskService } from './tasks/task-service.ts';

export interface EngineOptions {
  readonly layout: HomeLayout;
  readonly settings: SettingsStore;
  readonly env: NodeJS.ProcessEnv;
  /** The Node that runs modules and inline code: this one where it is plain Node, the machine's in the desktop host. */
  readonly nodePath: string;
  readonly clock?: Clock | undefined;
  /** The machine as conditions and triggers see it; this one where left out. */
  readonly machine?: Machine | undefined;
  /** What the system remembers of its sleep; this one's where left out. */
  readonly sleepEvidence?: SleepEvidence | undefined;
  /** What keeps the machine awake, where the host has it; this system's where left out. */
  readonly sleepBlocker?: SleepBlocker | undefined;
  /** What shows notices, where the host has it. */
  readonly notifier?: Notifier | undefined;
  /** The server's address, for those of webhooks. */
  readonly apiUrl: () => string;
  /** The page's address, for links of reports; that of the server where left out. */
  readonly pageUrl?: (() => string) | undefined;
  readonly onError: (error: unknown, context: string) => void;
}

export type Engine = Awaited<ReturnType<typeof createEngine>>;

/**
 * Opens the ledger and recovers what a crash left. Nothing is started yet: no run, no watcher, no timer.
 * @throws LukaError database_newer, disk_full, ledger_unavailable
 */
export async function createEngine(options: EngineOptions) {
  const { layout, settings, env, onError } = options;
  const clock = options.clock ?? systemClock;
  const started = clock.now();
  const findings: Finding[] = [];
  const { db, setAside } = openDatabase(layout.database, started);
  /** Before this start wrote anything: what its clock is held against. */
  const newestBefore = newestEvent(db);
  const durability = new Durability(`${layout.database}-wal`);
  const store = new Store({ db, clock, durability, onError: (error) => onError(error, 'store') });
  const checkpointer = new Checkpointer({
    file: layout.database,
    program: programPath('checkpoint-worker'),
    onFaults(faults) {
      findings.push(damaged(layout.database, faults));
      observers.rooms.notify.tellFindings(findings);
    },
    onError: (error) => onError(error, 'checkpoint'),
  });
  const logs = new LogShelf({ folder: layout.logs, clock, searchProgram: programPath('log-search-worker') });
  const logSearch = new LogSearch({
    database: layout.database,
    folder: layout.logs,
    program: programPath('log-scan-worker'),
    live: (run, attempt) => logs.live(run, attempt)?.index,
    onError: (error) => onError(error, 'log search'),
  });
  const ledger = new RunLedger(store, clock);
  if (setAside !== undefined) {
    findings.push(wasSetAside(layout.database, setAside));
    ledger.reserveIdsUpTo(await logs.highestRun());
    await setAsideClaims(layout, isoAt(started));
    await forgetAuditHead(layout.auditHead);
  }
  const queries = new RunQueries(store);
  const bootId = await readBootId();
  const graceMs = () => settings.get().graceMs;
  const machine = options.machine ?? createMachine(process.platform, { clock, env });
  const recovered = await recoverRuns({
    ledger,
    store,
    clock,
    bootId,
    home: layout.root,
    graceMs: graceMs(),
  });
  const dispatcher: Dispatcher = new Dispatcher({
    context: {
      store,
      ledger,
      clock,
      layout,
      spawn: spawnProcess,
      programs: {
        node: options.nodePath,
        shell: shellOf(env),
        moduleHost: programPath('module-host'),
        maskFilter: programPath('mask-filter'),
      },
      recordChecks: (run, attempt, results) =>
        store.commit((tx) => safety.validation.record(tx, run, attempt, results)),
      secrets: () => chooseSecretStore({ platform: process.platform, env, home: layout }),
      // What the policy lets through may change from run to run.
      get environment() {
        return baseEnvironment(env, process.platform, safety.policy.current.env);
      },
      sandbox: () => safety.sandbox(),
      defaultGraceMs: graceMs,
      traced: () => settings.get().otlp !== null,
      onHealth: (run, complaint) => supervisor.report(run, complaint),
      admit: async (row, definition) => {
        const unmounted = await requireVolumes(definition.conditions, machine);
        if (unmounted) throw unmounted;
        return safety.keeper.admit(row, definition);
      },
    },
    logs,
    bootId,
    maxRunning: () => settings.get().maxRunning,
    groupLimit: (group) => settings.get().groups[group] ?? 1,
    gate: { frozen: () => safety.policy.current.paused, look: () => safety.keeper.look() },
    onError: (error) => onError(error, 'dispatcher'),
  });
  store.onEvent(() => checkpointer.noteCommits(store.commits));
  const hosted = { nodePath: options.nodePath, hostProgram: programPath('module-host') };
  const probe = createModuleProbe(hosted);
  const registry = createTaskRegistry({
    layout,
    onError: (error: unknown) => {
      onError(error, 'tasks');
      if (!findings.some((finding) => finding.code === 'task_unwatched'))
        findings.push(unwatched(layout.tasks, error));
    },
    probe,
    onChange: ({ changed, removed }) => {
      noteEdits(changed, removed);
      schedule.scheduler.replan({ changed, removed });
      supervisor.changed({ changed, removed });
      observers.rooms.sla.changed({ changed, removed });
      try {
        store.commit((tx) => {
          for (const task of changed)
            tx.emit({ type: 'task.changed', task: task.id, data: { valid: task.definition !== undefined } });
          for (const task of removed) tx.emit({ type: 'task.removed', task });
        });
      } catch (error) {
        onError(error, 'tasks');
      }
    },
  });
  const health = new TaskHealthBook(store, clock);
  const safety = createSafety({
    store,
    clock,
    layout,
    ledger,
    health,
    env,
    task: (id) => registry.get(id),
    pump: () => dispatcher.pump(),
    onError: (error) => onError(error, 'safety'),
  });
  /** What waits for approval would run the version before. */
  const noteEdits = (changed: readonly LoadedTask[], removed: readonly string[]): void => {
    const voided = [
      ...changed.map(({ id, definition }) => safety.approvals.voidForTask(id, definition)),
      ...removed.map((id) => safety.approvals.voidForTask(id, undefined)),
    ];
    Promise.all(voided).catch((error: unknown) => onError(error, 'safety'));
  };
  const runs = new RunService({
    store,
    ledger,
    logs,
    tasks: registry,
    dispatcher,
    modules: layout.modules,
    gate: safety.runGate,
  });
  const sleep = new SleepWatch({
    clock,
    evidence: options.sleepEvidence ?? createSleepEvidence(clock, runProgram),
    onAway: (away) => {
      schedule.absences.add(away);
      void power.slept(away);
    },
    onBeat() {
      power.beat();
      observers.rooms.telemetry.beat();
    },
    onBack: () => {
      schedule.woke();
      void observers.look();
    },
    onError: (error) => onError(error, 'power'),
  });
  const blackout = () => settings.get().blackout;
  const schedule: Schedule = createSchedule({
    clock,
    store,
    ledger,
    queries,
    health,
    started,
    tasks: registry,
    prepare: (task, request) => runs.prepareTask(task, request),
    check: createConditionCheck(machine, { clock, ...(env['HOME'] ? { home: env['HOME'] } : {}) }),
    sources: createSources({
      clock,
      machine,
      env,
      login: {
        get: () => schedule.marks.get('login') || undefined,
        set: (id) => store.commit((tx) => schedule.marks.set(tx, 'login', id ?? '')),
      },
    }),
    blackout,
    notice: () => sleep.beat(),
    apiUrl: options.apiUrl,
    pump: () => dispatcher.pump(),
    replace: (run) => {
      runs
        .stopForReplacement(run, 'a newer run took its place')
        .catch((error: unknown) => onError(error, 'schedule'));
    },
    onError: (error) => onError(error, 'schedule'),
  });
  const power: Power = createPower({
    store,
    clock,
    audit: safety.audit,
    ledger,
    queries,
    machine,
    env,
    platform: process.platform,
    run: runProgram,
    blocker: options.sleepBlocker,
    root: rootAtHand({ env, uid: process.getuid?.() ?? 0 }),
    policy: () => settings.get().power,
    absences: (from) => schedule.absences.since(from),
    due: (task, from, to) =>
      scheduleService.upcoming({ task, from: isoAt(from), to: isoAt(to), limit: 1 }).upcoming[0],
    tasks: () =>
      registry
        .list()
        .map(({ id, definition }) => ({ id, priority: definition?.priority ?? ('normal' as const) })),
    onError: (error) => onError(error, 'power'),
  });
  const supervisor: Supervisor = new Supervisor({
    store,
    clock,
    ledger,
    tasks: registry,
    runs,
    hold: createHold({ clock, frozen: () => safety.policy.current.paused, pauses: schedule.pauses }),
    onError: (error) => onError(error, 'services'),
  });
  const tasks = new TaskService({
    registry,
    queries,
    nextDue: schedule.nextOf,
    health: (task) => health.of(task),
    paused: (task) => scheduleService.pausedWords(task),
    service: (task) => supervisor.of(task),
    sla: (task) => observers.rooms.sla.status(task),
  });
  const scheduleService: ScheduleService = new ScheduleService({
    clock,
    store,
    started,
    registry,
    tasks,
    scheduler: schedule.scheduler,
    roster: schedule.roster,
    nextDue: schedule.nextOf,
    pauses: schedule.pauses,
    queries: schedule.slotQueries,
    health,
    hooks: schedule.hooks,
    blackout,
    sla: (task) => observers.rooms.sla.status(task),
  });
  const secrets = () => chooseSecretStore({ platform: process.platform, env, home: layout });
  const personHome = env['HOME'] || homedir();
  const { launchd, adoptions, imports } = createAgents({
    store,
    clock,
    layout,
    settings,
    env,
    personHome,
    queries,
    registry,
    safety,
    schedule,
    secrets,
    onError,
  });
  const modules = new ModuleDeployer({
    layout,
    probe,
    selfTest: (file) => runSelfTest(file, hosted),
    clock,
    store,
    audit: safety.audit,
  });
  const staged = new StagedModules({ layout, store, audit: safety.audit });
  const found = () => [...findings, ...settings.findings(), ...safety.findings(), ...observers.findings()];
  const { knowledge, retrieval, mind } = createKnowledgeRooms({
    store,
    clock,
    layout,
    settings,
    logs,
    queries,
    registry,
    schedule: scheduleService,
    services: supervisor,
    safety,
    launchd,
    findings: found,
    onError,
  });
  const observers: Observers = createObservers({
    store,
    clock,
    layout,
    settings,
    env,
    personHome,
    logs,
    queries,
    runs,
    registry,
    health,
    schedule,
    scheduleService,
    supervisor,
    safety,
    launchd,
    power,
    secrets,
    notifier: options.notifier,
    pageUrl: options.pageUrl ?? options.apiUrl,
    findings: found,
    onWritten: knowledge.ownChanged,
    onError,
  });
  const inbox = createInbox({
    layout,
    desk: createOrderDesk({ runs, store }),
    onError: (error: unknown) => onError(error, 'inbox'),
  });

  return {
    store,
    logs,
    logSearch,
    queries,
    runs,
    tasks,
    schedule: scheduleService,
    imports,
    modules,
    staged,
    safety,
    launchd,
    supervisor,
    adoptions,
    retrieval,
    mind,
    knowledge,
    ...observers.rooms,
    /** The schedule looks at the clock again. */
    look: async () => {
      await schedule.look();
      await observers.look();
    },
    /** The host tells when the machine is about to sleep and when it woke; no timer knows it sooner. */
    power: Object.assign(power.room, {
      suspended: () => sleep.suspended(),
      resumed: async () => {
        await sleep.resumed();
        power.beat();
        await schedule.look();
        await observers.look();
      },
      sourceChanged: () => power.sourceChanged(),
    }),
    recovered,
    newestBefore,
    started,
    findings: found,
    /** Looks at the queue again: a limit was raised. */
    pump: () => dispatcher.pump(),
    /** Takes no more runs; true when those that go have ended, false where `resumeRuns` came before. */
    drain: () => dispatcher.drain(),
    resumeRuns: () => dispatcher.resume(),
    /** Loads tasks, then lets the queue, the schedule and the inbox work. */
    async start(): Promise<void> {
      store.commit((tx) =>
        tx.emit({ type: 'system.started', data: { pid: process.pid, recovered: recovered.interrupted } }),
      );
      await registry.start();
      await staged.list().catch((error: unknown) => onError(error, 'staged modules'));
      await safety.start();
      await launchd.recover();
      await adoptions.recover();
      await power.start();
      await dispatcher.open(recovered.adopted);
      supervisor.start();
      sleep.start();
      await schedule.start();
      await inbox.start();
      launchd.start();
      retrieval.start();
      knowledge.start();
      await observers.start();
      observers.rooms.notify.tellFindings(findings);
      // A look at the whole file, in a worker, when the start is over.
      checkpointer.run({ check: true }).catch((error: unknown) => onError(error, 'checkpoint'));
    },
    /**
     * Ends all work; when it resolves all endings are durable. The ledger can still be read: followers are served the end.
     * Goes on whatever fails on the way; what failed is told.
     */
    async quiesce(reason: { cancelRuns: boolean; leaveRuns: boolean }): Promise<void> {
      sleep.stop();
      await inOrder('stop', onError, [
        () => schedule.stop(),
        () => observers.rest(),
        () => logSearch.close(),
        () => knowledge.stop(),
        () => launchd.stop(),
        () => retrieval.stop(),
        () => mind.stop(),
        () => supervisor.close(),
        () => runs.close(),
        () => store.commit((tx) => tx.emit({ type: 'system.stopping' })),
        () =>
          dispatcher.close(
            reason.cancelRuns
              ? { state: 'cancelled', message: 'cancelled: Luka is stopping' }
              : { state: 'interrupted', message: 'Luka is stopping' },
            { leave: reason.leaveRuns },
          ),
        () => power.stop(),
        () => inbox.stop(),
        () => observers.stop(),
        () => registry.stop(),
        () => safety.stop(),
      ]);
    },
    /** Closes the ledger, after `quiesce`. */
    async close(): Promise<void> {
      await inOrder('stop', onError, [
        () => checkpointer.idle(),
        () => durability.close(),
        () => store.close(),
      ]);
    },
  };
}

/** ms since 1970; undefined in a new ledger. */
function newestEvent(db: DatabaseSync): number | undefined {
  const row = db.prepare('select at from events order by seq desc limit 1').get() as
    { at: number } | undefined;
  return row?.at;
}
