import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { homeLayout } from '../home/layout.ts';
import { checkDefinition } from './check-definition.ts';
import { defineTask } from './define-task.ts';
import { createModuleProbe } from './module-probe.ts';
import { createTaskRegistry } from './task-registry.ts';

it('leaves a task as it is', () => {
  const task = { title: 'T', triggers: [{ every: '1h' }], run: () => 1 };
  expect(defineTask(task)).toBe(task);
});

it('knows what a task may say', () => {
  const run = () => 1;
  const task = defineTask({
    triggers: [
      { cron: '@daily', tz: 'UTC' },
      { file: '~/x', on: ['created'] },
      { after: 'a', on: 'any' },
      { wake: {} },
    ],
    overlap: { policy: 'queue', limit: 2 },
    catchUp: { sleep: 'skip', downtime: { all: { within: '2h' } } },
    retry: { times: 2, delay: 30, exitCodes: [75] },
    quarantine: false,
    conditions: { ac: true, network: 'nas.local', disk: { free: '1GB' } },
    blackout: [{ from: '22:00', to: '06:00', days: ['fri'] }],
    run,
  });
  // @ts-expect-error a policy that is none
  defineTask({ overlap: 'skpi', run });
  // @ts-expect-error a condition that is none
  defineTask({ conditions: { ac: 'yes' }, run });
  // @ts-expect-error two kinds in one trigger
  defineTask({ triggers: [{ every: '1h', volumes: 'x' }], run });
  // As it arrives from the process that imports it: without functions.
  const told = JSON.parse(JSON.stringify(task)) as Record<string, unknown>;
  expect(checkDefinition({ ...told, steps: [{ run: 'x' }] }, 'task').faults).toEqual([]);
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
