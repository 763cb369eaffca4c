/** What there is to know at a glance: Luka itself, its findings, the agents of launchd or systemd. */
import { z } from 'zod';
import { AGENT_STATES } from '#shared/nouns/agent.ts';
import { Finding } from '#shared/nouns/finding.ts';
import { defineTool, READS } from '../tool.ts';

const Fault = z.object(Finding.shape);

export const status = defineTool({
  name: 'status',
  title: 'How Luka does',
  description: 'Who is running, since when, and how much there is to do; and what needs a human.',
  scope: 'context:read',
  hints: READS,
  input: z.object({}),
  output: z.object({
    version: z.string(),
    host: z.string(),
    startedAt: z.string(),
    home: z.string(),
    running: z.int(),
    queued: z.int(),
    awaitingApproval: z.int(),
    escalatedAnswers: z.int(),
    stagedModules: z.int(),
    tasks: z.int(),
    invalidTasks: z.int(),
    troubledAgents: z.int(),
    troubledSlas: z.int(),
    failedToday: z.int(),
    succeededToday: z.int(),
  }),
  async call(_, { luka }) {
    const { version, host, startedAt, home, counts } = await luka.getStatus();
    return { version, host, startedAt, home, ...counts };
  },
});

export const listFindings = defineTool({
  name: 'list_findings',
  title: 'List findings',
  description: 'What is wrong with Luka, with task files, and with what is deployed; each with what to do.',
  scope: 'context:read',
  hints: READS,
  input: z.object({}),
  output: z.object({ findings: z.array(Fault) }),
  async call(_, { luka }) {
    const [{ findings }, tasks] = await Promise.all([luka.getOverview(), luka.listTasks()]);
    return { findings: [...findings, ...tasks.findings, ...tasks.tasks.flatMap((task) => task.findings)] };
  },
});

export const listAgents = defineTool({
  name: 'list_agents',
  title: 'List agents',
  description:
    'LaunchAgents and LaunchDaemons (on Linux: units of systemd) with their state, and what to do about those in trouble.',
  scope: 'context:read',
  hints: READS,
  input: z.object({ state: z.enum(AGENT_STATES).optional() }),
  output: z.object({
    agents: z.array(
      z.object({
        agent: z.string().describe('Its id.'),
        label: z.string(),
        state: z.enum(AGENT_STATES),
        reason: z.string(),
        schedule: z.array(z.string()),
        errors: z.int(),
        warnings: z.int(),
      }),
    ),
  }),
  async call({ state }, { luka }) {
    const { agents } = await luka.listAgents({ query: state === undefined ? {} : { state } });
    return {
      agents: agents.map(({ id, label, state: is, reason, schedule, errors, warnings }) => ({
        agent: id,
        label,
        state: is,
        reason,
        schedule,
        errors,
        warnings,
      })),
    };
  },
});

export const explainAgent = defineTool({
  name: 'explain_agent',
  title: 'Explain an agent',
  description:
    'One agent: what it runs, how it ended last, what is wrong with its plist and how to mend it. Secrets are masked.',
  scope: 'context:read',
  hints: READS,
  input: z.object({ agent: z.string().describe('Its id, its label, or the path of its plist.') }),
  output: z.object({
    label: z.string(),
    file: z.string(),
    state: z.enum(AGENT_STATES),
    reason: z.string(),
    command: z.array(z.string()),
    schedule: z.array(z.string()),
    lastExit: z
      .object({ code: z.int().optional(), signal: z.string().optional(), meaning: z.string() })
      .optional(),
    findings: z.array(
      Fault.extend({ explanation: z.string(), evidence: z.string().optional(), fix: z.string().optional() }),
    ),
    text: z.string(),
  }),
  async call({ agent }, { luka }) {
    const found = await luka.getAgent({ params: { agent } });
    return {
      label: found.label,
      file: found.file,
      state: found.state,
      reason: found.reason,
      command: found.command,
      schedule: found.schedule,
      text: found.text,
      findings: found.findings.map(({ path: _path, source: _source, ...rest }) => rest),
      ...(found.lastExit === undefined ? {} : { lastExit: found.lastExit }),
    };
  },
});
