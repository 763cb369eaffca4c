/** One step of an attempt: from its row, which is durable before its process exists, to its end. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import { formatInterval } from '#shared/nouns/duration.ts';
import type { RunState, StepRunState } from '#shared/nouns/run.ts';
import type { Step } from '#shared/nouns/step.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { traceparentOf } from '../telemetry/traces/ids.ts';
import { exitFile, type AdoptedStep } from './adoption.ts';
import type { Ending } from './ending.ts';
import type { ExecutionContext } from './execution-context.ts';
import type { RunLog } from './logs/run-log.ts';
import { awaitStranger } from './processes/await-stranger.ts';
import { groupEnd } from './processes/end-tree.ts';
import { keepExit, readExit } from './processes/exit-keeper.ts';
import { processStart } from './processes/identity.ts';
import type { RunRow } from './records.ts';
import type { RunProcesses } from './run-processes.ts';
import type { StepCage } from './step-cage.ts';
import type { RunScope } from './run-scope.ts';
import type { StepKey } from './step-ledger.ts';
import { checkFolder, describeExit, describeFailure, spawnFailure, takeOutputs } from './step-results.ts';
import { planStep, stepName } from './steps/index.ts';
import type { RunSecrets } from './run-secrets.ts';
import { stepFolder, type BuiltinPlan, type ProcessPlan } from './steps/step-runner.ts';
import { limitTime } from './time-limit.ts';

/** How long output may take to arrive that is passed on by helpers. A background process may hold it open for ever. */
const DRAIN_MS = 500;

/** 128 and the number of SIGXCPU, which is 24 on Linux and macOS alike (signal(7)). */
const SIGXCPU_STATUS = 152;

/** Why a run is being ended from outside. */
export interface StopReason {
  /** `failed`: it used more than it may, or does not do what it is there for. */
  readonly state: Extract<RunState, 'cancelled' | 'timed_out' | 'interrupted' | 'failed'>;
  readonly message: string;
  /** What the run's end is called, where the state does not say. */
  readonly code?: ErrorCode | undefined;
}

export interface StepExecutionOptions {
  readonly row: RunRow;
  readonly definition: TaskDefinition;
  readonly context: ExecutionContext;
  readonly log: RunLog;
  readonly scope: RunScope;
  readonly processes: RunProcesses;
  /** Aborted when the run is being ended, for this reason. */
  readonly stopped: AbortSignal;
  readonly stopReason: () => StopReason | undefined;
  /** Whether the next Luka goes on with it. */
  readonly isLeft: () => boolean;
  /** What stands around the processes of its steps. */
  readonly cage: () => StepCage;
  readonly secrets: () => RunSecrets;
}

export class StepExecution {
  readonly #options: StepExecutionOptions;

  constructor(options: StepExecutionOptions) {
    this.#options = options;
  }

  /**
   * Never throws for what the step does; the ending says it, and is written down.
   * @param adopted where an earlier Luka started it
   */
  async execute(step: Step, index: number, adopted: AdoptedStep | undefined): Promise<Ending<StepRunState>> {
    const { row, context, log, scope, processes, stopped, stopReason, isLeft } = this.#options;
    const key = { run: row.id, attempt: row.attempt, index };
    const outputFile = join(log.files.folder, `${key.attempt}.step-${index + 1}.outputs`);
    let ending: Ending<StepRunState>;
    let outputs: Record<string, string> | undefined;
    let timedOut = false;
    const tooLong = new AbortController();
    let cancelTimer: (() => void) | undefined;
    try {
      if (step.timeout !== undefined) {
        const limit = step.timeout;
        cancelTimer = limitTime(context.clock, limit, adopted?.startedAt, () => {
          timedOut = true;
          tooLong.abort();
          log.note(`the step took longer than ${formatInterval(limit)}: ending it`);
          processes.end();
        });
      }
      const signal = AbortSignal.any([stopped, tooLong.signal]);
      ending = adopted
        ? await this.#follow(adopted, key, signal)
        : await this.#start(step, key, outputFile, signal);
      if (ending.state === 'succeeded' && !isLeft())
        outputs = await takeOutputs(outputFile, (text) => this.#options.secrets().mask(text));
      if (outputs) scope.keepOutputs(step.id, outputs);
    } catch (error) {
      ending = describeFailure(error);
    } finally {
      cancelTimer?.();
    }
    // The next Luka reads it from where it was kept.
    if (isLeft()) return ending;
    const reason = stopReason();
    if (timedOut) {
      await processes.ended();
      const message = `took longer than ${formatInterval(step.timeout ?? 0)}`;
      ending = { ...ending, state: 'timed_out', message };
    } else if (reason) {
      const state = reason.state === 'timed_out' ? 'cancelled' : reason.state;
      ending = { ...ending, state, message: reason.message };
    }
    log.observe();
    if (ending.state === 'failed' && ending.message) log.note(`step ${index + 1} failed: ${ending.message}`);
    context.ledger.steps.finish(key, ending, outputs);
    return ending;
  }

  /** What a step traces by itself hangs below its span. A task that names a trace of its own keeps it. */
  #traceVariables({ attempt, index }: StepKey): Record<string, string> {
    const { row, context } = this.#options;
    if (context.traced?.() !== true) return {};
    const run = { id: row.id, queuedAt: row.queued_at };
    return { TRACEPARENT: traceparentOf(context.layout.root, run, { attempt, index }) };
  }

  async #start(
    step: Step,
    key: StepKey,
    outputFile: string,
    signal: AbortSignal,
  ): Promise<Ending<StepRunState>> {
    const { definition, context, log, scope } = this.#options;
    const { store, ledger } = context;
    const values = scope.next();
    if (scope.usesScratch) await mkdir(scope.scratch, { recursive: true, mode: 0o700 });
    const plan = await planStep(step, values, key.index);
    const cwd = stepFolder(step, values);
    const command = plan.kind === 'process' ? (plan.command ?? plan.argv) : plan.command;
    ledger.steps.start(key, command, cwd);
    if (definition.steps.length > 1)
      log.note(`step ${key.index + 1} of ${definition.steps.length}: ${stepName(step)}`);
    await Promise.all([store.durable(), checkFolder(cwd)]);
    if (signal.aborted) return { state: 'cancelled' };
    if (plan.kind === 'builtin') {
      this.#options.cage().checkBuiltin();
      return this.#executeBuiltin(plan, signal);
    }
    const env = {
      ...this.#traceVariables(key),
      ...scope.environmentOf(step, values),
      ...plan.env,
      LUKA_OUTPUT: outputFile,
    };
    return this.#runProcess(plan, { key, cwd, env, outputFile, signal });
  }

  async #runProcess(
    plan: ProcessPlan,
    start: {
      key: StepKey;
      cwd: string;
      env: Record<string, string>;
      outputFile: string;
      signal: AbortSignal;
    },
  ): Promise<Ending<StepRunState>> {
    const { definition, context, log, scope, processes } = this.#options;
    const { key, cwd, outputFile } = start;
    const { argv: caged, env } = await this.#options
      .cage()
      .around(plan.argv, { cwd, env: start.env, outputFile });
    // A task whose processes are waited for after a crash needs an exit status that somebody else than Luka knows.
    const argv = definition.orphans === 'adopt' ? keepExit(caged, exitFile(scope.scratch, key)) : caged;
    let child;
    try {
      child = await this.#options.secrets().spawn({ argv, cwd, env, out: log.fds.out, err: log.fds.err });
    } catch (error) {
      return spawnFailure(error, plan.argv[0]);
    }
    processes.add(child.pid);
    // The stop or the time-out may have come while the process was being made.
    if (start.signal.aborted) processes.end();
    log.watch();
    context.ledger.steps.identify(key, child.pid, await processStart(child.pid));
    const { code, signal } = await child.exit;
    if (plan.drains) await groupEnd(child.pid, DRAIN_MS, context.clock);
    processes.settle(child.pid);
    // A process that goes on behind the step may hold the output open: it is not waited for long.
    await this.#options.secrets().drained(DRAIN_MS);
    // The kernel's own limit on time on the processor (setrlimit(2)); bubblewrap and shells tell a signal as 128 and its number.
    if (signal === 'SIGXCPU' || code === SIGXCPU_STATUS)
      return {
        state: 'failed',
        errorCode: 'limit_exceeded',
        message: 'it used more time on the processor than it may',
      };
    return describeExit(code, signal);
  }

  /** What Luka does itself writes straight into the log: secrets are taken out on the way. */
  async #executeBuiltin(plan: BuiltinPlan, signal: AbortSignal): Promise<Ending<StepRunState>> {
    const { log, secrets } = this.#options;
    const maskers = { out: secrets().masker(), err: secrets().masker() };
    const put = (stream: 'out' | 'err', bytes: Uint8Array): void => {
      if (bytes.length > 0) log.write(stream, bytes);
    };
    const ending = await plan.execute({
      signal,
      write: (stream, text) => {
        const bytes = Buffer.from(text);
        put(stream, maskers[stream]?.push(bytes) ?? bytes);
      },
    });
    for (const stream of ['out', 'err'] as const) put(stream, maskers[stream]?.end() ?? new Uint8Array());
    return ending.message === undefined ? ending : { ...ending, message: secrets().mask(ending.message) };
  }

  /** Waits for the process of an earlier Luka; one that has ended meanwhile has only to be told how. */
  async #follow({ process }: AdoptedStep, key: StepKey, signal: AbortSignal): Promise<Ending<StepRunState>> {
    const { context, log, scope, processes } = this.#options;
    if (process) {
      processes.adopt(process);
      if (signal.aborted) processes.end();
      log.watch();
      await awaitStranger(process, context.clock);
      await groupEnd(process.pid, DRAIN_MS, context.clock);
      processes.settle(process.pid);
    }
    const code = await readExit(exitFile(scope.scratch, key));
    if (code !== undefined) return describeExit(code, null);
    return { state: 'failed', errorCode: 'exit_unknown', message: 'how it ended is not known' };
  }
}
