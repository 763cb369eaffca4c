import { z } from 'zod';
import { AwakeRequest, Hold, PowerStatus, PowerTimeline } from '../nouns/power.ts';
import { PowerReport, WakePlans } from '../nouns/power-report.ts';
import { endpoint } from './endpoint.ts';

const moment = z.iso.datetime({ offset: true });

export const powerEndpoints = {
  getPower: endpoint({
    method: 'GET',
    path: '/api/v1/power',
    summary: 'What the machine is fed by, who keeps it awake and until when, and by what means.',
    response: PowerStatus,
    errors: [],
  }),
  getPowerTimeline: endpoint({
    method: 'GET',
    path: '/api/v1/power/timeline',
    summary: 'One stretch of time, at most 31 days: sleeps, dark wakes, holds, changes of the power source.',
    query: z.strictObject({
      /** 7 days before `to` where left out. */
      from: moment.optional(),
      /** Now where left out. */
      to: moment.optional(),
    }),
    response: PowerTimeline,
    errors: ['request_invalid'],
  }),
  powerDoctor: endpoint({
    method: 'GET',
    path: '/api/v1/power/doctor',
    summary: 'Who keeps the machine awake, why it slept, what stops work while nobody looks, what wakes it.',
    query: z.strictObject({
      /** The stretch whose sleeps are told; the last 24 hours where left out, at most 7 days. */
      from: moment.optional(),
      to: moment.optional(),
    }),
    response: PowerReport,
    errors: ['request_invalid'],
  }),
  keepAwake: endpoint({
    method: 'POST',
    path: '/api/v1/power/holds',
    scope: 'automation:execute',
    summary:
      'Keep the machine awake: for a time, until a moment, while runs go, or until somebody releases it.',
    body: AwakeRequest,
    response: Hold,
    status: 201,
    errors: ['hold_invalid', 'run_unknown', 'run_done', 'disk_full', 'ledger_unavailable'],
  }),
  releaseHold: endpoint({
    method: 'DELETE',
    path: '/api/v1/power/holds/:hold',
    scope: 'automation:execute',
    summary: 'Let the machine sleep again, as far as this hold is concerned.',
    params: z.strictObject({ hold: z.string().min(1).max(100) }),
    response: z.strictObject({ released: Hold }),
    errors: ['hold_unknown', 'hold_of_run', 'disk_full', 'ledger_unavailable'],
  }),
  listWakes: endpoint({
    method: 'GET',
    path: '/api/v1/power/wakes',
    summary: 'Important tasks that are due next, and whether the machine will wake for them.',
    query: z.strictObject({
      /** This task's next moment, too, however important it is. */
      task: z.string().min(1).max(200).optional(),
    }),
    response: WakePlans,
    errors: ['task_unknown'],
  }),
  planWake: endpoint({
    method: 'POST',
    path: '/api/v1/power/wakes',
    summary:
      'Have the system wake for a due task, where Luka may act as root without being asked for a password.',
    body: z.strictObject({ task: z.string().min(1).max(200), cancel: z.boolean().optional() }),
    response: WakePlans,
    status: 201,
    errors: [
      'task_unknown',
      'wake_not_due',
      'wake_unsupported',
      'wake_unverified',
      'root_failed',
      'root_absent',
    ],
  }),
} as const;
