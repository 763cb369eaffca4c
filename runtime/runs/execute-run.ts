/**
 * One run from its first step to its end. Each step's row is durable before its process exists; the end is durable
 * before anyone hears of it.
 */
import { mkdir, rm } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { formatInterval } from '#shared/nouns/duration.ts';
import type { ParamValues } from '#shared/nouns/param.ts';
import type { RunState, StepRunState } from '#shared/nouns/run.ts';
import type { Step } from '#shared/nouns/step.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';
import type { Clock } from '../clock.ts';
import type { HomeLayout } from '../home/layout.ts';
import type { Store } from '../store/store.ts';
import { outputVariable, paramVariable } from '../tasks/environment-names.ts';
import { renderTemplate } from '../tasks/template.ts';
import type { RunLog } from './logs/run-log.ts';
import { endTree, groupEnd, groupExists } from './processes/end-tree.ts';
import { processStart } from './processes/identity.ts';
import { runMark, type RunMark } from './processes/run-mark.ts';
import type { ProcessSpawner } from './processes/spawn.ts';
import type { Ending, RunLedger } from './run-ledger.ts';
import type { RunRow } from './records.ts';
import { checkFolder, describeFailure, expandHome, spawnFailure, takeOutputs } from './step-results.ts';
import { planStep, stepName } from './steps/index.ts';
import type { StepPrograms, StepScope } from './steps/step-runner.ts';

export interface ExecutionContext {
  readonly store: Store;
  readonly ledger: RunLedger;
  readonly clock: Clock;
  readonly layout: HomeLayout;
  readonly spawn: ProcessSpawner;
  readonly programs: StepPrograms;
  readonly environment: Readonly<Record<string, string>>;
  readonly defaultGraceMs: () => number;
}

/** How long output may take to arrive that is passed on by helpers. A background process may hold it open for ever. */
const DRAIN_MS = 500;

/** Why a run is being ended from outside. */
export interface StopReason {
  readonly state: Extract<RunState, 'cancelled' | 'timed_out' | 'interrupted'>;
  readonly message: string;
}

export class RunExecution {
  readonly id: number;
  readonly task: string | undefined;
  readonly #row: RunRow;
  readonly #definition: TaskDefinition;
  readonly #context: ExecutionContext;
  readonly #log: RunLog;
  readonly #abort = new AbortController();
  readonly #groups = new Set<number>();
  readonly #outputs: Record<string, Record<string, string>> = {};
  #stopReason: StopReason | undefined;
  #ending: Promise<void> | undefined;
  /** All steps are over: there is nothing left to stop. */
  #ended = false;

  constructor(row: RunRow, definition: TaskDefinition, log: RunLog, context: ExecutionContext) {
    this.id = row.id;
    this.task = row.task ?? undefined;
    this.#row = row;
    this.#definition = definition;
    this.#log = log;
    this.#context = context;
  }

  get stopping(): boolean {
    return this.#stopReason !== undefined;
  }

  /** Ends everything the run started; `execute` then returns with this reason. The first reason stands. */
  stop(reason: StopReason): void {
    if (this.#stopReason || this.#ended) return;
    this.#stopReason = reason;
    this.#log.note(reason.message);
    this.#abort.abort();
    this.#endProcesses();
  }

  /** Runs all steps. Never throws for what a step does; the ending says it. */
  async execute(): Promise<Ending<RunState>> {
    const { clock } = this.#context;
    const limit = this.#definition.timeout;
    const cancelTimer =
      limit === undefined
        ? undefined
        : clock.after(limit, () =>
            this.stop({
              state: 'timed_out',
              message: `the run took longer than ${formatInterval(limit)}: ending it`,
            }),
          );
    try {
      return await this.#steps();
    } finally {
      this.#ended = true;
      cancelTimer?.();
      await this.#cleanUp();
    }
  }

  async #steps(): Promise<Ending<RunState>> {
    let warning: string | undefined;
    for (const [index, step] of this.#definition.steps.entries()) {
      if (this.#stopReason) break;
      const ending = await this.#step(step, index);
      if (this.#stopReason) break;
      if (ending.state === 'succeeded') continue;
      const name = stepName(step);
      if (step.optional) {
        warning = `optional step ${index + 1} (${name}) failed: ${ending.message ?? ending.state}`;
        this.#log.note(warning);
        continue;
      }
      return {
        state: ending.state === 'timed_out' ? 'timed_out' : 'failed',
        exitCode: ending.exitCode,
        signal: ending.signal,
        errorCode: ending.errorCode ?? (ending.state === 'timed_out' ? 'step_timed_out' : 'step_failed'),
        message: `step ${index + 1} (${name}): ${ending.message ?? ending.state}`,
      };
    }
    if (this.#stopReason) {
      const { state, message } = this.#stopReason;
      await this.#ending;
      const errorCode =
        state === 'timed_out' ? 'step_timed_out' : state === 'interrupted' ? 'run_interrupted' : undefined;
      return { state, message, errorCode };
    }
    return { state: 'succeeded', exitCode: 0, message: warning };
  }

  async #step(step: Step, index: number): Promise<Ending<StepRunState>> {
    const { ledger, clock } = this.#context;
    const outputFile = join(this.#log.files.folder, `step-${index + 1}.outputs`);
    let ending: Ending<StepRunState>;
    let outputs: Record<string, string> | undefined;
    let timedOut = false;
    const tooLong = new AbortController();
    let cancelTimer: (() => void) | undefined;
    try {
      if (step.timeout !== undefined) {
        const limit = step.timeout;
        cancelTimer = clock.after(limit, () => {
          timedOut = true;
          tooLong.abort();
          this.#log.note(`the step took longer than ${formatInterval(limit)}: ending it`);
          this.#endProcesses();
        });
      }
      ending = await this.#runStep(step, index, outputFile, tooLong.signal);
      if (ending.state === 'succeeded') outputs = await takeOutputs(outputFile);
      if (outputs && step.id !== undefined) this.#outputs[step.id] = outputs;
    } catch (error) {
      ending = describeFailure(error);
    } finally {
      cancelTimer?.();
    }
    if (timedOut) {
      await this.#ending;
      this.#ending = undefined;
      ending = {
        ...ending,
        state: 'timed_out',
        message: `took longer than ${formatInterval(step.timeout ?? 0)}`,
      };
    } else if (this.#stopReason) {
      ending = {
        ...ending,
        state: this.#stopReason.state === 'interrupted' ? 'interrupted' : 'cancelled',
        message: this.#stopReason.message,
      };
    }
    this.#log.observe();
    if (ending.state === 'failed' && ending.message)
      this.#log.note(`step ${index + 1} failed: ${ending.message}`);
    ledger.finishStep(this.id, index, ending, outputs);
    return ending;
  }

  async #runStep(
    step: Step,
    index: number,
    outputFile: string,
    tooLong: AbortSignal,
  ): Promise<Ending<StepRunState>> {
    const { store, ledger, spawn } = this.#context;
    const scope = this.#scope();
    if ('node' in step || 'module' in step) await mkdir(this.#scratch, { recursive: true, mode: 0o700 });
    const plan = await planStep(step, scope, index);
    const cwd = this.#folderOf(step, scope);
    const command = plan.kind === 'process' ? (plan.command ?? plan.argv) : plan.command;
    ledger.startStep(this.id, index, command, cwd);
    if (this.#definition.steps.length > 1)
      this.#log.note(`step ${index + 1} of ${this.#definition.steps.length}: ${stepName(step)}`);
    await Promise.all([store.durable(), checkFolder(cwd)]);
    if (this.#abort.signal.aborted || tooLong.aborted) return { state: 'cancelled' };
    if (plan.kind === 'builtin') {
      const signal = AbortSignal.any([this.#abort.signal, tooLong]);
      return plan.execute({ signal, write: (stream, text) => this.#log.write(stream, Buffer.from(text)) });
    }
    const env = { ...this.#environment(step, scope), ...plan.env, LUKA_OUTPUT: outputFile };
    let child;
    try {
      child = await spawn({ argv: plan.argv, cwd, env, out: this.#log.fds.out, err: this.#log.fds.err });
    } catch (error) {
      return spawnFailure(error, plan.argv[0]);
    }
    this.#groups.add(child.pid);
    // The stop or the time-out may have come while the process was being made.
    if (this.#abort.signal.aborted || tooLong.aborted) this.#endProcesses();
    this.#log.watch();
    ledger.identifyStep(this.id, index, child.pid, await processStart(child.pid));
    const { code, signal } = await child.exit;
    if (plan.drains) await groupEnd(child.pid, DRAIN_MS, this.#context.clock);
    if (!groupExists(child.pid)) this.#groups.delete(child.pid);
    if (code === 0) return { state: 'succeeded', exitCode: 0 };
    return code === null
      ? { state: 'failed', signal: signal ?? undefined, message: `ended by ${signal}` }
      : { state: 'failed', exitCode: code, message: `ended with exit code ${code}` };
  }

  get #mark(): RunMark {
    return runMark(this.#context.layout.root, this.id);
  }

  get #scratch(): string {
    return join(this.#context.layout.scratch, String(this.id));
  }

  #scope(): StepScope {
    const { layout, programs } = this.#context;
    const params = JSON.parse(this.#row.params) as ParamValues;
    const run = {
      id: this.id,
      task: this.task,
      title: this.#row.title,
      cause: JSON.parse(this.#row.cause) as RunCause,
    };
    const values = { params, steps: this.#outputs, run: { id: this.id, home: layout.root } };
    const render = (text: string) => renderTemplate(text, values);
    const cwd =
      this.#definition.cwd === undefined
        ? (this.#context.environment['HOME'] ?? layout.root)
        : expandHome(render(this.#definition.cwd), this.#context.environment['HOME']);
    return { run, params, outputs: this.#outputs, layout, scratch: this.#scratch, cwd, programs, render };
  }

  #folderOf(step: Step, scope: StepScope): string {
    const own =
      step.cwd === undefined
        ? scope.cwd
        : expandHome(scope.render(step.cwd), this.#context.environment['HOME']);
    return isAbsolute(own) ? own : resolve(scope.cwd, own);
  }

  #environment(step: Step, scope: StepScope): Record<string, string> {
    const env: Record<string, string> = { ...this.#context.environment };
    for (const [name, value] of Object.entries(scope.params)) env[paramVariable(name)] = String(value);
    for (const [id, outputs] of Object.entries(scope.outputs)) {
      for (const [key, value] of Object.entries(outputs)) env[outputVariable(id, key)] = value;
    }
    for (const [name, value] of Object.entries({ ...this.#definition.env, ...step.env }))
      env[name] = scope.render(value);
    env['LUKA_RUN_ID'] = String(this.id);
    env[this.#mark.name] = this.#mark.value;
    env['LUKA_HOME'] = this.#context.layout.root;
    if (this.task !== undefined) env['LUKA_TASK'] = this.task;
    return env;
  }

  /** One ending at a time; asking again while it goes on joins it. */
  #endProcesses(): void {
    if (this.#groups.size === 0) return;
    const graceMs = this.#definition.grace ?? this.#context.defaultGraceMs();
    this.#ending ??= endTree({
      groups: this.#groups,
      mark: this.#mark.text,
      graceMs,
      clock: this.#context.clock,
    }).then(
      ({ left }) => {
        if (left.length > 0) this.#log.note(`these processes would not end: ${left.join(', ')}`);
      },
      (error: unknown) => this.#log.note(`ending the processes failed: ${String(error)}`),
    );
  }

  /** What a run started does not outlive it: a step may leave a server for the next step, a run leaves nothing. */
  async #cleanUp(): Promise<void> {
    await this.#ending;
    try {
      await this.#leaveNothing();
    } catch (error) {
      // The run has its result; what could not be cleared away does not change it.
      this.#log.note(`clearing up failed: ${String(error)}`);
    }
  }

  async #leaveNothing(): Promise<void> {
    for (const group of this.#groups) if (!groupExists(group)) this.#groups.delete(group);
    if (this.#groups.size > 0) {
      const { ended, left } = await endTree({
        groups: this.#groups,
        mark: this.#mark.text,
        graceMs: 1_000,
        clock: this.#context.clock,
      });
      if (ended > 0)
        this.#log.note(`ended ${ended} ${ended === 1 ? 'process' : 'processes'} that the run left behind`);
      if (left.length > 0) this.#log.note(`these processes would not end: ${left.join(', ')}`);
    }
    if (this.#definition.steps.some((step) => 'node' in step || 'module' in step))
      await rm(this.#scratch, { recursive: true, force: true });
  }
}
