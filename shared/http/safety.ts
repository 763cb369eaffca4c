import { z } from 'zod';
import { Approval, ApprovalState, ApprovalSummary, Grant } from '../nouns/approval.ts';
import { AuditAction, AuditRow, AuditVerification } from '../nouns/audit.ts';
import { Finding } from '../nouns/finding.ts';
import { GateVerdict } from '../nouns/gate.ts';
import { ParamValues } from '../nouns/param.ts';
import { ClientRecord, Role, Scope } from '../nouns/role.ts';
import { Run, RunSummary } from '../nouns/run.ts';
import { endpoint } from './endpoint.ts';
import { RunIdParam } from './runs.ts';

const number = z.coerce.number<number | string>().int();
const ApprovalIdParam = z.strictObject({ approval: number.positive() });
const Note = z.string().max(2_000);

/** The policy in force; `values` is what the file says with everything left out filled in. */
export const PolicyView = z.strictObject({
  file: z.string(),
  /** Empty where there is no file. */
  text: z.string(),
  hash: z.string(),
  /** Of the file as it is now; while there are errors the policy before it stays in force. */
  findings: z.array(Finding),
  paused: z.boolean(),
  values: z.record(z.string(), z.unknown()),
  /** What confines runs on this machine, or why nothing can. */
  sandbox: z.strictObject({ tool: z.string().optional(), reason: z.string().optional() }),
});
export type PolicyView = z.infer<typeof PolicyView>;

export const safetyEndpoints = {
  judge: endpoint({
    method: 'POST',
    path: '/api/v1/gate',
    summary: 'What the gate would say to a task or a work order, without running anything.',
    scope: 'context:read',
    body: z.union([
      z.strictObject({ task: z.string().min(1).max(200), params: ParamValues.optional() }),
      z.strictObject({ order: z.record(z.string(), z.unknown()) }),
    ]),
    response: GateVerdict,
    errors: [
      'task_unknown',
      'task_invalid',
      'param_unknown',
      'param_missing',
      'param_invalid',
      'order_invalid',
      'order_too_deep',
      'step_unknown',
      'module_missing',
      'task_disabled',
      'order_unparsable',
      'order_too_large',
      'step_reference_unknown',
      'step_cycle',
      'template_in_shell',
      'trigger_invalid',
      'frozen',
      'path_invalid',
      'path_unmounted',
    ],
  }),
  listApprovals: endpoint({
    method: 'GET',
    path: '/api/v1/approvals',
    summary: 'Approvals, newest first; those that wait with `state=pending`.',
    query: z.strictObject({
      state: ApprovalState.optional(),
      task: z.string().optional(),
      before: number.positive().optional(),
      limit: number.min(1).max(500).default(100),
    }),
    response: z.strictObject({ approvals: z.array(ApprovalSummary), next: z.int().optional() }),
    errors: [],
  }),
  getApproval: endpoint({
    method: 'GET',
    path: '/api/v1/approvals/:approval',
    summary:
      'One approval with what would run; with `wait`, answers when it is decided or after so many seconds.',
    params: ApprovalIdParam,
    query: z.strictObject({ wait: number.min(0).max(60).optional() }),
    response: Approval,
    errors: ['approval_unknown'],
  }),
  approve: endpoint({
    method: 'POST',
    path: '/api/v1/approvals/:approval/approve',
    summary: 'Yes, to exactly this hash: once, for n runs, or until a date.',
    scope: 'ops:approve',
    params: ApprovalIdParam,
    body: z.strictObject({ hash: z.string().length(64), grant: Grant.optional(), note: Note.optional() }),
    response: Approval,
    errors: [
      'approval_unknown',
      'approval_decided',
      'approval_expired',
      'approval_void',
      'disk_full',
      'ledger_unavailable',
    ],
  }),
  deny: endpoint({
    method: 'POST',
    path: '/api/v1/approvals/:approval/deny',
    summary: 'No, with the reason.',
    scope: 'ops:approve',
    params: ApprovalIdParam,
    body: z.strictObject({ reason: Note.optional() }),
    response: Approval,
    errors: [
      'approval_unknown',
      'approval_decided',
      'approval_expired',
      'approval_void',
      'disk_full',
      'ledger_unavailable',
    ],
  }),
  revokeApproval: endpoint({
    method: 'POST',
    path: '/api/v1/approvals/:approval/revoke',
    summary: 'Takes a yes back that still lets runs through.',
    scope: 'ops:approve',
    params: ApprovalIdParam,
    body: z.strictObject({ reason: Note.optional() }),
    response: Approval,
    errors: ['approval_unknown', 'approval_decided', 'disk_full', 'ledger_unavailable'],
  }),
  listValidations: endpoint({
    method: 'GET',
    path: '/api/v1/validations',
    summary: 'Runs whose result a human has to look at, oldest first; or those that were looked at.',
    query: z.strictObject({
      state: z.enum(['waiting', 'done']).default('waiting'),
      limit: number.min(1).max(500).default(100),
    }),
    response: z.strictObject({ runs: z.array(RunSummary) }),
    errors: [],
  }),
  validate: endpoint({
    method: 'POST',
    path: '/api/v1/runs/:run/verdict',
    summary: 'A human’s word on the result of a run.',
    scope: 'ops:approve',
    params: RunIdParam,
    body: z.strictObject({ verdict: z.enum(['accepted', 'rejected']), reason: Note.optional() }),
    response: Run,
    errors: ['run_unknown', 'run_active', 'validation_unneeded', 'disk_full', 'ledger_unavailable'],
  }),
  getPolicy: endpoint({
    method: 'GET',
    path: '/api/v1/policy',
    summary: 'The policy: its file, what is wrong with it, and what is in force.',
    response: PolicyView,
    errors: [],
  }),
  checkPolicy: endpoint({
    method: 'POST',
    path: '/api/v1/policy/check',
    summary: 'What is wrong with a policy, before anybody saves it.',
    scope: 'context:read',
    body: z.strictObject({ text: z.string().max(131_072) }),
    response: z.strictObject({ findings: z.array(Finding) }),
    errors: [],
  }),
  setPolicy: endpoint({
    method: 'PUT',
    path: '/api/v1/policy',
    summary: 'Writes the policy file. `hash` is that of the text it replaces.',
    scope: 'admin',
    body: z.strictObject({ text: z.string().max(131_072), hash: z.string() }),
    response: PolicyView,
    errors: ['policy_invalid', 'policy_changed', 'disk_full', 'ledger_unavailable'],
  }),
  freeze: endpoint({
    method: 'POST',
    path: '/api/v1/freeze',
    summary: 'Nothing new starts until it is thawed; what goes, goes on.',
    scope: 'automation:execute',
    body: z.strictObject({ reason: z.string().max(500).optional() }),
    response: PolicyView,
    errors: ['policy_invalid', 'disk_full', 'ledger_unavailable'],
  }),
  thaw: endpoint({
    method: 'POST',
    path: '/api/v1/thaw',
    summary: 'Things start again.',
    scope: 'ops:approve',
    body: z.strictObject({}),
    response: PolicyView,
    errors: ['policy_invalid', 'disk_full', 'ledger_unavailable'],
  }),
  listAudit: endpoint({
    method: 'GET',
    path: '/api/v1/audit',
    summary: 'Audit rows, newest first.',
    query: z.strictObject({
      before: number.positive().optional(),
      /** Oldest first from behind this row, for an export. */
      after: number.min(0).optional(),
      action: AuditAction.optional(),
      actor: z.string().max(100).optional(),
      limit: number.min(1).max(1_000).default(100),
    }),
    response: z.strictObject({ rows: z.array(AuditRow), next: z.int().optional() }),
    errors: [],
  }),
  verifyAudit: endpoint({
    method: 'GET',
    path: '/api/v1/audit/verify',
    summary: 'Reads every row and its hash: finds any edit, deletion or reordering.',
    response: AuditVerification,
    errors: [],
  }),
  listClients: endpoint({
    method: 'GET',
    path: '/api/v1/clients',
    summary: 'Who may talk to Luka.',
    scope: 'admin',
    response: z.strictObject({ clients: z.array(ClientRecord) }),
    errors: [],
  }),
  createClient: endpoint({
    method: 'POST',
    path: '/api/v1/clients',
    summary: 'A new client. Its token is in this answer and nowhere else.',
    scope: 'admin',
    body: z.strictObject({
      name: z
        .string()
        .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'a name is lower-case letters, digits, ".", "-" and "_"'),
      role: Role,
      scopes: z.array(Scope).min(1).optional(),
      /** ISO 8601. */
      expiresAt: z.iso.datetime({ offset: true }).optional(),
    }),
    response: z.strictObject({ client: ClientRecord, token: z.string() }),
    status: 201,
    errors: ['client_invalid', 'disk_full', 'ledger_unavailable'],
  }),
  revokeClient: endpoint({
    method: 'DELETE',
    path: '/api/v1/clients/:client',
    summary: 'Its token is good for nothing from here on.',
    scope: 'admin',
    params: z.strictObject({ client: number.positive() }),
    response: ClientRecord,
    errors: ['client_unknown', 'disk_full', 'ledger_unavailable'],
  }),
} as const;
