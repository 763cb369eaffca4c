import { actorOf } from '../actor.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { prefixed } from './tasks.ts';

export function orderHandlers({ orders }: Services): Pick<Handlers, 'submitOrder' | 'readOrder'> {
  return {
    submitOrder: ({ body, headers }, request) =>
      orders.submit(body, { key: prefixed(headers['idempotency-key']), by: actorOf(request) }),
    readOrder: ({ body }, request) => orders.read(body, actorOf(request)),
  };
}
