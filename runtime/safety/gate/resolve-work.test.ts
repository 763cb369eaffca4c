/** The gate looks at the file that will run, and at no other. */
import { describe, expect, it } from 'vitest';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { homeLayout } from '../../home/layout.ts';
import type { ExecutionContext } from '../../runs/execution-context.ts';
import type { RunRow } from '../../runs/records.ts';
import { RunScope } from '../../runs/run-scope.ts';
import { planStep } from '../../runs/steps/index.ts';
import { resolveSteps } from './resolve-work.ts';

const PLACES = { personHome: '/home/me', lukaHome: '/luka', modules: '/luka/modules', shell: '/bin/sh' };

/** Task's folder, step's folder, what the step names, and what that is. */
const FILES: readonly (readonly [string | undefined, string | undefined, string, string])[] = [
  [undefined, undefined, 'say.mjs', '/home/me/say.mjs'],
  ['~/project', undefined, 'say.mjs', '/home/me/project/say.mjs'],
  ['~/project', 'tools', 'say.mjs', '/home/me/project/tools/say.mjs'],
  ['~/project', '~/other', '../say.mjs', '/home/me/say.mjs'],
  ['~/project', '/opt', '~/bin/say.mjs', '/home/me/bin/say.mjs'],
  ['~/project', '/opt', '/srv/say.mjs', '/srv/say.mjs'],
  ['~/project', '${{ params.where }}', 'say.mjs', '/home/me/project/below/say.mjs'],
  [undefined, undefined, '${{ params.where }}/say.mjs', '/home/me/below/say.mjs'],
];

describe('the file of a node step', () => {
  it.each(FILES)('of a task in %s, a step in %s and %s', async (cwd, own, file, expected) => {
    const definition: TaskDefinition = {
      ...(cwd === undefined ? {} : { cwd }),
      params: { where: { type: 'string' } },
      steps: [{ ...(own === undefined ? {} : { cwd: own }), node: { file } }],
    };
    const params = { where: 'below' };
    const [judged] = resolveSteps(definition, params, PLACES);
    expect(judged?.action).toEqual({ kind: 'file', file: { text: expected, known: true }, args: [] });

    const row = { id: 1, task: 'a', title: 'A', params: JSON.stringify(params), cause: '{}' } as RunRow;
    const context = {
      layout: homeLayout(PLACES.lukaHome),
      programs: { node: '/node' },
      environment: { HOME: PLACES.personHome },
    } as unknown as ExecutionContext;
    const scope = new RunScope(row, definition, context).next();
    expect(await planStep(definition.steps[0]!, scope, 0)).toMatchObject({ argv: ['/node', expected] });
  });
});
