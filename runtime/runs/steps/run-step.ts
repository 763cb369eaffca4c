import type { RunStep } from '#shared/nouns/step.ts';
import type { StepRunner } from './step-runner.ts';

/** A shell line. Nothing is pasted into it: values reach it as environment variables. */
export const runStep: StepRunner<RunStep> = {
  kind: 'run',
  plan: (step, scope) => ({ kind: 'process', argv: [scope.programs.shell, '-c', step.run] }),
};
