import { z } from 'zod';
import { Finding } from '../nouns/finding.ts';
import { ParamValues } from '../nouns/param.ts';
import { Priority } from '../nouns/priority.ts';
import { RunSummary } from '../nouns/run.ts';
import { Task, TaskId } from '../nouns/task.ts';
import { endpoint } from './endpoint.ts';

const ById = z.strictObject({ task: z.string().min(1).max(200) });

export const taskEndpoints = {
  listTasks: endpoint({
    method: 'GET',
    path: '/api/v1/tasks',
    summary: 'Every task, valid or not, with its findings and when it is due.',
    response: z.strictObject({ tasks: z.array(Task), findings: z.array(Finding) }),
    errors: [],
  }),
  getTask: endpoint({
    method: 'GET',
    path: '/api/v1/tasks/:task',
    summary: 'One task.',
    params: ById,
    response: Task,
    errors: ['task_unknown'],
  }),
  createTask: endpoint({
    method: 'POST',
    path: '/api/v1/tasks',
    scope: 'agents:manage',
    summary: 'Write a new task file from a commented template.',
    body: z.strictObject({
      id: TaskId,
      title: z.string().min(1).max(200).optional(),
      run: z.string().optional(),
    }),
    response: Task,
    status: 201,
    errors: ['task_exists', 'task_invalid', 'disk_full'],
  }),
  updateTask: endpoint({
    method: 'PATCH',
    path: '/api/v1/tasks/:task',
    scope: 'agents:manage',
    summary: 'Switch a task on or off. Written to its file, comments and order kept.',
    params: ById,
    body: z.strictObject({ enabled: z.boolean() }),
    response: Task,
    errors: ['task_unknown', 'task_unreadable', 'task_invalid', 'disk_full'],
  }),
  openTask: endpoint({
    method: 'POST',
    path: '/api/v1/tasks/:task/open',
    summary: "Open the task's file in the person's editor on this machine.",
    params: ById,
    body: z.strictObject({}),
    response: z.strictObject({ file: z.string(), opened: z.boolean(), message: z.string().optional() }),
    errors: ['task_unknown'],
  }),
  lintTasks: endpoint({
    method: 'POST',
    path: '/api/v1/tasks/lint',
    scope: 'context:read',
    summary: 'Check all task files, or the text given, and list what is wrong with line and column.',
    body: z.strictObject({ text: z.string().max(1_048_576).optional(), file: z.string().optional() }),
    response: z.strictObject({ checked: z.int(), findings: z.array(Finding) }),
    errors: [],
  }),
  runTask: endpoint({
    method: 'POST',
    path: '/api/v1/tasks/:task/runs',
    scope: 'automation:execute',
    summary: 'Ask for a run. Answered once the run is durable.',
    params: ById,
    headers: z.looseObject({ 'idempotency-key': z.string().min(1).max(200).optional() }),
    body: z.strictObject({
      params: ParamValues.optional(),
      priority: Priority.optional(),
      force: z.boolean().optional(),
    }),
    response: RunSummary,
    status: 201,
    errors: [
      'run_denied',
      'frozen',
      'path_invalid',
      'path_unmounted',
      'module_missing',
      'task_unknown',
      'task_invalid',
      'task_disabled',
      'task_is_service',
      'param_unknown',
      'param_missing',
      'param_invalid',
      'idempotency_conflict',
      'disk_full',
      'ledger_unavailable',
    ],
  }),
} as const;
