import { z } from 'zod';
import { AgentChange, AgentFinding } from '../nouns/agent.ts';
import { AgentDraft, AgentParam, PlistText } from './agents.ts';
import { endpoint } from './endpoint.ts';

const dryRun = z.boolean().optional();
const CHANGE_ERRORS = [
  'agent_unknown',
  'agent_changed',
  'agent_read_only',
  'agent_invalid',
  'agent_busy',
  'launchd_absent',
  'disk_full',
] as const;

export const agentChangeEndpoints = {
  draftAgent: endpoint({
    method: 'POST',
    path: '/api/v1/agents-draft',
    summary: 'The plist for what to run and when, without writing it.',
    scope: 'context:read',
    body: AgentDraft,
    response: z.strictObject({ file: z.string(), text: z.string(), findings: z.array(AgentFinding) }),
    errors: ['agent_invalid', 'launchd_absent'],
  }),
  createAgent: endpoint({
    method: 'POST',
    path: '/api/v1/agents',
    summary: 'Writes a new plist and has launchd load it; undone where that fails.',
    scope: 'agents:manage',
    body: z.strictObject({ draft: AgentDraft, dryRun }),
    response: AgentChange,
    errors: [...CHANGE_ERRORS, 'agent_exists'],
  }),
  editAgent: endpoint({
    method: 'PUT',
    path: '/api/v1/agents/:agent/plist',
    summary: 'Replaces a plist and has launchd load it again; undone where that fails.',
    scope: 'agents:manage',
    params: AgentParam,
    body: z.strictObject({ text: PlistText, hash: z.string().max(64), dryRun }),
    response: AgentChange,
    errors: CHANGE_ERRORS,
  }),
  fixAgent: endpoint({
    method: 'POST',
    path: '/api/v1/agents/:agent/fix',
    summary: 'Mends what can be mended safely: all findings with a fix, or those of the named codes.',
    scope: 'agents:manage',
    params: AgentParam,
    body: z.strictObject({
      hash: z.string().max(64),
      codes: z.array(z.string().max(100)).max(100).optional(),
      dryRun,
    }),
    response: AgentChange,
    errors: [...CHANGE_ERRORS, 'agent_nothing_to_fix'],
  }),
  changeAgent: endpoint({
    method: 'POST',
    path: '/api/v1/agents/:agent/state',
    summary: 'Enables, disables or removes an agent; a removed one can be given back with a rollback.',
    scope: 'agents:manage',
    params: AgentParam,
    body: z.strictObject({
      action: z.enum(['enable', 'disable', 'remove']),
      hash: z.string().max(64).optional(),
      dryRun,
    }),
    response: AgentChange,
    errors: CHANGE_ERRORS,
  }),
  agentHistory: endpoint({
    method: 'GET',
    path: '/api/v1/agents-history',
    summary: 'Changes made through Luka, newest first.',
    query: z.strictObject({
      label: z.string().max(200).optional(),
      before: z.coerce.number<number | string>().int().positive().optional(),
      limit: z.coerce.number<number | string>().int().min(1).max(200).default(50),
    }),
    response: z.strictObject({ changes: z.array(AgentChange), next: z.int().optional() }),
    errors: [],
  }),
  rollbackAgent: endpoint({
    method: 'POST',
    path: '/api/v1/agents-history/:change/rollback',
    summary: 'Brings an agent back to what it was before a change.',
    scope: 'agents:manage',
    params: z.strictObject({ change: z.coerce.number<number | string>().int().positive() }),
    body: z.strictObject({ dryRun }),
    response: AgentChange,
    errors: [...CHANGE_ERRORS, 'change_unknown'],
  }),
} as const;
