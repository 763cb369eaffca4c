import { z } from 'zod';
import {
  CalendarDay,
  Governance,
  PeriodKind,
  Report,
  ReportKind,
  ReportName,
  ReportSummary,
  ToDo,
} from '../nouns/report.ts';
import { endpoint } from './endpoint.ts';

const ByName = z.strictObject({ report: ReportName });

export const reportEndpoints = {
  listReports: endpoint({
    method: 'GET',
    path: '/api/v1/reports',
    summary: 'Reports in the home, the newest first.',
    query: z.strictObject({
      kind: ReportKind.optional(),
      /** How many stand before the page. */
      offset: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    response: z.strictObject({
      reports: z.array(ReportSummary),
      total: z.int().min(0),
      next: z.int().positive().optional(),
    }),
    errors: [],
  }),
  getReport: endpoint({
    method: 'GET',
    path: '/api/v1/reports/:report',
    summary: 'One report as Markdown, with the ones before and after it.',
    params: ByName,
    response: Report,
    errors: ['report_unknown'],
  }),
  getReportPage: endpoint({
    method: 'GET',
    path: '/api/v1/reports/:report/page',
    summary: 'One report as a page of its own: HTML without scripts.',
    params: ByName,
    response: z.strictObject({ file: z.string(), html: z.string() }),
    errors: ['report_unknown'],
  }),
  makeReport: endpoint({
    method: 'POST',
    path: '/api/v1/reports',
    summary: 'Make the report of a day or a week now.',
    scope: 'memory:write',
    body: z.strictObject({
      kind: PeriodKind,
      /** Of a week any of its days; today where left out. */
      day: CalendarDay.optional(),
    }),
    response: Report,
    status: 201,
    errors: ['report_unavailable', 'disk_full'],
  }),
  listToDos: endpoint({
    method: 'GET',
    path: '/api/v1/todos',
    summary:
      'What is open: approvals, results, failures, and lines of notes and reports, each with its source.',
    query: z.strictObject({ owner: z.string().max(40).optional(), phase: z.string().max(40).optional() }),
    response: z.strictObject({ toDos: z.array(ToDo), more: z.boolean() }),
    errors: ['report_unavailable'],
  }),
  getGovernance: endpoint({
    method: 'GET',
    path: '/api/v1/governance',
    summary: 'Tasks by owner and phase: priorities, success, open approvals, to-dos.',
    query: z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(30) }),
    response: Governance,
    errors: ['report_unavailable'],
  }),
} as const;
