/**
 * Method and path of every endpoint the page uses. The contract itself is made of zod schemas, which would be half of
 * the page's script; a test holds this table to it.
 */
import type { CallName, StreamName } from '#shared/http/contract.ts';
import type { Method } from '#shared/http/endpoint.ts';

export const CALLS = {
  getOverview: ['GET', '/api/v1/overview'],
  getSettings: ['GET', '/api/v1/settings'],
  updateSettings: ['PATCH', '/api/v1/settings'],
  createSession: ['POST', '/api/v1/session'],
  deleteSession: ['DELETE', '/api/v1/session'],
  listTasks: ['GET', '/api/v1/tasks'],
  createTask: ['POST', '/api/v1/tasks'],
  updateTask: ['PATCH', '/api/v1/tasks/:task'],
  openTask: ['POST', '/api/v1/tasks/:task/open'],
  runTask: ['POST', '/api/v1/tasks/:task/runs'],
  listRuns: ['GET', '/api/v1/runs'],
  getRun: ['GET', '/api/v1/runs/:run'],
  cancelRun: ['POST', '/api/v1/runs/:run/cancel'],
  rerun: ['POST', '/api/v1/runs/:run/rerun'],
  readLog: ['GET', '/api/v1/runs/:run/log'],
  searchLog: ['GET', '/api/v1/runs/:run/log/search'],
  listUpcoming: ['GET', '/api/v1/schedule/upcoming'],
  listSlots: ['GET', '/api/v1/schedule/slots'],
  getTimeline: ['GET', '/api/v1/schedule/timeline'],
  previewTrigger: ['POST', '/api/v1/schedule/preview'],
  getWhy: ['GET', '/api/v1/tasks/:task/why'],
  getHeat: ['GET', '/api/v1/tasks/:task/heat'],
  setTriggers: ['PUT', '/api/v1/tasks/:task/triggers'],
  releaseTask: ['POST', '/api/v1/tasks/:task/release'],
  startService: ['POST', '/api/v1/services/:task/start'],
  stopService: ['POST', '/api/v1/services/:task/stop'],
  restartService: ['POST', '/api/v1/services/:task/restart'],
  getHook: ['GET', '/api/v1/tasks/:task/hook'],
  renewHook: ['POST', '/api/v1/tasks/:task/hook'],
  listPauses: ['GET', '/api/v1/pauses'],
  pause: ['POST', '/api/v1/pauses'],
  resume: ['POST', '/api/v1/pauses/resume'],
  listApprovals: ['GET', '/api/v1/approvals'],
  getApproval: ['GET', '/api/v1/approvals/:approval'],
  approve: ['POST', '/api/v1/approvals/:approval/approve'],
  deny: ['POST', '/api/v1/approvals/:approval/deny'],
  revokeApproval: ['POST', '/api/v1/approvals/:approval/revoke'],
  listValidations: ['GET', '/api/v1/validations'],
  validate: ['POST', '/api/v1/runs/:run/verdict'],
  getPolicy: ['GET', '/api/v1/policy'],
  checkPolicy: ['POST', '/api/v1/policy/check'],
  setPolicy: ['PUT', '/api/v1/policy'],
  freeze: ['POST', '/api/v1/freeze'],
  thaw: ['POST', '/api/v1/thaw'],
  listAgents: ['GET', '/api/v1/agents'],
  getAgent: ['GET', '/api/v1/agents/:agent'],
  agentLog: ['GET', '/api/v1/agents/:agent/log'],
  agentDoctor: ['GET', '/api/v1/agents-doctor'],
  lintPlist: ['POST', '/api/v1/agents-lint'],
  draftAgent: ['POST', '/api/v1/agents-draft'],
  createAgent: ['POST', '/api/v1/agents'],
  editAgent: ['PUT', '/api/v1/agents/:agent/plist'],
  fixAgent: ['POST', '/api/v1/agents/:agent/fix'],
  changeAgent: ['POST', '/api/v1/agents/:agent/state'],
  agentHistory: ['GET', '/api/v1/agents-history'],
  rollbackAgent: ['POST', '/api/v1/agents-history/:change/rollback'],
  previewAdoption: ['POST', '/api/v1/adoptions/preview'],
  adoptAgents: ['POST', '/api/v1/adoptions'],
  giveBackAgent: ['POST', '/api/v1/adoptions/:task/give-back'],
  listAudit: ['GET', '/api/v1/audit'],
  verifyAudit: ['GET', '/api/v1/audit/verify'],
  listClients: ['GET', '/api/v1/clients'],
  createClient: ['POST', '/api/v1/clients'],
  revokeClient: ['DELETE', '/api/v1/clients/:client'],
} as const satisfies Partial<Record<CallName, readonly [Method, string]>>;

export const STREAMS = {
  streamEvents: ['GET', '/api/v1/events'],
  streamLog: ['GET', '/api/v1/runs/:run/log/stream'],
} as const satisfies Partial<Record<StreamName, readonly [Method, string]>>;

export type PageCall = keyof typeof CALLS;
export type PageStream = keyof typeof STREAMS;

/** Whether a request of this method carries a JSON body. */
export function hasBody(method: Method): boolean {
  return method !== 'GET' && method !== 'DELETE';
}
