import { z } from 'zod';
import { ServiceStatus } from '../nouns/service.ts';
import { endpoint } from './endpoint.ts';

const ById = z.strictObject({ task: z.string().min(1).max(200) });
const change = {
  method: 'POST',
  scope: 'automation:execute',
  params: ById,
  body: z.strictObject({}),
  response: ServiceStatus,
  status: 202,
} as const;

export const serviceEndpoints = {
  listServices: endpoint({
    method: 'GET',
    path: '/api/v1/services',
    summary: 'Tasks that are kept running, and how they do.',
    response: z.strictObject({ services: z.array(ServiceStatus) }),
    errors: [],
  }),
  startService: endpoint({
    ...change,
    path: '/api/v1/services/:task/start',
    summary: 'Start a service that was stopped, or waits to be started again.',
    errors: ['task_unknown', 'task_invalid', 'task_disabled', 'service_unknown', 'ledger_unavailable'],
  }),
  stopService: endpoint({
    ...change,
    path: '/api/v1/services/:task/stop',
    summary: 'End a service. It stays stopped until somebody starts it, also after Luka was started again.',
    errors: ['task_unknown', 'service_unknown', 'ledger_unavailable'],
  }),
  restartService: endpoint({
    ...change,
    path: '/api/v1/services/:task/restart',
    summary: 'End a service and start it again.',
    errors: ['task_unknown', 'task_invalid', 'task_disabled', 'service_unknown', 'ledger_unavailable'],
  }),
} as const;
