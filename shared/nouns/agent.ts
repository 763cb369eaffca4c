/** An agent is a launchd job, or on Linux a unit of systemd: its plist, what launchd knows of it, and how it does. */
import { z } from 'zod';
import { Finding } from './finding.ts';

/** Labels as launchd takes them, and as file names can carry them: no slash, no control character, no leading dot or dash. */
export const AgentLabel = z
  .string()
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9_. @+-]{0,199}$/,
    'a label is letters, digits, ".", "_", "-", "@", "+" and spaces, at most 200',
  )
  .refine((label) => !label.includes('..'), 'a label has no ".."');
export type AgentLabel = z.infer<typeof AgentLabel>;

/**
 * Whose: the person's own, all people's of this machine, the system's (root), or a folder that somebody pointed at. On
 * Linux `unit` is a unit of the person's systemd.
 */
export const AGENT_SCOPES = ['user', 'global', 'daemon', 'folder', 'unit'] as const;
export const AgentScope = z.enum(AGENT_SCOPES);
export type AgentScope = z.infer<typeof AgentScope>;

/**
 * `running`: has a process. `idle`: loaded, waits for its trigger, did not fail last. `failing`: loaded, failed last.
 * `ghost`: its program is gone. `broken`: its plist cannot be read or run. `disabled`: launchd will not load it.
 * `not_loaded`: launchd does not know it. `duplicate`: another plist has its label. `pended`: launchd holds its start
 * back. `unknown`: cannot tell, see the reason.
 */
export const AGENT_STATES = [
  'running',
  'idle',
  'failing',
  'ghost',
  'broken',
  'disabled',
  'not_loaded',
  'duplicate',
  'pended',
  'unknown',
] as const;
export const AgentState = z.enum(AGENT_STATES);
export type AgentState = z.infer<typeof AgentState>;

/** States that a person should look at. */
export function isAgentTrouble(state: AgentState): boolean {
  switch (state) {
    case 'failing':
    case 'ghost':
    case 'broken':
    case 'duplicate':
    case 'pended':
      return true;
    case 'running':
    case 'idle':
    case 'disabled':
    case 'not_loaded':
    case 'unknown':
      return false;
  }
}

/** What a lint rule saw in one plist. */
export const AgentFinding = Finding.extend({
  /** Where in the plist: `ProgramArguments[1]`, `EnvironmentVariables.PATH`. */
  path: z.string().optional(),
  /** What was seen, without anything secret. */
  evidence: z.string().optional(),
  /** Why it matters, in one or two sentences. */
  explanation: z.string(),
  /** A man page, a document or an issue that says so. */
  source: z.string(),
  /** What a fix would do, in words; absent where none is safe. */
  fix: z.string().optional(),
});
export type AgentFinding = z.infer<typeof AgentFinding>;

/** How a job ended last, as launchd tells it. */
export const AgentExit = z.strictObject({
  code: z.int().optional(),
  signal: z.string().optional(),
  /** What that means, in words. */
  meaning: z.string(),
});
export type AgentExit = z.infer<typeof AgentExit>;

export const AgentSummary = z.strictObject({
  /** Names the plist in the API: stable while its file keeps its path. */
  id: z.string(),
  label: z.string(),
  scope: AgentScope,
  /** Absolute path of its plist or unit file; the name of a unit that has none. */
  file: z.string(),
  state: AgentState,
  /** Why it is in that state, in words. */
  reason: z.string(),
  /** Its program and arguments, or nothing where none can be read. */
  command: z.array(z.string()),
  /** When it runs, in words: `every 1 h`, `daily at 03:00`, `kept alive`, `at login`, `on demand`. */
  schedule: z.array(z.string()),
  pid: z.int().positive().optional(),
  runs: z.int().min(0).optional(),
  lastExit: AgentExit.optional(),
  /** How many findings of each severity. */
  errors: z.int().min(0),
  warnings: z.int().min(0),
  /** Whether Luka may change it: it is the person's own, and a file of its own. */
  editable: z.boolean(),
});
export type AgentSummary = z.infer<typeof AgentSummary>;

export const AgentLog = z.strictObject({
  stream: z.enum(['out', 'err']),
  file: z.string(),
  /** ISO 8601; absent where there is no such file. */
  changedAt: z.string().optional(),
  bytes: z.int().min(0).optional(),
});

/** The end of a log. */
export const AgentLogTail = z.strictObject({
  file: z.string(),
  text: z.string(),
  /** Of the whole file. */
  bytes: z.int().min(0),
  changedAt: z.string(),
});
export type AgentLogTail = z.infer<typeof AgentLogTail>;

export const Agent = AgentSummary.extend({
  findings: z.array(AgentFinding),
  /** When Luka first saw it in its state, ISO 8601. */
  since: z.string().optional(),
  /** The plist as text; a binary one as the XML it stands for. In place of each secret it has `••••••`. */
  text: z.string(),
  format: z.enum(['xml', 'binary', 'unreadable', 'unit']),
  /** SHA-256 of the file's bytes: what a change was made for. */
  hash: z.string(),
  logs: z.array(AgentLog),
  /** `launchctl print` of it, secrets apart; absent where launchd does not know it. */
  registry: z.string().optional(),
});
export type Agent = z.infer<typeof Agent>;

/** What can be done to an agent. */
export const AGENT_ACTIONS = [
  'create',
  'edit',
  'fix',
  'enable',
  'disable',
  'remove',
  'rollback',
  'migrate',
] as const;
export const AgentAction = z.enum(AGENT_ACTIONS);
export type AgentAction = z.infer<typeof AgentAction>;

/** The steps of a change, in their order; each is written down before it is done. */
export const CHANGE_STEPS = [
  'lint',
  'snapshot',
  'bootout',
  'write',
  'enable',
  'bootstrap',
  'kickstart',
  'verify',
] as const;
export const ChangeStep = z.enum(CHANGE_STEPS);
export type ChangeStep = z.infer<typeof ChangeStep>;

/** `planned`: a dry run. `rolled_back`: it failed and everything is as before. `stuck`: neither could be reached. */
export const ChangeState = z.enum(['planned', 'going', 'done', 'rolled_back', 'stuck']);
export type ChangeState = z.infer<typeof ChangeState>;

/** One change of an agent, as its history tells it. */
export const AgentChange = z.strictObject({
  id: z.int().min(0),
  label: z.string(),
  file: z.string(),
  action: AgentAction,
  state: ChangeState,
  at: z.string(),
  endedAt: z.string().optional(),
  by: z.string(),
  steps: z.array(
    z.strictObject({
      step: ChangeStep,
      state: z.enum(['done', 'failed', 'skipped', 'undone']),
      note: z.string(),
    }),
  ),
  /** Texts before and after; null where there is no file. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** A unified diff. */
  diff: z.string(),
  /** Of the text after it. */
  findings: z.array(AgentFinding),
  /** Why it was undone, or is stuck. */
  message: z.string().optional(),
});
export type AgentChange = z.infer<typeof AgentChange>;

/** How launchd does on this machine. */
export const LaunchdInfo = z.strictObject({
  /** Whether there is a launchd to talk to. */
  present: z.boolean(),
  /** Whether the person's systemd stands in its place: its units are among the agents. */
  systemd: z.boolean(),
  /** Why not, or what could not be asked. */
  reason: z.string().optional(),
  /** Folders that were read, and why one was not. */
  folders: z.array(
    z.strictObject({
      path: z.string(),
      scope: AgentScope,
      plists: z.int().min(0),
      problem: z.string().optional(),
    }),
  ),
});
export type LaunchdInfo = z.infer<typeof LaunchdInfo>;

/** One line of the doctor's table. */
export const AgentDiagnosis = z.strictObject({
  agent: AgentSummary,
  /** 1 is the worst. */
  rank: z.int().positive(),
  what: z.string(),
  /** Since when, ISO 8601, where it can be told. */
  since: z.string().optional(),
  /** What does not happen because of it. */
  breaks: z.string(),
  /** How to mend it. */
  mend: z.string(),
  /** Findings that can be fixed with one change. */
  fixable: z.array(AgentFinding),
  findings: z.array(AgentFinding),
});
export type AgentDiagnosis = z.infer<typeof AgentDiagnosis>;
