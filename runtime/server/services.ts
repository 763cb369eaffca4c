/** What the routes call. */
import type { Overview, SystemStatus } from '#shared/nouns/system.ts';
import type { Settings } from '#shared/nouns/settings.ts';
import type { LogShelf } from '../runs/logs/log-shelf.ts';
import type { RunQueries } from '../runs/run-queries.ts';
import type { RunService } from '../runs/run-service.ts';
import type { Store } from '../store/store.ts';
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
import type { Supervisor } from '../services/supervisor.ts';
import type { Sessions } from './sessions.ts';

export interface Services {
  readonly store: Store;
  readonly runs: RunService;
  readonly queries: RunQueries;
  readonly logs: LogShelf;
  readonly tasks: TaskService;
  readonly schedule: ScheduleService;
  readonly imports: ImportService;
  readonly modules: ModuleDeployer;
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
  };
  readonly safety: Safety;
  readonly launchd: Launchd;
  readonly supervisor: Supervisor;
  readonly adoptions: AdoptionService;
  readonly retrieval: Retrieval;
  readonly mind: Mind;
  readonly knowledge: Knowledge;
}
