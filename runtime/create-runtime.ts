/** A Luka with everything: the engine of one home, its two servers and its control socket. */
import { existsSync } from 'node:fs';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import { VERSION } from '#shared/version.ts';
import type { Clock } from './clock.ts';
import type { Machine } from './conditions/ports.ts';
import type { SleepBlocker } from './power/blockers/ports.ts';
import { isoAt, systemClock } from './clock.ts';
import { startControl, type ControlServer } from './control/control-server.ts';
import { DoctorRoom } from './doctor/doctor-room.ts';
import { checkBeforeStart } from './doctor/self-check.ts';
import { createEngine, type Engine } from './engine.ts';
import { publishEndpoint, removeEndpoint } from './home/endpoint-file.ts';
import { defaultHome, homeLayout, type HomeLayout } from './home/layout.ts';
import { takeLock, type HomeLock } from './home/lock.ts';
import { openHome } from './home/open-home.ts';
import { uiFolder } from './home/places.ts';
import { installSamples } from './home/samples.ts';
import { readModelFolder } from './knowledge/recall/folder/read-model-folder.ts';
import type { Notifier } from './notify/native/notifier.ts';
import { createConfSettings, type SettingsStore } from './home/settings.ts';
import { inOrder } from './in-order.ts';
import { loadToken } from './home/token.ts';
import { openOwnLog, type OwnLog } from './own-log.ts';
import { previewOrderBody, readOrderBody, submitOrderBody } from './queue/order-desk.ts';
import { allowedRoots, shellOf } from './runs/environment.ts';
import { startServers, type Servers } from './server/start-servers.ts';
import { Sessions } from './server/sessions.ts';
import { testClock } from './test-clock.ts';
import { SystemService } from './system-service.ts';

export interface RuntimeOptions {
  /** The home's folder; LUKA_HOME or the platform's place where left out. */
  readonly home?: string | undefined;
  readonly host?: 'headless' | 'desktop' | undefined;
  readonly apiPort?: number | undefined;
  readonly uiPort?: number | undefined;
  /** Take the next free ports where the wanted ones are taken. */
  readonly portAuto?: boolean | undefined;
  readonly uiRoot?: string | undefined;
  /** The desktop host brings its own store for the same file. */
  readonly settings?: ((layout: HomeLayout) => Promise<SettingsStore>) | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly clock?: Clock | undefined;
  readonly machine?: Machine | undefined;
  readonly nodePath?: string | undefined;
  /** Faults of the host's own files, told with the others. */
  readonly findings?: (() => readonly Finding[]) | undefined;
  /** What keeps the machine awake, where the host has it. */
  readonly sleepBlocker?: SleepBlocker | undefined;
  /** What shows notices, where the host has it. */
  readonly notifier?: Notifier | undefined;
}

export interface StartedRuntime {
  readonly apiUrl: string;
  readonly uiUrl: string;
  /** Opens the UI signed in, once, within two minutes. */
  readonly link: string;
}

export interface StopOptions {
  readonly cancelRuns?: boolean | undefined;
  readonly leaveRuns?: boolean | undefined;
}

export interface Runtime {
  /** @throws LukaError home_*, already_running, port_in_use, settings_invalid, database_newer … */
  start(): Promise<StartedRuntime>;
  /** @param options `leaveRuns`: runs whose task says `orphans: adopt` go on, for the next Luka of this home */
  stop(options?: StopOptions): Promise<void>;
  /** Resolves with an exit code when Luka has stopped, whoever asked for it. */
  readonly done: Promise<number>;
  /** The engine, once started: what a host in the same process may use. */
  readonly engine: Engine | undefined;
  createLink(): { url: string; expiresAt: string };
  /** The home's own token: for a host in the same process only. */
  readonly token: string | undefined;
}

export function createRuntime(options: RuntimeOptions = {}): Runtime {
  return new LukaRuntime(options);
}

class LukaRuntime implements Runtime {
  readonly done: Promise<number>;
  engine: Engine | undefined;
  token: string | undefined;
  readonly #options: RuntimeOptions;
  #finish!: (code: number) => void;
  #lock: HomeLock | undefined;
  #log: OwnLog | undefined;
  #servers: Servers | undefined;
  #control: ControlServer | undefined;
  #sessions: Sessions | undefined;
  #layout: HomeLayout;
  #code = 0;
  #starting: Promise<StartedRuntime> | undefined;
  #stopping: Promise<void> | undefined;

  constructor(options: RuntimeOptions) {
    this.#options = options;
    this.#layout = homeLayout(options.home ?? defaultHome(options.env));
    this.done = new Promise((resolve) => (this.#finish = resolve));
  }

  async start(): Promise<StartedRuntime> {
    this.#starting = this.#start();
    try {
      return await this.#starting;
    } catch (error) {
      // Nothing half started stays behind: the lock, a port, a watcher.
      await this.#release({});
      throw error;
    }
  }

  async #start(): Promise<StartedRuntime> {
    const { host = 'headless', env = process.env } = this.#options;
    // Not the folder itself: an order may have been dropped into it before the first start.
    const isNew = !existsSync(this.#layout.database);
    this.#layout = await openHome(this.#layout.root);
    this.#lock = takeLock(this.#layout);
    const log = (this.#log = openOwnLog(this.#layout.log));
    const onError = (error: unknown, context: string) =>
      log.error({ err: error, context }, 'an error nobody waited for');
    const settings = await (
      this.#options.settings ?? ((layout: HomeLayout) => createConfSettings(layout, env))
    )(this.#layout);
    this.token = await loadToken(this.#layout);
    if (isNew) await installSamples(this.#layout);
    const moved = this.#options.clock === undefined ? testClock(env) : undefined;
    const clock = this.#options.clock ?? moved ?? systemClock;
    if (moved) log.warn({}, 'the clock is moved by LUKA_TEST_CLOCK: for tests only');
    const selfCheck = await checkBeforeStart({ layout: this.#layout, clock });
    const engine = (this.engine = await createEngine({
      layout: this.#layout,
      settings,
      env,
      nodePath: this.#options.nodePath ?? process.execPath,
      clock,
      machine: this.#options.machine,
      sleepBlocker: this.#options.sleepBlocker,
      notifier: this.#options.notifier,
      apiUrl: () => this.#addresses().apiUrl,
      pageUrl: () => this.#addresses().uiUrl,
      onError,
    }));
    moved?.onMoved(() => void engine.look());
    this.#sessions = new Sessions({
      store: engine.store,
      clock,
      masterToken: this.token,
      clients: engine.safety.clients,
      audit: engine.safety.audit,
    });
    selfCheck.noteLedger(engine.newestBefore);
    const findings = () => [
      ...selfCheck.findings(),
      ...engine.findings(),
      ...(this.#options.findings?.() ?? []),
    ];
    const doctor = new DoctorRoom({
      layout: this.#layout,
      env,
      clock,
      nodePath: this.#options.nodePath ?? process.execPath,
      running: () => ({ pid: process.pid, version: VERSION, host, ...this.#addresses() }),
      own: {
        settings: () => ({ values: settings.get(), findings: settings.findings() }),
        taskFindings: () => {
          const tasks = engine.tasks.list();
          return {
            files: tasks.length,
            findings: [...engine.tasks.findings(), ...tasks.flatMap((task) => task.findings)],
          };
        },
      },
      store: engine.store,
      audit: engine.safety.audit,
    });
    const system = new SystemService({
      host,
      started: engine.started,
      home: this.#layout.root,
      clock,
      store: engine.store,
      queries: engine.queries,
      tasks: engine.tasks,
      schedule: engine.schedule,
      services: engine.supervisor,
      addresses: () => this.#addresses(),
      findings,
      troubledAgents: () => engine.launchd.trouble(),
      slas: () => engine.sla.troubles(),
      staged: () => engine.staged.known,
      conversations: engine.mind.conversations,
    });
    // The ports answer while the tasks are being read; whoever asks for more than liveness waits for that.
    const { promise: ready, resolve: markReady, reject: markFailed } = Promise.withResolvers<void>();
    ready.catch(() => undefined);
    this.#servers = await startServers({
      services: {
        ...engine,
        sessions: this.#sessions,
        doctor,
        orders: {
          submit: (body, options) => submitOrderBody(engine.runs, body, options),
          preview: (body, by) => previewOrderBody(engine.runs, body, by),
          read: (file, by) => readOrderBody(engine.runs, file, by),
        },
        system: {
          status: () => system.status(),
          overview: () => system.overview(),
          capabilities: () => ({ shell: shellOf(env), allowedRoots: allowedRoots(env) }),
          settings: () => settings.get(),
          async updateSettings(patch) {
            if (patch.embeddings) await readModelFolder(patch.embeddings.folder);
            return settings.update(patch);
          },
          linkUrl: (nonce) => this.#linkUrl(nonce),
        },
      },
      ready,
      apiPort: this.#options.apiPort ?? settings.get().apiPort,
      uiPort: this.#options.uiPort ?? settings.get().uiPort,
      portAuto: this.#options.portAuto ?? false,
      uiRoot: this.#options.uiRoot ?? uiFolder(),
      onError,
    });
    const { apiUrl, uiUrl } = this.#addresses();
    const hello = {
      name: 'luka',
      version: VERSION,
      pid: process.pid,
      host,
      startedAt: isoAt(engine.started),
      home: this.#layout.root,
      apiUrl,
      uiUrl,
    } as const;
    try {
      // Both to their end, also where one fails: what was begun can then be closed again.
      const [control, work] = await Promise.allSettled([
        startControl({
          layout: this.#layout,
          hello: () => hello,
          link: () => this.createLink(),
          down: (down) => void this.stop(down),
        }),
        engine.start(),
      ]);
      if (control.status === 'rejected') throw control.reason;
      this.#control = control.value;
      if (work.status === 'rejected') throw work.reason;
      engine.notify.tellFindings(selfCheck.findings());
      await publishEndpoint(this.#layout, {
        pid: process.pid,
        startedAt: hello.startedAt,
        version: VERSION,
        host,
        apiUrl,
        uiUrl,
        controlRoot: this.#control.root,
      });
      settings.onChange((after, before) => {
        if (after.maxRunning !== before.maxRunning || after.groups !== before.groups) engine.pump();
        if (after.embeddings?.folder !== before.embeddings?.folder) engine.retrieval.vectors.look();
        if (after.telemetry.lines !== before.telemetry.lines) engine.telemetry.settingsChanged();
        if (after.otlp?.endpoint !== before.otlp?.endpoint) engine.traces.changed();
        engine.power.policyChanged();
        if (after.reports !== before.reports) void engine.reports.look();
      });
      markReady();
    } catch (error) {
      markFailed(error);
      throw error;
    }
    log.info({ apiUrl, uiUrl, host, version: VERSION, recovered: engine.recovered.interrupted }, 'started');
    return { apiUrl, uiUrl, link: this.createLink().url };
  }

  createLink(): { url: string; expiresAt: string } {
    if (!this.#sessions) throw new LukaError('not_running');
    const { nonce, expiresAt } = this.#sessions.createLink();
    return { url: this.#linkUrl(nonce), expiresAt };
  }

  stop(options: StopOptions = {}): Promise<void> {
    return (this.#stopping ??= this.#stop(options));
  }

  async #stop(options: StopOptions): Promise<void> {
    // A stop in the middle of a start waits for it: what is half open can neither be used nor closed.
    await this.#starting?.catch(() => undefined);
    await this.#release(options);
    this.#log?.info({}, 'stopped');
    this.#log?.close();
    this.#finish(this.#code);
  }

  /** In this order: the work, then followers see its end, then nobody asks any more, then the ledger, and the lock last. */
  async #release({ cancelRuns = false, leaveRuns = false }: StopOptions): Promise<void> {
    const onError = (error: unknown) => {
      this.#code = 1;
      this.#log?.error({ err: error }, 'stopping did not go well');
    };
    await inOrder('stop', onError, [
      () => this.engine?.quiesce({ cancelRuns, leaveRuns }),
      () => this.#servers?.stop(),
      () => this.#control?.stop(),
      () => this.engine?.close(),
      () => (this.#lock ? removeEndpoint(this.#layout) : undefined),
    ]);
    this.#lock?.release();
    this.#lock = undefined;
  }

  #addresses(): { apiUrl: string; uiUrl: string } {
    const { apiPort = 0, uiPort = 0 } = this.#servers ?? {};
    return { apiUrl: `http://127.0.0.1:${apiPort}`, uiUrl: `http://127.0.0.1:${uiPort}` };
  }

  /** The nonce stands in the fragment: it is never sent to a server nor written to a log of one. */
  #linkUrl(nonce: string): string {
    return `${this.#addresses().uiUrl}/#k=${nonce}`;
  }
}
