import { z } from 'zod';
import { RetentionReport } from '../nouns/retention.ts';
import { endpoint } from './endpoint.ts';

export const housekeepingEndpoints = {
  planRetention: endpoint({
    method: 'GET',
    path: '/api/v1/retention',
    summary: 'What would be removed by age and size now, and what was removed last.',
    response: z.strictObject({ plan: RetentionReport, last: RetentionReport.optional() }),
    errors: [],
  }),
  applyRetention: endpoint({
    method: 'POST',
    path: '/api/v1/retention',
    scope: 'admin',
    summary: 'Remove it now. It happens once a day by itself.',
    body: z.strictObject({}),
    response: RetentionReport,
    errors: ['disk_full', 'ledger_unavailable'],
  }),
} as const;
