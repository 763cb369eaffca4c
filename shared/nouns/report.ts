/** Reports: files of Markdown in the home, of a day, a week, a session; and what is open, by owner and phase. */
import { z } from 'zod';
import { Priority } from './priority.ts';

/** `other`: what else was written into the folder of reports, such as that of a deployment. */
export const REPORT_KINDS = ['day', 'week', 'session', 'other'] as const;
export const ReportKind = z.enum(REPORT_KINDS);
export type ReportKind = z.infer<typeof ReportKind>;
/** Those that Luka makes of a time. */
export const PeriodKind = z.enum(['day', 'week']);
export type PeriodKind = z.infer<typeof PeriodKind>;

/** A day of the calendar: `2026-11-29`. */
export const CalendarDay = z.iso.date();

/** A file's name without `.md`. */
export const ReportName = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]{0,149}$/u, 'a report is named by its file without .md');

export const ReportSummary = z.strictObject({
  name: ReportName,
  kind: ReportKind,
  title: z.string(),
  /** The day, or the Monday of the week, where its name says one. */
  day: CalendarDay.optional(),
  /** Absolute. */
  file: z.string(),
  bytes: z.int().min(0),
  /** When the file was last written. */
  at: z.string(),
  /** What it comes to: `12 runs, 1 failed`. Of days and weeks. */
  headline: z.string().optional(),
  failed: z.int().min(0).optional(),
  /** How many things needed the person when it was made. */
  needs: z.int().min(0).optional(),
  /** Whether there is a page of it (HTML) beside the Markdown. */
  page: z.boolean(),
});
export type ReportSummary = z.infer<typeof ReportSummary>;

export const Report = ReportSummary.extend({
  /** Markdown. */
  text: z.string(),
  /** The file is longer than what is given. */
  cut: z.boolean(),
  /** Of the same kind: the one before and the one after it. */
  previous: ReportName.optional(),
  next: ReportName.optional(),
});
export type Report = z.infer<typeof Report>;

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day is written as 07:30');

/** When reports are made by themselves, in the machine's zone; null: never. */
export const ReportSettings = z.strictObject({
  /** Of the day before. */
  day: TimeOfDay.nullable(),
  /** Of the last whole week, Monday to Sunday. */
  week: z.strictObject({ on: z.enum(WEEKDAYS), at: TimeOfDay }).nullable(),
});
export type ReportSettings = z.infer<typeof ReportSettings>;

/** Where a to-do stands: something in Luka, or a line that somebody wrote. */
export const ToDoSource = z.strictObject({
  kind: z.enum(['approval', 'result', 'run', 'quarantine', 'answer', 'memory', 'report']),
  /** Number of the approval, run, answer or memory; id of the task; name of the report. */
  id: z.union([z.int().positive(), z.string()]),
  /** 1-based, of a memory's text or a report's file. */
  line: z.int().positive().optional(),
  /** The line as it stands there. */
  text: z.string().optional(),
});
export type ToDoSource = z.infer<typeof ToDoSource>;

export const ToDo = z.strictObject({
  /** `approve`, `validate`, `mend`, `answer`; of a written line what stands before its colon. */
  phase: z.string(),
  task: z.string(),
  owner: z.string(),
  /** Since when it is open, where that is known. */
  since: z.string().optional(),
  source: ToDoSource,
});
export type ToDo = z.infer<typeof ToDo>;

/** Tasks of one owner and one phase, and how they do. */
export const GovernanceGroup = z.strictObject({
  /** Absent: nobody is named. */
  owner: z.string().optional(),
  phase: z.string().optional(),
  tasks: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      priority: Priority,
      state: z.enum(['ready', 'disabled', 'invalid']),
      runs: z.int().min(0),
      bad: z.int().min(0),
      quarantined: z.boolean(),
    }),
  ),
  /** How many tasks have each. */
  priorities: z.partialRecord(Priority, z.int().positive()),
  /** Ended in the time that is looked at; lives of services and what was cancelled are left out. */
  runs: z.int().min(0),
  bad: z.int().min(0),
  /** 0 to 1; absent where nothing ran. */
  success: z.number().min(0).max(1).optional(),
  approvals: z.int().min(0),
  results: z.int().min(0),
});
export type GovernanceGroup = z.infer<typeof GovernanceGroup>;

export const Governance = z.strictObject({
  at: z.string(),
  /** How many days back runs are counted. */
  days: z.int().positive(),
  /** By owner, then phase; what has neither comes last. */
  groups: z.array(GovernanceGroup),
  toDos: z.array(ToDo),
  /** More are open than are told. */
  more: z.boolean(),
});
export type Governance = z.infer<typeof Governance>;
