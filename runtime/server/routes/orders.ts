import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { prefixed } from './tasks.ts';

export function orderHandlers({ orders }: Services): Pick<Handlers, 'submitOrder'> {
  return { submitOrder: ({ body, headers }) => orders.submit(body, prefixed(headers['idempotency-key'])) };
}
