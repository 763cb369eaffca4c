/** The recipes: every task is one that a running Luka takes, and where this machine can, it is run. */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type LukaClient } from '#cli/connect.ts';
import { LukaBench } from '#cli/spawn-luka.ts';
import { isActive, type Run } from '#shared/nouns/run.ts';
import { readPages } from './pages.ts';
import { PageRunner } from './run-page.ts';

const tasks = readPages()
  .filter(({ file }) => file.startsWith('docs/recipes/'))
  .flatMap(({ file, blocks }) =>
    blocks
      .filter(({ language, text }) => language === 'yaml' && text.startsWith('# tasks/'))
      .map((block) => ({ file, block, id: /^# tasks\/(\S+)\.yaml/.exec(block.text)?.[1] as string })),
  );
/** Left out, and told, where rsync is not installed. */
function hasRsync(): boolean {
  const { error } = spawnSync('rsync', ['--version']);
  if (error) process.stderr.write('rsync is not here: the backup is not tried\n');
  return error === undefined;
}

const blockOf = (id: string) => tasks.find((task) => task.id === id)?.block as (typeof tasks)[0]['block'];

describe('the recipes', () => {
  let bench: LukaBench;
  let runner: PageRunner;
  let client: LukaClient;

  beforeAll(async () => {
    bench = await LukaBench.create();
    for (const folder of ['Downloads', 'Papers', 'Documents', 'Reports', 'Sync'])
      await mkdir(bench.file(folder), { recursive: true });
    // The recipes call `luka` by its name.
    bench.env = { PATH: `${bench.file('bin')}:${process.env['PATH']}` };
    await bench.up();
    runner = await PageRunner.create(bench);
    client = (await connect(bench.home)).client;
  }, 120_000);
  afterAll(() => bench.end());

  /** @throws Error with what it printed, where it failed */
  async function ended(task: string): Promise<Run> {
    for (;;) {
      const [newest] = (await client.listRuns({ query: { task } })).runs;
      // One that waits for another attempt has failed, too.
      if (newest !== undefined && (!isActive(newest.state) || (newest.attempt ?? 1) > 1)) {
        if (newest.state !== 'succeeded') throw new Error((await bench.run('logs', String(newest.id))).err);
        return client.getRun({ params: { run: newest.id } });
      }
      await pause(200);
    }
  }

  it('has a task in each of those that say how', () => {
    expect(new Set(tasks.map(({ file }) => file)).size).toBeGreaterThanOrEqual(5);
  });

  it.each(tasks)('$id of $file is taken by a running Luka', async ({ block, id }) => {
    expect(await runner.save(block)).toBe(id);
  });

  it('a PDF that arrives is filed by itself', async () => {
    await runner.save(blockOf('file-pdfs'));
    await writeFile(bench.file('Downloads/bill.pdf'), '%PDF-1.4\n');
    expect(await ended('file-pdfs')).toMatchObject({ state: 'succeeded', cause: { kind: 'file' } });
    expect((await stat(bench.file(`Papers/${new Date().getFullYear()}/bill.pdf`))).isFile()).toBe(true);
  }, 120_000);

  it('the beacon of a Mac mini is lit', async () => {
    await client.runTask({ params: { task: 'still-alive' }, headers: {}, body: {} });
    expect(await ended('still-alive')).toMatchObject({ state: 'succeeded' });
    expect((await readFile(bench.file('Sync/mini-alive.txt'), 'utf8')).split('\n').length).toBeGreaterThan(2);
  }, 120_000);

  it.skipIf(!hasRsync())(
    'the backup copies, counts and checks',
    async () => {
      await writeFile(bench.file('Documents/a.txt'), 'a');
      // Without the volume, which this machine has not: the rest of the task as it stands.
      const text = blockOf('backup-to-disk').text.replace(/^conditions:\n(?: {2}.*\n)+/m, '');
      await runner.save({ ...blockOf('backup-to-disk'), text });
      const params = { to: bench.file('disk') };
      const started = await client.runTask({
        params: { task: 'backup-to-disk' },
        headers: {},
        body: { params },
      });
      if (started.state === 'awaiting_approval' && started.approval !== undefined) {
        const { hash, id } = await client.getApproval({ params: { approval: started.approval }, query: {} });
        await client.approve({ params: { approval: id }, body: { hash, grant: { once: true } } });
      }
      expect(await ended('backup-to-disk')).toMatchObject({ state: 'succeeded' });
      expect(await readFile(bench.file('disk/Documents/a.txt'), 'utf8')).toBe('a');
    },
    120_000,
  );

  it('an order of an agent is judged, run confined and checked', async () => {
    await writeFile(bench.file('Reports/one.md'), '# One\n'.repeat(40));
    const page = readPages().find(({ file }) => file.endsWith('codex-submits-work.md'));
    const order = page?.blocks.find(({ text }) => text.startsWith('# orders/'))?.text as string;
    await writeFile(bench.file('order.yaml'), order);
    const { code, out, err } = await bench.run('drop', bench.file('order.yaml'), '--follow');
    expect(`${code} ${out}${err}`).toMatch(/^0 .*succeeded/s);
    expect((await stat(bench.file('Reports/archive.tgz'))).size).toBeGreaterThan(50);
  }, 120_000);

  it('the nightly sync reads a folder', async () => {
    await mkdir(bench.file('Notes'), { recursive: true });
    await writeFile(bench.file('Notes/a.md'), '# Wake the disk\n');
    expect((await bench.run('knowledge', 'add', bench.file('Notes'))).code).toBe(0);
    await client.runTask({ params: { task: 'nightly-knowledge' }, headers: {}, body: {} });
    expect(await ended('nightly-knowledge')).toMatchObject({ state: 'succeeded' });
    expect((await bench.run('search', 'disk')).out).toContain('Wake the disk');
  }, 120_000);
});
