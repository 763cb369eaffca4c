/** Work orders: files dropped into the inbox become runs, seen live, and end in `done` or `failed` with a result. */
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from './luka-test.ts';
import { dropOrder, openGate, waitAt } from './support/home.ts';

const LEGACY = fileURLToPath(new URL('../runtime/queue/fixtures/legacy/', import.meta.url));

test.use({ tasks: {} });

/** Names in a folder of the queue, without the stamp that a claim puts before them. */
async function namesIn(home: string, folder: 'inbox' | 'running' | 'done' | 'failed'): Promise<string[]> {
  const names = await readdir(join(home, 'queue', folder));
  return names.map((name) => name.replace(/^\d{8}T\d{6}-[0-9a-f]{6}-/, '')).sort();
}

async function resultOf(
  home: string,
  folder: 'done' | 'failed',
  name: string,
): Promise<Record<string, unknown>> {
  const path = join(home, 'queue', folder);
  const file = (await readdir(path)).find((each) => each.endsWith(`-${name}.result.json`));
  if (file === undefined) throw new Error(`there is no result of ${name} in ${folder}`);
  return JSON.parse(await readFile(join(path, file), 'utf8')) as Record<string, unknown>;
}

test('a dropped file becomes a run that the open list shows', async ({ ui, home }) => {
  await ui.shell.goTo('Runs');
  const order = {
    id: 'wo-greet',
    title: 'Greet from the queue',
    steps: [{ skill: 'bash', args: `echo greetings; ${waitAt('greet')}` }],
  };
  await dropOrder(home, 'greet.json', JSON.stringify(order));
  const row = ui.runs.rowsOf('Greet from the queue');
  await expect(row).toContainText('Running');
  await expect(row).toContainText('greet.json');
  await row.click();
  await expect(ui.run.log.line('greetings')).toBeVisible();
  await expect(ui.run.fact('Work order')).toHaveText('wo-greet');
  expect(await namesIn(home, 'running')).toEqual(['greet.json']);
  await openGate(home, 'greet');
  await expect(ui.run.state).toHaveText('Succeeded');
  await expect.poll(() => namesIn(home, 'done')).toEqual(['greet.json', 'greet.json.result.json']);
  expect(await resultOf(home, 'done', 'greet.json')).toMatchObject({
    order: 'wo-greet',
    state: 'succeeded',
    exitCode: 0,
  });
  expect(ui.shell.loads()).toBe(0);
});

test.describe('orders of older shapes', () => {
  let probed: Server;
  test.beforeEach(async () => {
    probed = createServer((_, response) => response.end('well')).listen(0, '127.0.0.1');
    await once(probed, 'listening');
  });
  test.afterEach(() => probed.close());

  test('all twenty are taken, and each ends where it should, beside its result', async ({
    ui,
    home,
    asked,
  }) => {
    test.slow();
    const expected = JSON.parse(await readFile(join(LEGACY, 'expected.json'), 'utf8')) as Record<
      string,
      'done' | 'failed'
    >;
    const names = Object.keys(expected);
    expect(names).toHaveLength(20);
    await ui.shell.goTo('Runs');
    for (const name of names) {
      const text = await readFile(join(LEGACY, name), 'utf8');
      await dropOrder(
        home,
        name,
        text.replaceAll('__PORT__', String((probed.address() as AddressInfo).port)),
      );
    }
    for (const folder of ['done', 'failed'] as const) {
      const wanted = names.flatMap((name) =>
        expected[name] === folder ? [name, `${name}.result.json`] : [],
      );
      await expect.poll(() => namesIn(home, folder), { timeout: 90_000 }).toEqual(wanted.sort());
    }
    expect(await namesIn(home, 'inbox')).toEqual([]);
    expect(await namesIn(home, 'running')).toEqual([]);

    // What could not be read became no run; its result says why.
    const refused: string[] = [];
    for (const name of names) {
      const result = await resultOf(home, expected[name]!, name);
      if (result['state'] === 'refused') refused.push(name);
      if (expected[name] === 'done') expect(result).toMatchObject({ state: 'succeeded' });
      else expect(result['message']).toEqual(expect.stringMatching(/\w/));
    }
    expect(refused).toEqual(['13-unknown-skill.json', '20-steps-broken.json']);

    const runs = await asked.runs();
    expect(runs).toHaveLength(names.length - refused.length);
    await expect(ui.runs.rows).toHaveCount(runs.length);
    for (const run of runs) {
      const shown = { succeeded: 'Succeeded', failed: 'Failed', timed_out: 'Timed out' }[
        run.state as string
      ]!;
      await expect(ui.runs.rows.filter({ hasText: new RegExp(`#${run.id}$`) })).toContainText(shown);
    }
    expect(ui.shell.loads()).toBe(0);
  });
});
