/** Every field is told of, and its example does what is said: loaded by the real parser, run by a real Luka. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { connect, type LukaClient } from '#cli/connect.ts';
import { LukaBench } from '#cli/spawn-luka.ts';
import { parseTask } from '#runtime/tasks/parse-task.ts';
import type { Run } from '#shared/nouns/run.ts';
import { FIELD_ENTRIES } from './fields/entries.ts';
import { taskFields } from './task-fields.ts';
import { untoldFields } from './task-reference.ts';

const told = taskFields().flatMap(({ path }) => {
  const entry = FIELD_ENTRIES[path];
  return entry === undefined ? [] : [{ path, ...entry, id: path.toLowerCase().replaceAll(/[^a-z]+/g, '-') }];
});

const runnable = told.filter(({ notRun }) => notRun === undefined);

it('every field of a task has a meaning and an example', () => {
  expect(untoldFields(), 'tell of it in build/docs/fields/, then: npm run docs').toEqual([]);
});

/** What the example leaves out. */
function whole(example: string): string {
  return /^steps:/m.test(example) ? `${example}\n` : `${example}\nsteps:\n  - run: 'true'\n`;
}

/** Whether a definition has the field: of a list in any item, of names in any of them. */
function has(value: unknown, path: readonly string[]): boolean {
  if (Array.isArray(value)) return value.some((item) => has(item, path));
  const [name, ...rest] = path;
  if (name === undefined) return value !== undefined;
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Readonly<Record<string, unknown>>;
  if (name === '<name>') return Object.values(fields).some((item) => has(item, rest));
  return Object.hasOwn(fields, name) && has(fields[name], rest);
}

describe('an example', () => {
  it.each(told)('of $path is a task, and has it', ({ path, example, id }) => {
    const { definition, findings } = parseTask(whole(example), `${id}.yaml`);
    expect(findings).toEqual([]);
    expect(has(definition as TaskDefinition, path.split('.'))).toBe(true);
  });

  describe('run by a real Luka', () => {
    let bench: LukaBench;
    let client: LukaClient;
    const runs = new Map<string, number>();

    beforeAll(async () => {
      bench = await LukaBench.create();
      await mkdir(join(bench.home, 'tasks'), { recursive: true, mode: 0o700 });
      await mkdir(join(bench.home, 'modules'), { mode: 0o700 });
      await chmod(bench.home, 0o700);
      await writeFile(join(bench.home, '.luka-home'), '{"version":1}');
      await writeFile(
        join(bench.home, 'modules/hello.mjs'),
        "const who = (ctx) => ctx.with?.who ?? 'world';\n" +
          'export const run_auto = (ctx) => console.log(`hello, ${who(ctx)}`);\n' +
          'export const run_manual = run_auto;\n' +
          'export const goodbye = (ctx) => console.log(`goodbye, ${who(ctx)}`);\n',
      );
      await makeProject(bench.file('project'));
      const { apiUrl } = await bench.up();
      for (const { id, example } of runnable)
        await writeFile(
          join(bench.home, 'tasks', `${id}.yaml`),
          whole(example).replaceAll('127.0.0.1:4000', new URL(apiUrl).host),
        );
      client = (await connect(bench.home)).client;
      // Luka hears of files a moment after they were written.
      await vi.waitFor(
        async () => {
          const { tasks } = await client.listTasks({});
          const ready = new Set(tasks.filter(({ state }) => state === 'ready').map(({ id }) => id));
          const missing = runnable.map(({ id }) => id).filter((id) => !ready.has(id));
          if (missing.length > 0) throw new Error(`no task yet: ${missing.join(', ')}`);
        },
        { timeout: 120_000, interval: 200 },
      );
      for (const { id } of runnable)
        runs.set(id, (await client.runTask({ params: { task: id }, headers: {}, body: {} })).id);
    }, 300_000);
    afterAll(() => bench.end());

    it.each(runnable)(
      'of $path ends as it is said',
      async ({ id, ends = 'succeeded', prints }) => {
        const run = await ended(client, runs.get(id) as number);
        expect(`${run.state} ${run.message ?? ''}`.trim()).toMatch(new RegExp(`^${ends}`));
        if (prints === undefined) return;
        const { entries } = await client.readLog({ params: { run: run.id }, query: { from: 0 } });
        expect(entries.map(({ text }) => text).join('\n')).toContain(prints);
      },
      120_000,
    );
  });
});

async function ended(client: LukaClient, id: number): Promise<Run> {
  for (;;) {
    const run = await client.getRun({ params: { run: id } });
    if (run.state !== 'queued' && run.state !== 'running') return run;
    await pause(100);
  }
}

/** What the examples call `~/project`. */
async function makeProject(folder: string): Promise<void> {
  await mkdir(join(folder, 'keys'), { recursive: true });
  await writeFile(join(folder, 'say.mjs'), "console.log('said', ...process.argv.slice(2));\n");
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words]);
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'first');
}
