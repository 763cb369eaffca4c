/** The checks of an attempt, after its last step: what they are given, and what becomes of what they found. */
import { constants, createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Check, CheckResult } from '#shared/nouns/check.ts';
import type { RunState } from '#shared/nouns/run.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type {
  CheckCommand,
  CheckContext,
  CommandEnd,
  OutputPiece,
} from '../governance/checks/check-runner.ts';
import { createReportsKnowledge } from '../governance/checks/knowledge/reports-knowledge.ts';
import { runChecks } from '../governance/checks/run-checks.ts';
import { createPathGuard } from '../safety/paths/path-guard.ts';
import type { Ending } from './ending.ts';
import type { ExecutionContext } from './execution-context.ts';
import type { LogFiles } from './logs/log-files.ts';
import type { RunLog } from './logs/run-log.ts';
import type { RunProcesses } from './run-processes.ts';
import type { RunScope } from './run-scope.ts';
import type { RunSecrets } from './run-secrets.ts';
import type { StepCage } from './step-cage.ts';

export interface CheckRunOptions {
  readonly run: number;
  readonly attempt: number;
  readonly definition: TaskDefinition;
  readonly context: ExecutionContext;
  readonly log: RunLog;
  readonly scope: RunScope;
  readonly processes: RunProcesses;
  readonly cage: StepCage;
  readonly secrets: RunSecrets;
  /** ms since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly signal: AbortSignal;
}

/** As much of what a check's command prints as the log keeps. */
const PRINTED = 4_000;

/**
 * A step that failed by an exit code that a check allows has not failed.
 * @returns the ending with what the checks found
 */
export async function checkRun(
  ending: Ending<RunState>,
  options: CheckRunOptions,
): Promise<Ending<RunState>> {
  const { run, attempt, definition, context, log } = options;
  const checks = definition.checks ?? [];
  const allowed = ending.state === 'failed' && allowsExit(checks, ending.exitCode);
  if (checks.length === 0 || (ending.state !== 'succeeded' && !allowed)) return ending;
  log.note(checks.length === 1 ? 'looking at the result' : `looking at the result: ${checks.length} checks`);
  const results = await runChecks(checks, await contextOf(ending, options));
  for (const { name, outcome, message } of results) log.note(`check ${outcome}: ${name}: ${message}`);
  context.recordChecks?.(run, attempt, results);
  return withResults(allowed ? { state: 'succeeded', exitCode: ending.exitCode } : ending, results);
}

function allowsExit(checks: readonly Check[], code: number | undefined): boolean {
  return (
    code !== undefined &&
    checks.some((check) => 'exitCode' in check && [check.exitCode].flat().includes(code))
  );
}

function withResults(ending: Ending<RunState>, results: readonly CheckResult[]): Ending<RunState> {
  const failed = results.find(({ outcome }) => outcome === 'failed');
  if (failed) {
    const message = `check "${failed.name}": ${failed.message}`;
    return { ...ending, state: 'failed', errorCode: 'check_failed', message };
  }
  const warning = results.find(({ outcome }) => outcome === 'warning');
  return warning ? { ...ending, message: `check "${warning.name}": ${warning.message}` } : ending;
}

async function contextOf(ending: Ending<RunState>, options: CheckRunOptions): Promise<CheckContext> {
  const { context, log, scope, cage, startedAt, durationMs, signal } = options;
  const { cwd } = scope.next();
  const personHome = context.environment['HOME'] ?? context.layout.root;
  const guard = createPathGuard({ personHome, cwd, roots: ['/'] });
  log.observe();
  return {
    clock: context.clock,
    startedAt,
    durationMs,
    exitCode: ending.exitCode,
    cwd,
    personHome,
    signal,
    readOutput: () => outputOf(log.files),
    runCommand: (command, limit) => runCommand(command, { ...options, cwd, ...limit }),
    async openFile(path) {
      const guarded = await guard.resolve(path);
      // Luka may read what the run may not: it must not tell it so.
      if (!(await cage.mayRead(guarded.real, cwd)))
        throw new LukaError('path_outside', { message: `${path} is hidden from this run` });
      return guard.openGuarded(guarded, constants.O_RDONLY | constants.O_NONBLOCK);
    },
    knowledge: createReportsKnowledge(context.layout.reports),
    async fetch(...request) {
      cage.checkBuiltin();
      return fetch(...request);
    },
  };
}

async function* outputOf(files: LogFiles): AsyncIterable<OutputPiece> {
  for (const stream of ['out', 'err'] as const)
    for await (const bytes of createReadStream(files[stream])) yield { stream, bytes: bytes as Buffer };
}

async function runCommand(
  command: CheckCommand,
  options: CheckRunOptions & { cwd: string; timeoutMs: number; signal: AbortSignal },
): Promise<CommandEnd> {
  const { attempt, context, log, scope, processes, cage, secrets, cwd, timeoutMs, signal } = options;
  const words = 'run' in command ? [context.programs.shell, '-c', command.run] : command.argv;
  const [program = '', ...args] = words;
  const printed = join(log.files.folder, `${attempt}.check`);
  const file = await open(printed, 'w+', 0o600);
  try {
    const values = scope.next();
    const outputFile = join(log.files.folder, `${attempt}.check.outputs`);
    const env = { ...scope.environmentOf({ run: '' }, values), LUKA_OUTPUT: outputFile };
    const caged = await cage.around([program, ...args], { cwd, env, outputFile });
    const child = await secrets.spawn({ ...caged, cwd, out: file.fd, err: file.fd });
    processes.add(child.pid);
    let timedOut = false;
    const cancel = context.clock.after(timeoutMs, () => {
      timedOut = true;
      processes.end();
    });
    const end = (): void => processes.end();
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    const { code, signal: by } = await child.exit;
    cancel();
    signal.removeEventListener('abort', end);
    await processes.ended();
    processes.settle(child.pid);
    await secrets.drained();
    if (code !== 0) await notePrinted(file, log);
    await rm(outputFile, { force: true });
    return { code, signal: by, timedOut };
  } finally {
    await file.close();
    await rm(printed, { force: true });
  }
}

/** Why a command failed is in what it printed. */
async function notePrinted(file: Awaited<ReturnType<typeof open>>, log: RunLog): Promise<void> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(PRINTED), 0, PRINTED, 0);
  const text = buffer.subarray(0, bytesRead).toString('utf8').trim();
  if (text !== '') log.note(text);
}
