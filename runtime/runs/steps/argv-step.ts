import type { ArgvStep } from '#shared/nouns/step.ts';
import type { StepRunner } from './step-runner.ts';

export const argvStep: StepRunner<ArgvStep> = {
  kind: 'argv',
  plan(step, scope) {
    const [program = '', ...args] = step.argv.map((word) => scope.render(word));
    return { kind: 'process', argv: [program, ...args] };
  },
};
