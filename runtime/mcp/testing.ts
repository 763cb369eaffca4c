/** For tests: one good call of every tool, whichever client makes it, and what its answer has to hold. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';

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
  { tool: 'explain_agent', refused: 'agent_unknown', input: () => ({ agent: 'no.such.agent' }) },
  { tool: 'remember', input: () => ({ kind: 'note', text: 'The disk hd2 is the slow one' }) },
  { tool: 'search_knowledge', input: () => ({ query: 'hello' }) },
  { tool: 'recall', input: () => ({ query: 'which disk is slow' }) },
  { tool: 'ask', input: () => ({ question: 'what failed last night?' }) },
];

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
