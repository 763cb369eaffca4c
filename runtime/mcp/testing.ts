/** For tests: one good call of every tool and calls that are none, whichever client makes them, and what is answered. */
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { installLaunchd, type InstalledLaunchd } from '../launchd/standin/install.ts';
import { plistOf, xmlArray, xmlString } from '../launchd/standin/testing.ts';

export interface ToolCall {
  readonly tool: string;
  /** Refused to an agent: with this code. */
  readonly refused?: string;
  readonly input: (known: Known) => Record<string, unknown>;
  /** A part of the structured answer, as `expect.objectContaining` takes it. */
  readonly answer?: Record<string, unknown>;
}

/** What the calls before found out. */
export interface Known {
  run?: number;
  stagedHash?: string;
}

/** Of the home that the calls are made against. */
export const TASK_FILES: Readonly<Record<string, string>> = {
  'hello.yaml':
    'title: Say hello\ndescription: Greets\ntags: [demo]\nparams:\n  who: { type: string, default: world }\nsteps:\n  - run: echo "hello $PARAM_WHO"\n',
  'long.yaml': 'title: Long\nsteps:\n  - run: echo ready; exec sleep 300\n',
};

/** The label of the agent that is planted. */
const AGENT = 'com.me.report';
export const MODULE = 'export const run_auto = async () => ({ ok: true });\n';
const ORDER = { title: 'Say hi', steps: [{ run: 'echo hi from an agent' }] };

/** In this order: later ones use what earlier ones made. */
export const CALLS: readonly ToolCall[] = [
  { tool: 'status', input: () => ({}) },
  { tool: 'list_findings', input: () => ({}) },
  {
    tool: 'preview_work_order',
    input: () => ({ order: ORDER }),
    answer: { decision: 'allow', needsApproval: false },
  },
  {
    tool: 'submit_work_order',
    input: () => ({ order: ORDER }),
    answer: { created: true, needsApproval: false },
  },
  {
    tool: 'wait_for_run',
    input: ({ run }) => ({ run, seconds: 60 }),
    answer: { state: 'succeeded', done: true },
  },
  { tool: 'get_run', input: ({ run }) => ({ run }), answer: { state: 'succeeded' } },
  { tool: 'list_runs', input: () => ({ state: ['succeeded'], limit: 5 }) },
  { tool: 'read_log', input: ({ run }) => ({ run, from: 0 }), answer: { complete: true } },
  { tool: 'search_log', input: ({ run }) => ({ run, text: 'FROM AN agent' }), answer: { total: 1 } },
  {
    tool: 'search_logs',
    input: ({ run }) => ({ text: '^hi from an (agent|human)$', regex: true, run }),
    answer: { matches: 1, runsSearched: 1, complete: true },
  },
  { tool: 'list_tasks', input: () => ({ tag: 'demo' }) },
  {
    tool: 'explain_task',
    input: () => ({ task: 'hello' }),
    answer: { task: 'hello', description: 'Greets' },
  },
  { tool: 'why', input: () => ({ task: 'hello' }) },
  { tool: 'list_upcoming', input: () => ({ limit: 3 }) },
  { tool: 'preview_task_run', input: () => ({ task: 'hello' }), answer: { decision: 'allow' } },
  { tool: 'run_task', input: () => ({ task: 'long' }) },
  { tool: 'cancel_run', input: ({ run }) => ({ run, reason: 'not needed' }) },
  { tool: 'validate_task', input: () => ({ text: 'steps:\n  - rnu: echo\n' }), answer: { valid: false } },
  { tool: 'validate_module', input: () => ({ text: "require('fs');\n" }), answer: { valid: false } },
  {
    tool: 'modernize',
    input: () => ({
      text: "exports.run_auto = async () => require('fs').existsSync('/');\n",
      file: 'old.cjs',
    }),
    answer: { verdict: 'converted', exports: { default: 'whole', named: ['run_auto'] } },
  },
  { tool: 'stage_module', input: () => ({ module: 'greeter', text: MODULE }), answer: { module: 'greeter' } },
  {
    tool: 'deploy_module',
    refused: 'scope_missing',
    input: ({ stagedHash }) => ({ module: 'greeter', hash: stagedHash }),
  },
  { tool: 'list_agents', input: () => ({}) },
  {
    tool: 'explain_agent',
    input: () => ({ agent: AGENT }),
    answer: { label: AGENT, state: 'not_loaded', command: ['/bin/sh', '-c', 'echo written'] },
  },
  { tool: 'remember', input: () => ({ kind: 'note', text: 'The disk hd2 is the slow one' }) },
  { tool: 'search_knowledge', input: () => ({ query: 'hello' }) },
  { tool: 'recall', input: () => ({ query: 'which disk is slow' }) },
  { tool: 'ask', input: () => ({ question: 'what failed last night?' }) },
];

/** What the library says where arguments have another shape. */
const SHAPE = /^Input validation error: Invalid arguments for tool /;
const code = (name: string): RegExp => new RegExp(`^${name}: .+; `);

export interface HostileCall {
  readonly tool: string;
  readonly input: Record<string, unknown>;
  /** What the refusal begins with; undefined where there is no such tool. */
  readonly says?: RegExp;
}

/** Refused to an agent, each for its own reason. The module that the last one names waits. */
export const HOSTILE: readonly HostileCall[] = [
  { tool: 'approve', input: { approval: 1 } },
  { tool: 'thaw', input: {} },
  { tool: 'get_run', input: {}, says: SHAPE },
  { tool: 'get_run', input: { run: '1; drop table runs' }, says: SHAPE },
  { tool: 'get_run', input: { run: -1 }, says: SHAPE },
  { tool: 'get_run', input: { run: 999_999 }, says: code('run_unknown') },
  { tool: 'read_log', input: { run: 1, limit: 1e9 }, says: SHAPE },
  { tool: 'wait_for_run', input: { run: 1, seconds: 1e9 }, says: SHAPE },
  { tool: 'list_runs', input: { state: ['succeeded&limit=500'] }, says: SHAPE },
  { tool: 'search_logs', input: { text: '(', regex: true }, says: code('log_pattern_invalid') },
  { tool: 'submit_work_order', input: { order: 'rm -rf /' }, says: SHAPE },
  { tool: 'submit_work_order', input: { order: {} }, says: code('order_invalid') },
  {
    tool: 'submit_work_order',
    input: { order: { steps: [{ run: 'true' }], approved: true } },
    says: code('order_invalid'),
  },
  { tool: 'run_task', input: { task: 'none' }, says: code('task_unknown') },
  { tool: 'explain_task', input: { task: '../approvals/1/approve' }, says: code('task_unknown') },
  { tool: 'explain_task', input: { task: 'hello/../../policy' }, says: code('task_unknown') },
  { tool: 'explain_agent', input: { agent: 'no.such.agent' }, says: code('agent_unknown') },
  { tool: 'explain_agent', input: { agent: '/etc/passwd' }, says: code('agent_unknown') },
  { tool: 'stage_module', input: { module: '../../etc/passwd', text: MODULE }, says: SHAPE },
  {
    tool: 'stage_module',
    input: { module: 'old', text: "require('fs');\n" },
    says: code('module_commonjs'),
  },
  {
    tool: 'deploy_module',
    input: { module: 'none', hash: '0'.repeat(12) },
    says: code('staged_unknown'),
  },
  {
    tool: 'deploy_module',
    input: { module: 'greeter', hash: '0'.repeat(12) },
    says: code('scope_missing'),
  },
];

/** Each is refused as it should be. @param callTool rejects where there is no such tool */
export async function checkHostile(
  callTool: (call: { name: string; arguments: Record<string, unknown> }) => Promise<Told>,
): Promise<void> {
  for (const { tool, input, says } of HOSTILE) {
    const answer = callTool({ name: tool, arguments: input });
    if (says === undefined) {
      await expect(answer).rejects.toMatchObject({ code: -32_602, message: `Tool ${tool} not found` });
      continue;
    }
    const { isError, content } = await answer;
    expect([tool, input, isError, content?.[0]?.text]).toEqual([
      tool,
      input,
      true,
      expect.stringMatching(says),
    ]);
  }
}

/** An agent in the person's folder, and a launchd that has not loaded it. @param person their home; short */
export async function plantAgent(person: string): Promise<InstalledLaunchd> {
  const agents = join(person, 'Library', 'LaunchAgents');
  await mkdir(agents, { recursive: true });
  await mkdir(join(person, 'ld'));
  const keys = { Label: xmlString(AGENT), ProgramArguments: xmlArray('/bin/sh', '-c', 'echo written') };
  await writeFile(join(agents, `${AGENT}.plist`), plistOf(keys), { mode: 0o644 });
  return installLaunchd(join(person, 'ld'), { secondMs: 50 });
}

/** Keeps what later calls need. */
function learn(known: Known, tool: string, answer: Record<string, unknown>): void {
  if ((tool === 'submit_work_order' || tool === 'run_task') && typeof answer['run'] === 'number')
    known.run = answer['run'];
  if (tool === 'stage_module' && typeof answer['hash'] === 'string') known.stagedHash = answer['hash'];
}

/** A tool's answer, as any client gives it. */
export interface Told {
  isError?: boolean | undefined;
  structuredContent?: unknown;
  content?: readonly { type: string; text?: string }[] | undefined;
}

/** Holds an answer against what its call expects, and keeps what later calls need. */
export function checkAnswer(call: ToolCall, known: Known, result: Told): void {
  const text = result.content?.[0]?.text ?? '';
  if (call.refused !== undefined) {
    expect([call.tool, result.isError, text.split(':', 1)[0]]).toEqual([call.tool, true, call.refused]);
    return;
  }
  expect([call.tool, result.isError ?? false, text.slice(0, 300)]).toEqual([
    call.tool,
    false,
    text.slice(0, 300),
  ]);
  expect(JSON.parse(text)).toEqual(result.structuredContent);
  expect(result.structuredContent).toMatchObject(call.answer ?? {});
  learn(known, call.tool, result.structuredContent as Record<string, unknown>);
}

/** The command line of the inspector. */
export const INSPECTOR = join(
  dirname(createRequire(import.meta.url).resolve('@modelcontextprotocol/inspector/package.json')),
  'clients/launcher/build/index.js',
);
