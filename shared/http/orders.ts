import { z } from 'zod';
import { GateVerdict } from '../nouns/gate.ts';
import { WorkOrderReceipt } from '../nouns/work-order.ts';
import { endpoint } from './endpoint.ts';

/** What can be wrong with an order itself. */
const READING_ERRORS = [
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
] as const;

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
      ...READING_ERRORS,
      'idempotency_conflict',
      'disk_full',
      'ledger_unavailable',
    ],
  }),
  readOrder: endpoint({
    method: 'POST',
    path: '/api/v1/work-orders/read',
    scope: 'context:read',
    summary:
      'Read the text of a work order, JSON or YAML, and say what the gate would say to it. Nothing runs.',
    body: z.strictObject({ name: z.string().min(1).max(255), text: z.string().max(1_048_576) }),
    response: z.strictObject({
      title: z.string(),
      /** What `submitOrder` takes. */
      order: z.record(z.string(), z.unknown()),
      verdict: GateVerdict,
    }),
    errors: [...READING_ERRORS],
  }),
} as const;
