import { z } from 'zod';
import { Finding } from '../nouns/finding.ts';
import { ImportPlan, ImportSource } from '../nouns/import-plan.ts';
import { ParamValues } from '../nouns/param.ts';
import {
  Away,
  HeatCell,
  Pause,
  PauseScope,
  SchedulePreview,
  Slot,
  SlotState,
  Upcoming,
  WhyAnswer,
} from '../nouns/slot.ts';
import { Task } from '../nouns/task.ts';
import { endpoint } from './endpoint.ts';

const moment = z.iso.datetime({ offset: true });
const ByTask = z.strictObject({ task: z.string().min(1).max(200) });
const limit = (most: number, otherwise: number) =>
  z.coerce.number<number | string>().int().min(1).max(most).default(otherwise);
/** A trigger as a file would say it, durations as text. Checked by the rules of files, which say more than a schema. */
const RawTrigger = z.record(z.string(), z.unknown());

export const scheduleEndpoints = {
  listUpcoming: endpoint({
    method: 'GET',
    path: '/api/v1/schedule/upcoming',
    summary: 'What is due when, earliest first: moments of cron, interval and one-shot triggers.',
    query: z.strictObject({
      /** Now where left out. */
      from: moment.optional(),
      /** 24 hours later where left out; at most 31 days. */
      to: moment.optional(),
      task: z.string().optional(),
      limit: limit(1_000, 200),
    }),
    response: z.strictObject({
      upcoming: z.array(Upcoming),
      /** True where there are more than `limit`. */
      more: z.boolean(),
    }),
    errors: ['task_unknown'],
  }),
  listSlots: endpoint({
    method: 'GET',
    path: '/api/v1/schedule/slots',
    summary: 'Due moments that are past or wait, newest first, each with its outcome and reason.',
    query: z.strictObject({
      from: moment.optional(),
      /** Only slots due before this: the `next` of the page before. */
      to: moment.optional(),
      task: z.string().optional(),
      /** States, comma-separated. */
      state: z
        .string()
        .transform((text) => text.split(','))
        .pipe(z.array(SlotState))
        .optional(),
      limit: limit(1_000, 200),
    }),
    response: z.strictObject({ slots: z.array(Slot), next: z.string().optional() }),
    errors: [],
  }),
  getTimeline: endpoint({
    method: 'GET',
    path: '/api/v1/schedule/timeline',
    summary: 'One stretch of time, at most 7 days: slots with outcomes, moments to come, when Luka was away.',
    query: z.strictObject({ from: moment, to: moment, task: z.string().optional() }),
    response: z.strictObject({
      now: z.string(),
      /** The machine's zone. */
      tz: z.string(),
      slots: z.array(Slot),
      upcoming: z.array(Upcoming),
      away: z.array(Away),
      pauses: z.array(Pause),
      /** True where there was more than could be told; ask for a shorter stretch. */
      more: z.boolean(),
    }),
    errors: ['task_unknown', 'request_invalid'],
  }),
  previewTrigger: endpoint({
    method: 'POST',
    path: '/api/v1/schedule/preview',
    scope: 'context:read',
    summary: 'What a trigger would do: in words, and its next ten times.',
    body: z.strictObject({ trigger: RawTrigger, from: moment.optional() }),
    response: z.strictObject({ preview: SchedulePreview.optional(), findings: z.array(Finding) }),
    errors: [],
  }),
  getWhy: endpoint({
    method: 'GET',
    path: '/api/v1/tasks/:task/why',
    summary: 'Why a task did or did not run at a moment of the last 30 days; now where none is given.',
    params: ByTask,
    query: z.strictObject({ at: moment.optional() }),
    response: WhyAnswer,
    errors: ['task_unknown', 'moment_too_old'],
  }),
  getHeat: endpoint({
    method: 'GET',
    path: '/api/v1/tasks/:task/heat',
    summary: 'Slots of the last days counted by day and hour.',
    params: ByTask,
    query: z.strictObject({ days: limit(31, 7) }),
    response: z.strictObject({ tz: z.string(), days: z.array(z.string()), cells: z.array(HeatCell) }),
    errors: ['task_unknown'],
  }),
  setTriggers: endpoint({
    method: 'PUT',
    path: '/api/v1/tasks/:task/triggers',
    scope: 'agents:manage',
    summary: "Write a task's triggers into its file, comments and order of the rest kept.",
    params: ByTask,
    body: z.strictObject({
      triggers: z.array(RawTrigger).max(50),
      /** The file's hash the change is made for: one that changed meanwhile is not overwritten. */
      hash: z.string(),
    }),
    response: Task,
    errors: [
      'task_unknown',
      'task_changed',
      'task_unreadable',
      'task_invalid',
      'trigger_invalid',
      'disk_full',
    ],
  }),
  releaseTask: endpoint({
    method: 'POST',
    path: '/api/v1/tasks/:task/release',
    scope: 'automation:execute',
    summary: 'End the quarantine of a task: its triggers start it again.',
    params: ByTask,
    body: z.strictObject({}),
    response: Task,
    errors: ['task_unknown', 'not_quarantined', 'disk_full', 'ledger_unavailable'],
  }),
  listPauses: endpoint({
    method: 'GET',
    path: '/api/v1/pauses',
    summary: 'Pauses in force or to come.',
    response: z.strictObject({ pauses: z.array(Pause) }),
    errors: [],
  }),
  pause: endpoint({
    method: 'POST',
    path: '/api/v1/pauses',
    scope: 'automation:execute',
    summary:
      'Hold the triggers of a task, of all tasks with a tag, or of everything, until a time or until resumed.',
    body: z.strictObject({
      scope: PauseScope,
      until: moment.optional(),
      reason: z.string().max(500).optional(),
    }),
    response: Pause,
    status: 201,
    errors: ['task_unknown', 'pause_invalid', 'disk_full', 'ledger_unavailable'],
  }),
  resume: endpoint({
    method: 'POST',
    path: '/api/v1/pauses/resume',
    scope: 'automation:execute',
    summary: 'End every pause of exactly this scope. What was due meanwhile is caught up as each task says.',
    body: z.strictObject({ scope: PauseScope }),
    response: z.strictObject({ ended: z.array(Pause) }),
    errors: ['not_paused', 'disk_full', 'ledger_unavailable'],
  }),
  getHook: endpoint({
    method: 'GET',
    path: '/api/v1/tasks/:task/hook',
    scope: 'automation:execute',
    summary: 'The address that starts a task by its webhook trigger. Whoever knows it may start the task.',
    params: ByTask,
    response: z.strictObject({ url: z.string(), perMinute: z.int() }),
    errors: ['task_unknown', 'hook_missing', 'disk_full', 'ledger_unavailable'],
  }),
  renewHook: endpoint({
    method: 'POST',
    path: '/api/v1/tasks/:task/hook',
    scope: 'agents:manage',
    summary: 'Give the webhook of a task a new address; the old one is dead at once.',
    params: ByTask,
    body: z.strictObject({}),
    response: z.strictObject({ url: z.string(), perMinute: z.int() }),
    errors: ['task_unknown', 'hook_missing', 'disk_full', 'ledger_unavailable'],
  }),
  callHook: endpoint({
    method: 'POST',
    path: '/hooks/:token',
    summary:
      'Start a task by its webhook. The token in the address is the permission; the body gives parameters.',
    params: z.strictObject({ token: z.string().min(20).max(100) }),
    body: z.strictObject({ params: ParamValues.optional() }),
    // Nothing of the task is told to whoever knows only this address.
    response: z.strictObject({ accepted: z.literal(true) }),
    status: 202,
    public: true,
    errors: [
      'hook_unknown',
      'rate_limited',
      'param_unknown',
      'param_missing',
      'param_invalid',
      'disk_full',
      'ledger_unavailable',
    ],
  }),
  planImport: endpoint({
    method: 'POST',
    path: '/api/v1/import',
    summary:
      'Read a crontab or a pm2 list and say which tasks it would become; with `apply`, write those that can be written.',
    body: z.strictObject({
      source: ImportSource,
      /** The text of the crontab, or the JSON that `pm2 jlist` prints. */
      text: z.string().max(524_288),
      /** Write the tasks that were chosen by id. They are switched off until the old owner has let go. */
      apply: z.strictObject({ ids: z.array(z.string()).max(1_000), enabled: z.boolean() }).optional(),
    }),
    response: ImportPlan,
    errors: ['import_unreadable', 'task_exists', 'task_invalid', 'disk_full'],
  }),
} as const;
