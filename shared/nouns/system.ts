/** What Luka says of itself. */
import { z } from 'zod';
import { EscalatedAnswer } from './assistant.ts';
import { StagedModule } from './release.ts';
import { RunSummary } from './run.ts';
import { SlaStatus } from './sla.ts';
import { ServiceStatus } from './service.ts';
import { Finding } from './finding.ts';

export const SystemStatus = z.strictObject({
  name: z.literal('luka'),
  version: z.string(),
  host: z.enum(['headless', 'desktop']),
  pid: z.int(),
  startedAt: z.string(),
  home: z.string(),
  apiUrl: z.string(),
  uiUrl: z.string(),
  counts: z.strictObject({
    running: z.int(),
    queued: z.int(),
    awaitingApproval: z.int(),
    tasks: z.int(),
    invalidTasks: z.int(),
    /** Agents of launchd that somebody should look at, as they were seen last. */
    troubledAgents: z.int().min(0),
    /** Answers of the assistant that somebody has to look at. */
    escalatedAnswers: z.int().min(0),
    /** Modules that were laid ready and are not deployed yet. */
    stagedModules: z.int().min(0),
    /** Deadlines of tasks that are at risk or were broken. */
    troubledSlas: z.int().min(0),
    /** Runs of the last 24 hours, by how they ended. */
    succeededToday: z.int(),
    failedToday: z.int(),
  }),
  /** What is wrong with the installation; absent where nothing is. */
  findings: z.array(Finding).optional(),
  memoryBytes: z.int(),
  /** Where the event stream stands: subscribe from here to miss nothing. */
  eventSeq: z.int().min(0),
});
export type SystemStatus = z.infer<typeof SystemStatus>;

export const DueTask = z.strictObject({
  task: z.string(),
  title: z.string(),
  due: z.string(),
  trigger: z.string(),
  /** What will keep it from running, as far as is known now. */
  obstacle: z.string().optional(),
});
export type DueTask = z.infer<typeof DueTask>;

export const Overview = z.strictObject({
  status: SystemStatus,
  running: z.array(RunSummary),
  queued: z.array(RunSummary),
  /** Runs of the last seven days that ended badly, newest first; one per task. */
  failures: z.array(RunSummary),
  recent: z.array(RunSummary),
  next: z.array(DueTask),
  services: z.array(ServiceStatus),
  /** Answers that somebody has to look at, the oldest first; the first 20. */
  escalated: z.array(EscalatedAnswer),
  findings: z.array(Finding),
  /** Modules that were laid ready for a human to deploy, by name; the first 20. */
  staged: z.array(StagedModule),
  /** Deadlines that are at risk or were broken, the earliest first. */
  slas: z.array(SlaStatus),
});
export type Overview = z.infer<typeof Overview>;
