import { stepKind, type Step, type StepKind } from '#shared/nouns/step.ts';
import { argvStep } from './argv-step.ts';
import { gitStep } from './git-step.ts';
import { httpStep } from './http-step.ts';
import { moduleStep } from './module-step.ts';
import { nodeStep } from './node-step.ts';
import { runStep } from './run-step.ts';
import type { StepPlan, StepRunner, StepScope } from './step-runner.ts';

const RUNNERS: { readonly [K in StepKind]: StepRunner<Extract<Step, Record<K, unknown>>> } = {
  run: runStep,
  argv: argvStep,
  module: moduleStep,
  node: nodeStep,
  git: gitStep,
  http: httpStep,
};

export async function planStep(step: Step, scope: StepScope, index: number): Promise<StepPlan> {
  const runner = RUNNERS[stepKind(step)] as StepRunner;
  return runner.plan(step, scope, index);
}

/** What a step is called where its author gave it no name. */
export function stepName(step: Step): string {
  if (step.name !== undefined) return step.name;
  if (step.id !== undefined) return step.id;
  if ('run' in step) return firstLine(step.run);
  if ('argv' in step) return step.argv.join(' ');
  if ('module' in step) return step.function === undefined ? step.module : `${step.module} ${step.function}`;
  if ('node' in step) return 'file' in step.node ? `node ${step.node.file}` : 'node code';
  if ('git' in step) return ['git', step.git.action, ...(step.git.args ?? [])].join(' ');
  return `${step.http.method ?? 'GET'} ${step.http.url}`;
}

function firstLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  const first = (lines[0] ?? text).trim();
  return first.length > 80 || lines.length > 1 ? `${first.slice(0, 80)}…` : first;
}
