import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseOutputs } from './outputs.ts';

const HOST = join(import.meta.dirname, 'module-host.ts');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'luka-host-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Record<string, string>;
}

const CONTEXT = {
  params: { who: 'world' },
  with: { list: [1] },
  run: { id: 7, task: 't', cause: { kind: 'manual', by: 'person' } },
  home: '/home',
  outputs: { first: { n: '1' } },
};

/** Runs a module as the executor does. `onLine` is told of its output, for those that have to be ended. */
async function run(
  code: string,
  { name = '-', mode = 'auto', endAt }: { name?: string; mode?: string; endAt?: string } = {},
): Promise<Outcome> {
  const file = join(folder, 'm.mjs');
  const context = join(folder, 'context.json');
  const output = join(folder, 'outputs');
  await writeFile(file, code);
  await writeFile(context, JSON.stringify(CONTEXT));
  const child = spawn(process.execPath, [HOST, 'run', file, name, mode], {
    env: { PATH: process.env['PATH'], LUKA_CONTEXT: context, LUKA_OUTPUT: output },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const before = stdout;
    stdout += chunk.toString();
    if (endAt !== undefined && !before.includes(endAt) && stdout.includes(endAt)) child.kill('SIGTERM');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [exitCode, signal] = await new Promise<[number | null, string | null]>((resolve) => {
    child.once('close', (...ended) => resolve(ended));
  });
  const outputs = parseOutputs(await readFile(output, 'utf8').catch(() => ''));
  return { code: exitCode, signal, stdout, stderr, outputs };
}

describe('what is called', () => {
  const both =
    'export const run_auto = () => "auto"; export const run_manual = () => "manual"; export const other = () => "other";';

  it.each([
    ['auto', '-', 'auto'],
    ['manual', '-', 'manual'],
    ['auto', 'other', 'other'],
  ])('in mode %s with function %s is %s', async (mode, name, result) => {
    expect(await run(both, { mode, name })).toMatchObject({ code: 0, outputs: { result } });
  });

  it.each([
    ['export const run_manual = () => "x";', 'auto'],
    ['export const run_auto = () => "x";', 'manual'],
    ['export default { title: "T", run: () => "x" };', 'auto'],
    ['export default { run_auto() { return this.word; }, word: "x" };', 'auto'],
    ['export default async () => "x";', 'manual'],
  ])('falls back to what there is: %s', async (code, mode) => {
    expect(await run(code, { mode })).toMatchObject({ code: 0, outputs: { result: 'x' } });
  });

  it('is named where there is nothing to call', async () => {
    const outcome = await run('export const help = () => {};');
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain('module_no_entry');
    expect(outcome.stderr).toContain('it exports help');
    expect((await run('export const a = 1;', { name: 'b' })).stderr).toContain('does not export b');
  });
});

describe('the context', () => {
  it('holds what the step was given', async () => {
    const outcome = await run(
      'export function run_auto({ params, with: w, run, home, outputs, log }) { log("%j", { params, w, run, home, outputs }); }',
    );
    expect(JSON.parse(outcome.stdout)).toEqual({
      params: { who: 'world' },
      w: { list: [1] },
      run: CONTEXT.run,
      home: '/home',
      outputs: { first: { n: '1' } },
    });
  });

  it('writes outputs: those that are set, and those that are returned', async () => {
    const outcome = await run(`export async function run_auto(ctx) {
      ctx.setOutput('lines', 'a\\nEOF\\nb');
      ctx.setOutput('list', [1, 2]);
      return { text: 'x', number: 1.5, big: 10n, yes: true, nothing: null, object: { a: 1 } };
    }`);
    expect(outcome.outputs).toEqual({
      lines: 'a\nEOF\nb',
      list: '[1,2]',
      text: 'x',
      number: '1.5',
      big: '10',
      yes: 'true',
      object: '{"a":1}',
    });
  });

  it('says what cannot be an output, and does not fail for it', async () => {
    const outcome = await run(
      'export const run_auto = () => { const loop = {}; loop.loop = loop; return { loop, "not a name": 1, fine: 2, fn() {} }; };',
    );
    expect(outcome).toMatchObject({ code: 0, outputs: { fine: '2' } });
    expect(outcome.stderr).toContain('"loop" cannot be an output');
    expect(outcome.stderr).toContain('"not a name" cannot be an output');
    expect((await run('export const run_auto = (ctx) => ctx.setOutput("a b", 1);')).stderr).toContain(
      'is no output name',
    );
  });
});

describe('an ending', () => {
  it('by an error shows the stack and the cause', async () => {
    const outcome = await run(
      'export async function run_auto() {\n  throw new Error("no luck", { cause: new Error("the reason") });\n}',
    );
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain('Error: no luck');
    expect(outcome.stderr).toContain('m.mjs:2:9');
    expect(outcome.stderr).toContain('the reason');
    expect(await run('export const run_auto = () => { throw { odd: 1 }; };')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('odd: 1') as string,
    });
  });

  it('does not come before work that goes on after the function', async () => {
    const outcome = await run('export function run_auto() { setTimeout(() => console.log("later"), 20); }');
    expect(outcome).toMatchObject({ code: 0, stdout: 'later\n' });
  });

  it('is a failure where a promise can never settle', async () => {
    expect((await run('export const run_auto = () => new Promise(() => {});')).code).toBe(13);
  });

  it('by SIGTERM aborts the signal of a module that reads it', async () => {
    const outcome = await run(
      `export function run_auto({ signal, log }) {
        return new Promise((resolve) => {
          const going = setInterval(() => {}, 1_000);
          signal.addEventListener('abort', () => { clearInterval(going); log('tidied up'); resolve(); });
          log('ready');
        });
      }`,
      { endAt: 'ready' },
    );
    expect(outcome).toMatchObject({ code: 143, stdout: 'ready\ntidied up\n' });
  });

  it('by SIGTERM is at once for a module that does not', async () => {
    const outcome = await run(
      'export function run_auto({ log }) { log("ready"); setInterval(() => {}, 1_000); }',
      {
        endAt: 'ready',
      },
    );
    expect(outcome).toMatchObject({ code: null, signal: 'SIGTERM' });
  });
});
