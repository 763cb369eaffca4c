import { z } from 'zod';
import { DoctorMend, DoctorReport } from '../nouns/doctor.ts';
import { endpoint } from './endpoint.ts';

export const doctorEndpoints = {
  examine: endpoint({
    method: 'GET',
    path: '/api/v1/doctor',
    summary: 'Everything that can be wrong with this installation, each with evidence and mend.',
    query: z.strictObject({
      /** `1`: read the whole ledger, its chain of audit, and the index. */
      full: z.enum(['0', '1']).optional(),
    }),
    response: DoctorReport,
    errors: [],
  }),
  mendFinding: endpoint({
    method: 'POST',
    path: '/api/v1/doctor/mend',
    scope: 'admin',
    summary: 'Mend one finding, where Luka can do so without losing anything. It is looked for anew first.',
    body: z.strictObject({ check: z.string().max(60), subject: z.string().max(4_096) }),
    response: DoctorMend,
    errors: ['finding_gone', 'disk_full'],
  }),
} as const;
