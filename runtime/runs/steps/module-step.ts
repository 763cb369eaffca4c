import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModuleStep } from '#shared/nouns/step.ts';
import { modulePath } from '../../tasks/module-path.ts';
import type { StepRunner, StepScope } from './step-runner.ts';

/** A module runs in a child: whatever it does to its process, it does not do to Luka's. */
export const moduleStep: StepRunner<ModuleStep> = {
  kind: 'module',
  async plan(step, scope, index) {
    const context = join(scope.scratch, `step-${index + 1}.context.json`);
    await writeFile(
      context,
      JSON.stringify({
        params: scope.params,
        with: renderDeep(step.with ?? {}, scope),
        run: scope.run,
        home: scope.layout.root,
        outputs: scope.outputs,
      }),
      { mode: 0o600 },
    );
    const mode = scope.run.cause.kind === 'manual' || scope.run.cause.kind === 'rerun' ? 'manual' : 'auto';
    return {
      kind: 'process',
      argv: [
        scope.programs.node,
        scope.programs.moduleHost,
        'run',
        modulePath(scope.layout.modules, step.module),
        step.function ?? '-',
        mode,
      ],
      env: { LUKA_CONTEXT: context },
    };
  },
};

function renderDeep(value: unknown, scope: StepScope): unknown {
  if (typeof value === 'string') return scope.render(value);
  if (Array.isArray(value)) return value.map((item) => renderDeep(item, scope));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renderDeep(item, scope)]));
  }
  return value;
}
