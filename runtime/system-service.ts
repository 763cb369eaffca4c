/** What Luka says of itself, from the rooms that know. */
import type { Finding } from '#shared/nouns/finding.ts';
import type { StagedModule } from '#shared/nouns/release.ts';
import type { SlaStatus } from '#shared/nouns/sla.ts';
import type { Overview, SystemStatus } from '#shared/nouns/system.ts';
import { VERSION } from '#shared/version.ts';
import { isoAt, type Clock } from './clock.ts';
import type { Conversations } from './knowledge/assistant/conversations.ts';
import type { RunQueries } from './runs/run-queries.ts';
import type { ScheduleService } from './schedule/schedule-service.ts';
import type { Supervisor } from './services/supervisor.ts';
import type { Store } from './store/store.ts';
import type { TaskService } from './tasks/task-service.ts';

/** How much of what comes next a person wants to see at a glance. */
const NEXT = 8;
const RECENT = 12;
const ESCALATED = 20;
const STAGED = 20;

export interface SystemServiceOptions {
  readonly host: 'headless' | 'desktop';
  readonly started: number;
  readonly home: string;
  readonly clock: Clock;
  readonly store: Store;
  readonly queries: RunQueries;
  readonly tasks: TaskService;
  readonly schedule: Pick<ScheduleService, 'next'>;
  readonly services: Pick<Supervisor, 'list'>;
  readonly addresses: () => { apiUrl: string; uiUrl: string };
  readonly troubledAgents: () => number;
  readonly slas: () => SlaStatus[];
  /** Modules that wait for a human, by name. */
  readonly staged: () => readonly StagedModule[];
  readonly conversations: Pick<Conversations, 'escalated' | 'countEscalated'>;
  /** Faults of the installation: a damaged settings file, a ledger that was set aside. */
  readonly findings: () => readonly Finding[];
}

export class SystemService {
  readonly #options: SystemServiceOptions;

  constructor(options: SystemServiceOptions) {
    this.#options = options;
  }

  status(): SystemStatus {
    const { host, started, home, clock, store, queries, tasks, addresses } = this.#options;
    const list = tasks.list();
    const findings = this.#options.findings();
    return {
      name: 'luka',
      version: VERSION,
      host,
      pid: process.pid,
      startedAt: isoAt(started),
      home,
      ...addresses(),
      counts: {
        ...queries.counts(clock.now()),
        tasks: list.length,
        invalidTasks: list.filter((task) => task.state === 'invalid').length,
        troubledAgents: this.#options.troubledAgents(),
        stagedModules: this.#options.staged().length,
        troubledSlas: this.#options.slas().length,
        escalatedAnswers: this.#options.conversations.countEscalated(),
      },
      ...(findings.length === 0 ? {} : { findings: [...findings] }),
      memoryBytes: process.memoryUsage.rss(),
      eventSeq: store.eventSeq,
    };
  }

  overview(): Overview {
    const { clock, queries, tasks, schedule, services, conversations, findings } = this.#options;
    const list = tasks.list();
    return {
      status: this.status(),
      running: queries.active('running'),
      queued: [...queries.active('awaiting_approval'), ...queries.active('queued')],
      failures: queries.failures(clock.now()),
      recent: queries.list({ limit: RECENT }).runs,
      next: schedule.next(NEXT).map(({ kind: _kind, ...moment }) => moment),
      services: services.list(),
      slas: this.#options.slas(),
      staged: this.#options.staged().slice(0, STAGED),
      escalated: conversations.escalated({ limit: ESCALATED, after: 0 }).escalated,
      findings: [...findings(), ...tasks.findings(), ...list.flatMap((task) => task.findings)],
    };
  }
}
