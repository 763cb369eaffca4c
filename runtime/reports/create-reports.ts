/** Reports put together: the files, the making, the schedule, and what is open by owner and phase. */
import type { Finding } from '#shared/nouns/finding.ts';
import type { Governance, PeriodKind, Report, ReportSettings, ToDo } from '#shared/nouns/report.ts';
import type { Actor } from '#shared/nouns/role.ts';
import type { Clock } from '../clock.ts';
import type { HomeLayout } from '../home/layout.ts';
import { programPath } from '../home/programs.ts';
import { machineZone } from '../schedule/machine-zone.ts';
import type { Store } from '../store/store.ts';
import type { TaskRegistry } from '../tasks/ports.ts';
import type { KnownTask, LiveFacts } from './facts.ts';
import { ReportBook } from './report-book.ts';
import { ReportMaker } from './report-maker.ts';
import { ReportSchedule } from './report-schedule.ts';
import { ReportShelf } from './report-shelf.ts';
import { ReportThreads } from './report-threads.ts';

export interface ReportsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly layout: HomeLayout;
  readonly registry: Pick<TaskRegistry, 'list' | 'findings'>;
  readonly settings: () => ReportSettings;
  readonly findings: () => readonly Finding[];
  /** Agents in trouble. @throws where launchd cannot be asked */
  readonly agents: () => Promise<LiveFacts['agents']>;
  readonly frozen: () => boolean;
  /** Where the page is. */
  readonly pageUrl: () => string;
  readonly onWritten: () => void;
  readonly onError: (error: unknown) => void;
}

const DAYS = 30;

export type Reports = ReturnType<typeof createReports>;

export function createReports(options: ReportsOptions) {
  const { store, clock, layout, registry, onError } = options;
  const book = new ReportBook(store);
  const shelf = new ReportShelf(layout.reports, book);
  const threads = new ReportThreads(programPath('report-worker'));
  const live = async (): Promise<LiveFacts> => ({
    tasks: knownTasks(registry),
    findings: [
      ...options.findings(),
      ...registry.findings(),
      ...registry.list().flatMap(({ findings }) => findings),
    ].map(({ severity, message, remedy }) => ({ severity, message, remedy })),
    agents: await options.agents().catch((error: unknown) => {
      // A report without agents is better than none.
      onError(error);
      return [];
    }),
    frozen: options.frozen(),
  });
  const maker = new ReportMaker({ ...options, book, threads, zone: machineZone, live });
  const schedule = new ReportSchedule({
    store,
    clock,
    book,
    maker,
    zone: machineZone,
    settings: options.settings,
    onError,
  });
  const governance = (days = DAYS): Promise<Governance> =>
    threads.ask<'governance'>({
      kind: 'governance',
      ledger: layout.database,
      logs: layout.logs,
      reports: layout.reports,
      now: clock.now(),
      tasks: knownTasks(registry),
      days,
    });
  return {
    list: shelf.list.bind(shelf),
    /** @throws LukaError report_unknown */
    get: (name: string): Promise<Report> => shelf.get(name),
    /** @throws LukaError report_unknown */
    page: (name: string) => shelf.page(name),
    /** @throws LukaError request_invalid, report_unavailable, disk_full */
    async make(kind: PeriodKind, day: string | undefined, by: Actor): Promise<Report> {
      return shelf.get(await maker.make(kind, day, { name: by.name, scheduled: false }));
    },
    /** @throws LukaError report_unavailable */
    governance,
    /** Names are compared without regard to case. @throws LukaError report_unavailable */
    async toDos(wanted: {
      readonly owner?: string | undefined;
      readonly phase?: string | undefined;
    }): Promise<{ toDos: ToDo[]; more: boolean }> {
      const { toDos, more } = await governance();
      const fits = (want: string | undefined, is: string) =>
        want === undefined || want.toLocaleLowerCase('en') === is.toLocaleLowerCase('en');
      return {
        toDos: toDos.filter(({ owner, phase }) => fits(wanted.owner, owner) && fits(wanted.phase, phase)),
        more,
      };
    },
    look: () => schedule.look(),
    start: () => schedule.start(),
    async stop(): Promise<void> {
      const stopped = schedule.stop();
      await threads.stop();
      await Promise.all([stopped, maker.idle()]);
    },
  };
}

function knownTasks(registry: Pick<TaskRegistry, 'list'>): KnownTask[] {
  return registry.list().map(({ id, definition }) => ({
    id,
    title: definition?.title ?? id,
    priority: definition?.priority ?? 'normal',
    state: definition === undefined ? 'invalid' : definition.enabled === false ? 'disabled' : 'ready',
    owner: definition?.owner,
    phase: definition?.phase,
  }));
}
