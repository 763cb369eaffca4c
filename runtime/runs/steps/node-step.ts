import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NodeStep } from '#shared/nouns/step.ts';
import { stepFolder, type StepRunner } from './step-runner.ts';

/**
 * JavaScript, inline or from a file. Inline code is written to a file without a package.json beside it, so that Node
 * tells CommonJS from ES modules by its syntax (https://nodejs.org/api/packages.html#syntax-detection).
 */
export const nodeStep: StepRunner<NodeStep> = {
  kind: 'node',
  async plan(step, scope, index) {
    const args = (step.node.args ?? []).map((word) => scope.render(word));
    if ('file' in step.node) {
      const file = scope.place(scope.render(step.node.file), stepFolder(step, scope));
      return { kind: 'process', argv: [scope.programs.node, file, ...args] };
    }
    const file = join(scope.scratch, `step-${index + 1}.js`);
    await writeFile(file, step.node.code, { mode: 0o600 });
    return {
      kind: 'process',
      argv: [scope.programs.node, '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', file, ...args],
    };
  },
};
