import { catastrophe } from './catastrophe.ts';
import { environmentLoader } from './environment-loader.ts';
import { exfiltration } from './exfiltration.ts';
import { gitHistory } from './git-history.ts';
import { hiddenCommand } from './hidden-command.ts';
import { killProcesses } from './kill-processes.ts';
import { deleteBroad, deletePlain, deleteUnknown } from './losses.ts';
import { linkDetour } from './link-detour.ts';
import { lukaHome } from './luka-home.ts';
import { network } from './network.ts';
import { overwrite } from './overwrite.ts';
import { packages } from './packages.ts';
import { permissions } from './permissions.ts';
import { persistence } from './persistence.ts';
import { policyCommands } from './policy.ts';
import { privilege } from './privilege.ts';
import type { Rule } from './rule.ts';
import { secretsRead } from './secrets-read.ts';
import { agent, declaredRisk, history } from './standing.ts';
import { unknownWords } from './unknown-words.ts';

/** In no order that would matter. */
export const RULES: readonly Rule[] = [
  policyCommands,
  catastrophe,
  deleteUnknown,
  deleteBroad,
  deletePlain,
  linkDetour,
  overwrite,
  lukaHome,
  persistence,
  privilege,
  network,
  gitHistory,
  killProcesses,
  permissions,
  secretsRead,
  exfiltration,
  environmentLoader,
  packages,
  unknownWords,
  hiddenCommand,
  declaredRisk,
  agent,
  history,
];
