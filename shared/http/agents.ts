import { z } from 'zod';
import {
  Agent,
  AgentDiagnosis,
  AgentFinding,
  AgentLogTail,
  AgentState,
  AgentSummary,
  LaunchdInfo,
} from '../nouns/agent.ts';
import { endpoint } from './endpoint.ts';

/** Its id, its label, or the path of its plist. */
export const AgentParam = z.strictObject({ agent: z.string().min(1).max(1_024) });
/** A plist's text; longer ones are no plist that a person wrote. */
export const PlistText = z.string().max(1_000_000);
/** What to run and when, from which a plist is written. */
export const AgentDraft = z.strictObject({
  label: z.string().min(1).max(200),
  /** Program and arguments; a program without a slash is looked up on PATH. */
  argv: z.array(z.string()).min(1),
  when: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('every'), seconds: z.int().min(10) }),
    z.strictObject({
      kind: z.literal('daily'),
      hour: z.int().min(0).max(23),
      minute: z.int().min(0).max(59),
      /** 0 is Sunday; every day where left out. */
      weekdays: z.array(z.int().min(0).max(6)).optional(),
    }),
    z.strictObject({ kind: z.literal('login') }),
    z.strictObject({ kind: z.literal('keep-alive') }),
    z.strictObject({ kind: z.literal('watch'), paths: z.array(z.string()).min(1) }),
  ]),
  cwd: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
});
export type AgentDraft = z.infer<typeof AgentDraft>;

export const agentEndpoints = {
  listAgents: endpoint({
    method: 'GET',
    path: '/api/v1/agents',
    summary: 'LaunchAgents and LaunchDaemons, by label.',
    query: z.strictObject({ state: AgentState.optional() }),
    response: z.strictObject({ launchd: LaunchdInfo, agents: z.array(AgentSummary) }),
    errors: [],
  }),
  getAgent: endpoint({
    method: 'GET',
    path: '/api/v1/agents/:agent',
    summary: 'One agent: its plist, findings, logs and what launchd says of it.',
    params: AgentParam,
    response: Agent,
    errors: ['agent_unknown'],
  }),
  agentLog: endpoint({
    method: 'GET',
    path: '/api/v1/agents/:agent/log',
    summary: 'The end of what a job wrote to its log.',
    params: AgentParam,
    query: z.strictObject({ stream: z.enum(['out', 'err']).default('out') }),
    response: AgentLogTail,
    errors: ['agent_unknown', 'agent_log_missing'],
  }),
  agentDoctor: endpoint({
    method: 'GET',
    path: '/api/v1/agents-doctor',
    summary: 'What is wrong with the agents, the worst first.',
    response: z.strictObject({
      launchd: LaunchdInfo,
      healthy: z.int().min(0),
      diagnoses: z.array(AgentDiagnosis),
    }),
    errors: [],
  }),
  lintPlist: endpoint({
    method: 'POST',
    path: '/api/v1/agents-lint',
    summary: 'What is wrong with a plist that was not saved, without changing anything.',
    scope: 'context:read',
    body: z.strictObject({ text: PlistText, file: z.string().max(1_024).optional() }),
    response: z.strictObject({ findings: z.array(AgentFinding) }),
    errors: [],
  }),
} as const;
