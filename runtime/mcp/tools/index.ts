/** Every tool, in the order it is listed. */
import type { AnyTool } from '../tool.ts';
import { ask, recallKnowledge, remember, searchKnowledge } from './knowledge.ts';
import { modernize } from './modernize.ts';
import { deployModule, stageModule, validateModule } from './modules.ts';
import { previewOrder, previewTask, runTask, submitOrder } from './orders.ts';
import { searchLogs } from './log-search.ts';
import { cancelRun, getRun, listRuns, readLog, searchLog, waitForRun } from './runs.ts';
import { explainAgent, listAgents, listFindings, status } from './state.ts';
import { explainTask, listTasks, listUpcoming, validateTask, why } from './tasks.ts';

export const TOOLS: readonly AnyTool[] = [
  status,
  listFindings,
  previewOrder,
  submitOrder,
  waitForRun,
  getRun,
  listRuns,
  readLog,
  searchLog,
  searchLogs,
  cancelRun,
  listTasks,
  explainTask,
  why,
  listUpcoming,
  previewTask,
  runTask,
  validateTask,
  validateModule,
  modernize,
  stageModule,
  deployModule,
  listAgents,
  explainAgent,
  searchKnowledge,
  recallKnowledge,
  ask,
  remember,
];
