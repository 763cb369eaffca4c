/** Every check, in the order in which a person would look. */
import type { Check } from '../check.ts';
import { auditCheck } from './audit.ts';
import { backupCheck } from './backup.ts';
import { browserCheck } from './browser.ts';
import { clockCheck } from './clock.ts';
import { controlCheck } from './control.ts';
import { gitCheck } from './git.ts';
import { homeCheck } from './home.ts';
import { homeFilesCheck } from './home-files.ts';
import { homePlaceCheck } from './home-place.ts';
import { keepAwakeCheck } from './keep-awake.ts';
import { keeperCheck } from './keeper.ts';
import { knowledgeCheck } from './knowledge.ts';
import { ledgerCheck } from './ledger.ts';
import { leftoversCheck } from './leftovers.ts';
import { lockCheck } from './lock.ts';
import { loginItemCheck } from './login-item.ts';
import { logsCheck } from './logs.ts';
import { modulesCheck } from './modules.ts';
import { nodeCheck } from './node.ts';
import { packageCheck } from './package.ts';
import { portsCheck } from './ports.ts';
import { processesCheck } from './processes.ts';
import { retentionCheck } from './retention.ts';
import { sandboxCheck } from './sandbox.ts';
import { serviceCheck } from './service.ts';
import { settingsCheck } from './settings.ts';
import { spaceCheck } from './space.ts';
import { stagedCheck } from './staged.ts';
import { tasksCheck } from './tasks.ts';
import { tokenCheck } from './token.ts';
import { tracesCheck } from './traces.ts';
import { versionsCheck } from './versions.ts';
import { zoneCheck } from './zone.ts';

export const CHECKS: readonly Check[] = [
  nodeCheck,
  packageCheck,
  versionsCheck,
  homeCheck,
  homeFilesCheck,
  homePlaceCheck,
  spaceCheck,
  clockCheck,
  zoneCheck,
  settingsCheck,
  tokenCheck,
  lockCheck,
  controlCheck,
  portsCheck,
  ledgerCheck,
  auditCheck,
  logsCheck,
  knowledgeCheck,
  tasksCheck,
  modulesCheck,
  stagedCheck,
  leftoversCheck,
  processesCheck,
  retentionCheck,
  backupCheck,
  tracesCheck,
  serviceCheck,
  keeperCheck,
  loginItemCheck,
  sandboxCheck,
  keepAwakeCheck,
  gitCheck,
  browserCheck,
];
