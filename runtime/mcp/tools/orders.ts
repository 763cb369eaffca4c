/** Work orders: what the gate would say, and handing one over. */
import { z } from 'zod';
import { GateDecision, type GateVerdict } from '#shared/nouns/gate.ts';
import { ParamValues } from '#shared/nouns/param.ts';
import { RunState } from '#shared/nouns/run.ts';
import { DESTROYS, defineTool, READS } from '../tool.ts';

const Order = z
  .record(z.string(), z.unknown())
  .describe(
    'A work order: `steps` (each with one of run, argv, module, node, git, http), a `title`, and what a task may say besides triggers; or `task` with `params` to run a task.',
  );
/** What the gate says, in what an agent needs to decide what to do next. */
const Verdict = z.object({
  decision: GateDecision.describe('allow: it runs. ask: a human is asked first. deny: it never runs.'),
  needsApproval: z.boolean(),
  score: z.int().describe('Risk, 0 to 100.'),
  threshold: z.int().describe('From this score on a human is asked.'),
  reasons: z.array(z.object({ rule: z.string(), points: z.number(), text: z.string() })),
  hash: z.string().describe('SHA-256 of exactly what would run; an approval is bound to it.'),
});

function tell({ decision, score, threshold, reasons, hash }: GateVerdict): z.input<typeof Verdict> {
  return {
    decision,
    needsApproval: decision === 'ask',
    score,
    threshold,
    reasons: reasons.map(({ rule, points, text }) => ({ rule, points, text })),
    hash,
  };
}

export const previewOrder = defineTool({
  name: 'preview_work_order',
  title: 'Preview a work order',
  description:
    'What the gate would say to a work order: whether a human will be asked, why, and the hash of what would run. Runs nothing.',
  scope: 'context:read',
  hints: READS,
  input: z.object({ order: Order }),
  output: Verdict,
  call: async ({ order }, { luka }) => tell(await luka.judge({ body: { order } })),
});

export const submitOrder = defineTool({
  name: 'submit_work_order',
  title: 'Submit a work order',
  description:
    'Hands a work order over. The answer says whether a human has to approve it first, why, and the hash of what will run; then wait_for_run tells how it went. The same idempotencyKey makes one run, however often it is sent.',
  scope: 'automation:execute',
  hints: { ...DESTROYS, openWorldHint: true },
  input: z.object({
    order: Order,
    idempotencyKey: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Send one where a call might be repeated.'),
  }),
  output: Verdict.partial().extend({
    needsApproval: z.boolean(),
    run: z.int(),
    orderId: z.string(),
    created: z.boolean().describe('False where the key was seen before: `run` is the run made then.'),
    state: RunState,
    approval: z.int().optional().describe('What a human decides on.'),
  }),
  async call({ order, idempotencyKey }, { luka }) {
    // Nothing is asked after this: what went wrong there would hide that there is a run.
    const { gate, ...receipt } = await luka.submitOrder({
      body: order,
      ...(idempotencyKey === undefined ? {} : { headers: { 'idempotency-key': idempotencyKey } }),
    });
    return {
      ...receipt,
      ...(gate === undefined ? {} : tell(gate)),
      needsApproval: receipt.state === 'awaiting_approval',
    };
  },
});

export const previewTask = defineTool({
  name: 'preview_task_run',
  title: 'Preview a run of a task',
  description: 'What the gate would say to a run of a task with these parameters. Runs nothing.',
  scope: 'context:read',
  hints: READS,
  input: z.object({ task: z.string(), params: ParamValues.optional() }),
  output: Verdict,
  call: async ({ task, params }, { luka }) =>
    tell(await luka.judge({ body: { task, ...(params ? { params } : {}) } })),
});

export const runTask = defineTool({
  name: 'run_task',
  title: 'Run a task',
  description:
    'Asks for a run of a task, through the same gate as everything: it may have to wait for a human. Answered once the run is durable.',
  scope: 'automation:execute',
  hints: { ...DESTROYS, openWorldHint: true },
  input: z.object({
    task: z.string().describe('Its id, from list_tasks.'),
    params: ParamValues.optional(),
    idempotencyKey: z.string().min(1).max(200).optional(),
  }),
  output: z.object({ run: z.int(), state: RunState, approval: z.int().optional() }),
  async call({ task, params, idempotencyKey }, { luka }) {
    const { id, state, approval } = await luka.runTask({
      params: { task },
      body: params ? { params } : {},
      ...(idempotencyKey === undefined ? {} : { headers: { 'idempotency-key': idempotencyKey } }),
    });
    return { run: id, state, ...(approval === undefined ? {} : { approval }) };
  },
});
