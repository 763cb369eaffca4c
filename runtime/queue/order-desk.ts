/** The ledger's side of the queue room: orders become runs here. */
import { randomUUID } from 'node:crypto';
import type { ErrorBody } from '#shared/errors/luka-error.ts';
import type { GateVerdict } from '#shared/nouns/gate.ts';
import { isAgent, type Actor } from '#shared/nouns/role.ts';
import type { WorkOrderReceipt } from '#shared/nouns/work-order.ts';
import type { RunService } from '../runs/run-service.ts';
import type { Store } from '../store/store.ts';
import type { OrderDesk, OrderSubmission } from './ports.ts';
import { parseOrderText } from './order-text.ts';
import { normalizeOrder, readOrderText } from './work-order.ts';

export interface ReadOrder {
  readonly title: string;
  readonly order: Record<string, unknown>;
  readonly verdict: GateVerdict;
}

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
  const { gate } = runs.snapshot(run.id);
  return {
    orderId: submission.order.orderId,
    run: run.id,
    created,
    state: run.state,
    ...(run.approval === undefined ? {} : { approval: run.approval }),
    ...(gate === undefined ? {} : { gate }),
  };
}

/**
 * The text of an order, as a person dropped it, and what the gate would say to it.
 * @throws LukaError as `readOrderText` does
 */
export async function readOrderBody(
  runs: RunService,
  { name, text }: { name: string; text: string },
  by: Actor,
): Promise<ReadOrder> {
  // Read as the inbox reads it, for its words about the place of a fault.
  const { title } = readOrderText(text, name);
  const order = parseOrderText(text, name).value as Record<string, unknown>;
  // The same name that the inbox would give it.
  const named =
    'id' in order || 'task_id' in order || 'taskId' in order ? order : { ...order, id: orderName(name) };
  return { title, order: named, verdict: await previewOrderBody(runs, named, by) };
}

/** `nightly.luka.yaml` is the order `nightly`. */
function orderName(file: string): string {
  return file.replace(/(?:\.luka)?\.(?:json|ya?ml)$/i, '').slice(0, 200) || 'order';
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
