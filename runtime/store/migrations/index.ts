import { sql as ledger } from './0001-ledger.ts';
import { sql as schedule } from './0002-schedule.ts';
import { sql as safety } from './0003-safety.ts';
import { sql as agents } from './0004-agents.ts';
import { sql as services } from './0005-services.ts';
import { sql as agentRuns } from './0006-agent-runs.ts';
import { sql as knowledge } from './0007-knowledge.ts';
import { sql as escalations } from './0008-escalations.ts';
import { sql as power } from './0009-power.ts';
import { sql as runEnds } from './0010-run-ends.ts';
import { sql as reports } from './0011-reports.ts';
import { sql as notify } from './0012-notify.ts';

/** In order; the position plus one is the `user_version` a database has once the migration ran. Never edited, only added to. */
export const MIGRATIONS: readonly string[] = [
  ledger,
  schedule,
  safety,
  agents,
  services,
  agentRuns,
  knowledge,
  escalations,
  power,
  runEnds,
  reports,
  notify,
];
