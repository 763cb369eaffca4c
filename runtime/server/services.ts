/** What the routes call. */
import type { Overview, SystemStatus } from '#shared/nouns/system.ts';
import type { Settings } from '#shared/nouns/settings.ts';
import type { LogShelf } from '../runs/logs/log-shelf.ts';
import type { LogSearch } from '../runs/log-search/log-search.ts';
import type { RunQueries } from '../runs/run-queries.ts';
import type { ReadOrder } from '../queue/order-desk.ts';
import type { RunService } from '../runs/run-service.ts';
import type { Store } from '../store/store.ts';
import type { StagedModules } from '../deploy/modules/staged-modules.ts';
import type { ModuleDeployer } from '../deploy/modules/module-deployer.ts';
import type { ImportService } from '../import/import-service.ts';
import type { AdoptionService } from '../launchd/adopt/adoption-service.ts';
import type { ScheduleService } from '../schedule/schedule-service.ts';
import type { TaskService } from '../tasks/task-service.ts';
import type { GateVerdict } from '#shared/nouns/gate.ts';
import type { Actor } from '#shared/nouns/role.ts';
import type { WorkOrderReceipt } from '#shared/nouns/work-order.ts';
import type { Knowledge } from '../knowledge/create-knowledge.ts';
import type { Launchd } from '../launchd/create-launchd.ts';
import type { Safety } from '../safety/create-safety.ts';
import type { Mind } from '../knowledge/create-mind.ts';
import type { Retrieval } from '../knowledge/create-retrieval.ts';
import type { Notifications } from '../notify/create-notify.ts';
import type { Insights } from '../telemetry/insights.ts';
import type { DoctorRoom } from '../doctor/doctor-room.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Reports } from '../reports/create-reports.ts';
import type { RetentionService } from '../retention/retention-service.ts';
import type { Supervisor } from '../services/supervisor.ts';
import type { PowerRoom } from '../power/power-room.ts';
import type { Sessions } from './sessions.ts';

export interface Services {
  readonly store: Store;
  readonly runs: RunService;
  readonly queries: RunQueries;
  readonly logs: LogShelf;
  readonly logSearch: LogSearch;
  readonly tasks: TaskService;
  readonly schedule: ScheduleService;
  readonly imports: ImportService;
  readonly modules: ModuleDeployer;
  readonly staged: StagedModules;
  readonly sessions: Sessions;
  readonly system: {
    status(): SystemStatus;
    overview(): Overview;
    capabilities(): { shell: string; allowedRoots: string[] };
    settings(): Settings;
    updateSettings(patch: Partial<Settings>): Promise<Settings>;
    /** A link for the browser with this nonce. */
    linkUrl(nonce: string): string;
  };
  readonly orders: {
    /** @throws LukaError order_*, step_unknown, task_* … */
    submit(
      body: Record<string, unknown>,
      options: { key: string | undefined; by: Actor },
    ): Promise<WorkOrderReceipt>;
    preview(body: Record<string, unknown>, by: Actor): Promise<GateVerdict>;
    read(file: { name: string; text: string }, by: Actor): Promise<ReadOrder>;
  };
  readonly safety: Safety;
  readonly launchd: Launchd;
  readonly power: PowerRoom;
  readonly supervisor: Supervisor;
  readonly adoptions: AdoptionService;
  readonly retrieval: Retrieval;
  readonly mind: Mind;
  readonly knowledge: Knowledge;
  readonly reports: Reports;
  readonly retention: RetentionService;
  readonly doctor: DoctorRoom;
  readonly metrics: Metrics;
  readonly notify: Notifications;
  readonly insights: Insights;
}
