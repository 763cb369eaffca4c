import { z } from 'zod';
import { LogEntry, LogPage, LogSearchResult } from '../nouns/log.ts';
import { Run, RunState, RunSummary } from '../nouns/run.ts';
import { endpoint } from './endpoint.ts';

export const RunIdParam = z.strictObject({ run: z.coerce.number<number | string>().int().positive() });
/** Whose log is meant; the newest attempt's where left out. */
const AttemptNumber = z.coerce.number<number | string>().int().positive();

export const runEndpoints = {
  listRuns: endpoint({
    method: 'GET',
    path: '/api/v1/runs',
    summary: 'Runs, newest first.',
    query: z.strictObject({
      /** States, comma-separated. */
      state: z
        .string()
        .transform((text) => text.split(','))
        .pipe(z.array(RunState))
        .optional(),
      task: z.string().optional(),
      /** Only runs with a smaller id: the `next` of the page before. */
      before: z.coerce.number<number | string>().int().positive().optional(),
      limit: z.coerce.number<number | string>().int().min(1).max(500).default(50),
    }),
    response: z.strictObject({ runs: z.array(RunSummary), next: z.int().optional() }),
    errors: [],
  }),
  getRun: endpoint({
    method: 'GET',
    path: '/api/v1/runs/:run',
    summary: 'One run with its attempts and steps.',
    params: RunIdParam,
    response: Run,
    errors: ['run_unknown'],
  }),
  cancelRun: endpoint({
    method: 'POST',
    path: '/api/v1/runs/:run/cancel',
    scope: 'automation:execute',
    summary: 'End a run, in whatever state it is, and everything it started.',
    params: RunIdParam,
    body: z.strictObject({ reason: z.string().max(500).optional() }),
    response: RunSummary,
    status: 202,
    errors: ['run_unknown', 'run_done', 'ledger_unavailable'],
  }),
  rerun: endpoint({
    method: 'POST',
    path: '/api/v1/runs/:run/rerun',
    scope: 'automation:execute',
    summary: 'Run the same thing again with the same parameters: a task as it is now, an order as it was.',
    params: RunIdParam,
    body: z.strictObject({}),
    response: RunSummary,
    status: 201,
    errors: [
      'run_unknown',
      'task_unknown',
      'task_invalid',
      'task_is_service',
      'param_unknown',
      'param_missing',
      'param_invalid',
      'run_denied',
      'frozen',
      'path_invalid',
      'path_unmounted',
      'module_missing',
      'disk_full',
      'ledger_unavailable',
    ],
  }),
  readLog: endpoint({
    method: 'GET',
    path: '/api/v1/runs/:run/log',
    summary: 'A part of a log: from a position on, the last bytes, or the bytes before a position.',
    params: RunIdParam,
    query: z.strictObject({
      from: z.coerce.number<number | string>().int().min(0).optional(),
      /** Read the part that ends here, instead of the part that starts at `from`. */
      before: z.coerce.number<number | string>().int().min(0).optional(),
      limit: z.coerce.number<number | string>().int().min(1).max(1_048_576).default(262_144),
      attempt: AttemptNumber.optional(),
    }),
    response: LogPage,
    errors: ['run_unknown', 'log_unavailable'],
  }),
  searchLog: endpoint({
    method: 'GET',
    path: '/api/v1/runs/:run/log/search',
    summary: 'Find text in a log, without regard to case.',
    params: RunIdParam,
    query: z.strictObject({
      q: z.string().min(1).max(500),
      limit: z.coerce.number<number | string>().int().min(1).max(1_000).default(200),
      attempt: AttemptNumber.optional(),
    }),
    response: LogSearchResult,
    errors: ['run_unknown', 'log_unavailable'],
  }),
  streamLog: endpoint({
    method: 'GET',
    path: '/api/v1/runs/:run/log/stream',
    summary:
      'The log of an attempt as it grows: `log` events with an entry each, then one `end`, which names the `next` attempt where there is one. Resumes from Last-Event-ID.',
    params: RunIdParam,
    query: z.strictObject({
      from: z.coerce.number<number | string>().int().min(0).optional(),
      attempt: AttemptNumber.optional(),
    }),
    response: LogEntry,
    kind: 'stream',
    errors: ['run_unknown', 'log_unavailable'],
  }),
} as const;
