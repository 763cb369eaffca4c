import type { GitStep } from '#shared/nouns/step.ts';
import type { StepRunner } from './step-runner.ts';

export const gitStep: StepRunner<GitStep> = {
  kind: 'git',
  plan: (step, scope) => ({
    kind: 'process',
    argv: ['git', step.git.action, ...(step.git.args ?? []).map((word) => scope.render(word))],
    // A question for a password would wait for ever: git(1) fails instead.
    env: { GIT_TERMINAL_PROMPT: '0' },
  }),
};
