/** What the steps of a run see: parameters, outputs of the steps before, folders, environment. */
import { join, resolve } from 'node:path';
import type { ParamValues } from '#shared/nouns/param.ts';
import type { Step } from '#shared/nouns/step.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';
import { outputVariable, paramVariable } from '../tasks/environment-names.ts';
import { renderTemplate } from '../tasks/template.ts';
import { fillHeader, fillVariables } from '../safety/secrets/secret-references.ts';
import type { ExecutionContext } from './execution-context.ts';
import { runMark, type RunMark } from './processes/run-mark.ts';
import type { RunRow } from './records.ts';
import { expandHome } from './step-results.ts';
import type { StepScope } from './steps/step-runner.ts';

export class RunScope {
  readonly mark: RunMark;
  /** A folder of this run for inline code and exit statuses. */
  readonly scratch: string;
  readonly #row: RunRow;
  readonly #definition: TaskDefinition;
  readonly #context: Pick<ExecutionContext, 'layout' | 'programs' | 'environment'>;
  readonly #outputs: Record<string, Record<string, string>> = {};

  constructor(row: RunRow, definition: TaskDefinition, context: ExecutionContext) {
    this.#row = row;
    this.#definition = definition;
    this.#context = context;
    this.mark = runMark(context.layout.root, row.id);
    this.scratch = join(context.layout.scratch, String(row.id));
  }

  /** By name; set before the first step. */
  secrets: ReadonlyMap<string, string> = new Map();
  /** A confined run always has need of it. */
  needsScratch = false;

  /** Whether the run has need of that folder. */
  get usesScratch(): boolean {
    if (this.needsScratch) return true;
    const { orphans, steps } = this.#definition;
    return orphans === 'adopt' || steps.some((step) => 'node' in step || 'module' in step);
  }

  /** What a step gave to later ones; without an id nobody can ask for it. */
  keepOutputs(step: string | undefined, outputs: Record<string, string>): void {
    if (step !== undefined) this.#outputs[step] = outputs;
  }

  /** For the step that comes now. @throws LukaError where the task's cwd cannot be made out */
  next(): StepScope {
    const { layout, programs, environment } = this.#context;
    const { id, task, title } = this.#row;
    const params = JSON.parse(this.#row.params) as ParamValues;
    const cause = JSON.parse(this.#row.cause) as RunCause;
    const values = { params, steps: this.#outputs, run: { id, home: layout.root } };
    const render = (text: string) => renderTemplate(text, values);
    const cwd =
      this.#definition.cwd === undefined
        ? (environment['HOME'] ?? layout.root)
        : expandHome(render(this.#definition.cwd), environment['HOME']);
    const run = { id, task: task ?? undefined, title, cause };
    const renderHeader = (value: string) => fillHeader(value, this.secrets, render);
    return {
      run,
      params,
      outputs: this.#outputs,
      layout,
      scratch: this.scratch,
      cwd,
      place: (path, from) => resolve(from, expandHome(path, environment['HOME'])),
      programs,
      render,
      renderHeader,
    };
  }

  environmentOf(step: Step, scope: StepScope): Record<string, string> {
    const env: Record<string, string> = { ...this.#context.environment };
    for (const [name, value] of Object.entries(scope.params)) env[paramVariable(name)] = String(value);
    for (const [id, outputs] of Object.entries(scope.outputs)) {
      for (const [key, value] of Object.entries(outputs)) env[outputVariable(id, key)] = value;
    }
    Object.assign(
      env,
      fillVariables({ ...this.#definition.env, ...step.env }, this.secrets, (text) => scope.render(text)),
    );
    env['LUKA_RUN_ID'] = String(scope.run.id);
    env[this.mark.name] = this.mark.value;
    env['LUKA_HOME'] = this.#context.layout.root;
    if (scope.run.task !== undefined) env['LUKA_TASK'] = scope.run.task;
    const { scheduledFor, subject } = scope.run.cause;
    if (scheduledFor !== undefined) env['LUKA_SCHEDULED_FOR'] = scheduledFor;
    if (subject !== undefined) env['LUKA_SUBJECT'] = subject;
    return env;
  }
}
