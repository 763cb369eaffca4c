import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ParamValues } from '#shared/nouns/param.ts';
import type { Step } from '#shared/nouns/step.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { readOrderText } from '../../queue/work-order.ts';
import { parseTask } from '../../tasks/parse-task.ts';
import type { WorkAction } from '../work.ts';
import { assessWork } from './assess-work.ts';
import { scoreOf } from './score.ts';
import { readerOf, shellStep, stepOf, workOf } from './testing.ts';

const ROOT = join(import.meta.dirname, '../../..');
const LEGACY = join(ROOT, 'runtime/queue/fixtures/legacy');
const REFUSED = new Set(['13-unknown-skill.json', '20-steps-broken.json', 'expected.json']);
const ORDERS = (await readdir(LEGACY)).filter((name) => !REFUSED.has(name));
const MODULES = '/Users/pat/Library/Application Support/Luka/modules';

const known = (text: string) => ({ text, known: true });

function actionOf(step: Step): WorkAction {
  if ('run' in step) return { kind: 'shell', script: step.run, shell: '/bin/bash' };
  if ('argv' in step) return { kind: 'argv', argv: step.argv.map(known) };
  if ('git' in step)
    return { kind: 'argv', argv: ['git', step.git.action, ...(step.git.args ?? [])].map(known) };
  if ('module' in step) return { kind: 'file', file: known(`${MODULES}/${step.module}`), args: [] };
  if ('node' in step)
    return 'code' in step.node
      ? { kind: 'code', code: step.node.code }
      : { kind: 'file', file: known(step.node.file), args: [] };
  return { kind: 'http', method: step.http.method ?? 'GET', url: known(step.http.url), sends: false };
}

async function scoreFor(
  definition: TaskDefinition,
  files: Record<string, string> = {},
  params: ParamValues = {},
) {
  const env = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [`PARAM_${name.toUpperCase()}`, String(value)]),
  );
  const steps = definition.steps.map((step) =>
    stepOf(actionOf(step), { cwd: known(step.cwd ?? definition.cwd ?? '/Users/pat'), env }),
  );
  const { reasons } = await assessWork(
    workOf(steps, 'agent', { risk: definition.risk, writable: ['/Users/pat'] }),
    readerOf(files),
  );
  return { score: scoreOf(reasons), effects: reasons.filter(({ effect }) => effect) };
}

describe('an agent may start unasked', () => {
  it('all legacy orders that run', () => {
    expect(ORDERS).toHaveLength(18);
  });

  it.each(ORDERS)('the legacy order %s', async (name) => {
    const { work } = readOrderText(await readFile(join(LEGACY, name), 'utf8'), name);
    if (work.kind !== 'definition') throw new Error('an order that names a task');
    const { score, effects } = await scoreFor(work.definition);
    expect(effects).toEqual([]);
    expect(score).toBeLessThan(40);
  });

  it.each(['disk-space-watch.yaml', 'downloads-digest.yaml', 'system-report.yaml'])(
    'the sample %s',
    async (name) => {
      const samples = join(ROOT, 'assets/samples');
      const module = await readFile(join(samples, 'modules/system-report.mjs'), 'utf8');
      const { definition } = parseTask(await readFile(join(samples, name), 'utf8'), name);
      const { score, effects } = await scoreFor(definition!, { [`${MODULES}/system-report.mjs`]: module });
      expect(effects).toEqual([]);
      expect(score).toBeLessThan(40);
    },
  );
});

describe('what stands before the work', () => {
  const score = async (
    ...args: Parameters<typeof workOf> extends [unknown, ...infer Rest] ? Rest : never
  ) => {
    const { reasons } = await assessWork(workOf([shellStep('date')], ...args), readerOf());
    return { score: scoreOf(reasons), asks: reasons.some(({ effect }) => effect === 'ask') };
  };

  it('is nothing for a person', async () => {
    expect(await score('person')).toEqual({ score: 0, asks: false });
  });

  it('is the risk that its author declares', async () => {
    expect(await score('person', { risk: 'medium' })).toEqual({ score: 15, asks: false });
    expect(await score('person', { risk: 'high' })).toEqual({ score: 55, asks: false });
    expect((await score('agent', { risk: 'high' })).asks).toBe(true);
    expect((await score('schedule', { risk: 'high' })).asks).toBe(true);
    expect(await score('person', { risk: 'critical' })).toEqual({ score: 75, asks: true });
    expect(await score('person', { risk: undefined })).toEqual({ score: 0, asks: false });
  });

  it('is who asks, and what was before', async () => {
    const ran = { succeeded: 5, changedSinceApproval: false, failuresInRow: 0 };
    expect((await score('agent', { history: ran })).score).toBe(10);
    expect((await score('schedule', { history: ran })).score).toBe(0);
    expect((await score('schedule')).score).toBe(5);
    expect((await score('schedule', { history: { ...ran, changedSinceApproval: true } })).score).toBe(12);
    expect((await score('schedule', { history: { ...ran, failuresInRow: 4 } })).score).toBe(12);
  });
});
