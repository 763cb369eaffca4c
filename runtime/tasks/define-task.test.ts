import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { homeLayout } from '../home/layout.ts';
import { defineTask } from './define-task.ts';
import { createModuleProbe } from './module-probe.ts';
import { createTaskRegistry } from './task-registry.ts';

it('leaves a task as it is', () => {
  const task = { title: 'T', triggers: [{ every: '1h' }], run: () => 1 };
  expect(defineTask(task)).toBe(task);
});

it('makes a module a task, from the file to the registry', async () => {
  const layout = homeLayout(await mkdtemp(join(tmpdir(), 'luka-define-')));
  const probe = createModuleProbe({
    nodePath: process.execPath,
    hostProgram: join(import.meta.dirname, 'module-host.ts'),
  });
  const registry = createTaskRegistry({ layout, probe, onChange: () => undefined });
  try {
    await registry.start();
    await writeFile(
      join(layout.modules, 'tidy.mjs'),
      `import { defineTask } from ${JSON.stringify(join(import.meta.dirname, 'define-task.ts'))};
export default defineTask({
  title: 'Tidy',
  params: { days: { type: 'integer', default: 7 } },
  triggers: [{ cron: '0 3 * * *' }],
  run({ params }) { return { days: params.days }; },
});
`,
    );
    await registry.lint();
    expect(registry.get('tidy')).toMatchObject({
      source: 'module',
      findings: [],
      definition: { title: 'Tidy', triggers: [{ cron: '0 3 * * *' }], steps: [{ module: 'tidy.mjs' }] },
    });
    await writeFile(join(layout.modules, 'tidy.mjs'), 'export default { titel: "Tidy",\n  run() {} };\n');
    await registry.lint();
    expect(registry.get('tidy')?.findings).toMatchObject([{ code: 'task_invalid', line: 1, column: 18 }]);
  } finally {
    await registry.stop();
    await rm(layout.root, { recursive: true, force: true });
  }
});
