/** The ledger's side of the queue room: orders become runs here. */
import { randomUUID } from 'node:crypto';
import type { ErrorBody } from '#shared/errors/luka-error.ts';
import type { RunService } from '../runs/run-service.ts';
import type { Store } from '../store/store.ts';
import type { OrderDesk } from './ports.ts';
import { normalizeOrder } from './work-order.ts';

export function createOrderDesk({ runs, store }: { runs: RunService; store: Store }): OrderDesk {
  return {
    submit: (submission) => runs.submitOrder(submission),
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
  idempotencyKey: string | undefined,
): Promise<{ orderId: string; run: number; created: boolean }> {
  const order = normalizeOrder(body, { name: 'work order' });
  const receipt = await runs.submitOrder({
    order,
    idempotencyKey: idempotencyKey ?? `order:${randomUUID()}`,
    detail: 'handed over through the API',
    by: 'agent',
  });
  return { orderId: order.orderId, ...receipt };
}
