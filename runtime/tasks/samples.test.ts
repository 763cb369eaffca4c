import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { paramVariable } from './environment-names.ts';
import { parseOutputs } from './outputs.ts';
import { resolveParams } from './params.ts';
import { parseTask } from './parse-task.ts';

const SAMPLES = join(import.meta.dirname, '../../assets/samples');
const HOST = join(import.meta.dirname, 'module-host.ts');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'luka-samples-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function load(name: string): Promise<TaskDefinition> {
  const { definition, findings } = parseTask(await readFile(join(SAMPLES, name), 'utf8'), name);
  expect(findings).toEqual([]);
  if (!definition) throw new Error(`${name} has no definition`);
  return definition;
}

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Record<string, string>;
}

/** Starts one step's program with the variables that the executor would give it. */
async function start(
  definition: TaskDefinition,
  given: Record<string, unknown>,
  argv: string[],
): Promise<Outcome> {
  const output = join(folder, 'outputs');
  const params = Object.entries(resolveParams(definition.params, given)).map(
    ([name, value]): [string, string] => [paramVariable(name), String(value)],
  );
  const [program = '', ...args] = argv;
  const env = { PATH: process.env['PATH'], HOME: folder, LUKA_OUTPUT: output, ...Object.fromEntries(params) };
  const child = spawn(program, args, { env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number>((resolve) => {
    child.once('close', (ended) => resolve(ended ?? -1));
  });
  return { code, stdout, stderr, outputs: parseOutputs(await readFile(output, 'utf8').catch(() => '')) };
}

describe('the samples', () => {
  it('are all valid', async () => {
    const names = (await readdir(SAMPLES)).filter((name) => name.endsWith('.yaml'));
    expect(names.length).toBeGreaterThanOrEqual(3);
    for (const name of names) await load(name);
  });
});

describe('system-report', () => {
  it('writes a report, keeps the newest ones, and follows no links', async () => {
    const home = join(folder, 'luka');
    const reports = join(home, 'reports');
    await mkdir(reports, { recursive: true });
    for (const day of ['01', '02', '03'])
      await writeFile(join(reports, `system-report-202001${day}-0900.md`), 'old');
    await mkdir(join(folder, 'work', 'deep'), { recursive: true });
    await writeFile(join(folder, 'work', 'deep', 'big.bin'), Buffer.alloc(3_000_000));
    await symlink('/', join(folder, 'work', 'everything'));
    const context = join(folder, 'context.json');
    await writeFile(
      context,
      JSON.stringify({ params: { seconds: 20, keep: 2, private_folders: false }, home }),
    );
    const child = promisify(execFile)(
      process.execPath,
      [HOST, 'run', join(SAMPLES, 'modules/system-report.mjs'), '-', 'auto'],
      {
        env: {
          PATH: process.env['PATH'],
          HOME: folder,
          LUKA_CONTEXT: context,
          LUKA_OUTPUT: join(folder, 'outputs'),
        },
      },
    );
    const { stdout, stderr } = await child;
    expect(stderr).toBe('');
    expect(stdout).toContain('Done');
    const outputs = parseOutputs(await readFile(join(folder, 'outputs'), 'utf8'));
    expect(outputs['file']).toMatch(/system-report-\d{8}-\d{4}\.md$/);
    const report = await readFile(outputs['file'] ?? '', 'utf8');
    expect(report).toContain('| ~/work | 3.');
    expect(report).toContain('| ~/work/deep | 3.');
    expect(report).toContain('files and folders were counted');
    expect(report).toMatch(/## Disks\n\n\| Disk .*\n\|.*\n\| \//);
    expect(await readdir(reports)).toHaveLength(2);
    expect(await readdir(reports)).toContain('system-report-20200103-0900.md');
  });
});

describe('disk-space-watch', () => {
  it('compares with the limit', async () => {
    const definition = await load('disk-space-watch.yaml');
    const step = definition.steps.find((one) => one.id === 'check');
    const script = step && 'run' in step ? step.run : '';
    const outcome = await start(definition, { threshold: 99 }, ['/bin/bash', '-c', script]);
    const used = Number(outcome.outputs['used']);
    expect(used).toBeGreaterThanOrEqual(0);
    expect(outcome.code).toBe(used > 99 ? 1 : 0);
    const limit = Math.max(1, used - 1);
    const strict = await start(definition, { threshold: limit }, ['/bin/bash', '-c', script]);
    expect(strict.code).toBe(used > limit ? 1 : 0);
    expect(strict.code === 1 ? strict.stderr : strict.stdout).toContain(`${used} % full`);
  });
});

describe('downloads-digest', () => {
  const digest = async (given: Record<string, unknown>): Promise<Outcome> => {
    const definition = await load('downloads-digest.yaml');
    const [step] = definition.steps;
    const file = join(folder, 'digest.js');
    await writeFile(file, step && 'node' in step && 'code' in step.node ? step.node.code : '');
    return start(definition, given, [process.execPath, file]);
  };

  it('is content where there is no such folder', async () => {
    expect(await digest({})).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('There is no folder') as string,
    });
  });

  it('lists what is new, and counts it', async () => {
    await mkdir(join(folder, 'Downloads'));
    await writeFile(join(folder, 'Downloads', 'new.pdf'), 'x');
    const outcome = await digest({ days: '2' });
    expect(outcome).toMatchObject({ code: 0, outputs: { count: '1' } });
    expect(outcome.stdout).toContain('new.pdf');
  });
});
