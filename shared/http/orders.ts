import { z } from 'zod';
import { WorkOrderReceipt } from '../nouns/work-order.ts';
import { endpoint } from './endpoint.ts';

export const orderEndpoints = {
  submitOrder: endpoint({
    method: 'POST',
    path: '/api/v1/work-orders',
    scope: 'automation:execute',
    summary:
      'Hand over a work order, in Luka’s shape or a legacy one. The same idempotency key makes one run.',
    headers: z.looseObject({ 'idempotency-key': z.string().min(1).max(200).optional() }),
    body: z.record(z.string(), z.unknown()),
    response: WorkOrderReceipt,
    status: 201,
    errors: [
      'run_denied',
      'frozen',
      'path_invalid',
      'path_unmounted',
      'order_unparsable',
      'order_too_large',
      'step_reference_unknown',
      'step_cycle',
      'template_in_shell',
      'trigger_invalid',
      'order_invalid',
      'order_too_deep',
      'step_unknown',
      'module_missing',
      'task_unknown',
      'task_invalid',
      'task_disabled',
      'param_unknown',
      'param_missing',
      'param_invalid',
      'idempotency_conflict',
      'disk_full',
      'ledger_unavailable',
    ],
  }),
} as const;
