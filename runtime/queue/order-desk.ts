/** The ledger's side of the queue room: orders become runs here. */
import { randomUUID } from 'node:crypto';
import type { ErrorBody } from '#shared/errors/luka-error.ts';
import type { GateVerdict } from '#shared/nouns/gate.ts';
import { isAgent, type Actor } from '#shared/nouns/role.ts';
import type { WorkOrderReceipt } from '#shared/nouns/work-order.ts';
import type { RunService } from '../runs/run-service.ts';
import type { Store } from '../store/store.ts';
import type { OrderDesk, OrderSubmission } from './ports.ts';
import { normalizeOrder } from './work-order.ts';

export function createOrderDesk({ runs, store }: { runs: RunService; store: Store }): OrderDesk {
  return {
    async submit(submission) {
      const { run, created } = await runs.submitOrder(submission);
      return { run: run.id, created };
    },
    findByKey: (key) => runs.findByKey(key),
    onFinished: (listener) =>
      store.onEvent((event) => {
        if (event.type === 'run.finished' && event.run !== undefined) listener(runs.snapshot(event.run));
      }),
    refused: (name: string, error: ErrorBody) =>
      store.write((tx) => tx.emit({ type: 'order.refused', data: { name, error } })),
  };
}

/** An order that came over HTTP. Without a key every call is a new order. */
export async function submitOrderBody(
  runs: RunService,
  body: Record<string, unknown>,
  { key, by }: { key: string | undefined; by: Actor },
): Promise<WorkOrderReceipt> {
  const submission = toSubmission(body, key ?? `order:${randomUUID()}`, by);
  const { run, created } = await runs.submitOrder(submission);
  return {
    orderId: submission.order.orderId,
    run: run.id,
    created,
    state: run.state,
    ...(run.approval === undefined ? {} : { approval: run.approval }),
  };
}

/** What the gate would say to it. */
export function previewOrderBody(
  runs: RunService,
  body: Record<string, unknown>,
  by: Actor,
): Promise<GateVerdict> {
  return runs.previewOrder(toSubmission(body, '', by));
}

function toSubmission(body: Record<string, unknown>, idempotencyKey: string, actor: Actor): OrderSubmission {
  return {
    order: normalizeOrder(body, { name: 'work order' }),
    idempotencyKey,
    detail: 'handed over through the API',
    by: isAgent(actor) ? 'agent' : 'person',
    actor,
  };
}
