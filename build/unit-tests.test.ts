/** The runner of the tests over files whose process really crashes. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#runtime/testing.ts';
import { crashesOf } from './crashed-files.ts';

const RUNNER = fileURLToPath(new URL('unit-tests.ts', import.meta.url));

const PASSES = `it('passes', () => {});`;
const FAILS = `it('fails', () => { throw new Error('as told'); });`;
const DIES = `await new Promise(() => process.kill(process.pid, 'SIGSEGV'));`;
const CRASHES = `it('crashes', async () => { ${DIES} });`;
const CRASHES_ONCE = `import { existsSync, writeFileSync } from 'node:fs';
const mark = new URL('was-here', import.meta.url);
it('crashes once', async () => { if (!existsSync(mark)) { writeFileSync(mark, ''); ${DIES} } });`;

async function run(files: Readonly<Record<string, string>>, env: { CI?: string } = { CI: 'true' }) {
  await using folder = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder.path, name), text);
  const { CI: _, ...others } = process.env;
  return await new Promise<{ code: number; told: string }>((resolve) =>
    execFile(
      process.execPath,
      [RUNNER, '--root', folder.path, '--globals', '--pool', 'forks'],
      { cwd: folder.path, env: { ...others, ...env, NO_COLOR: '1' } },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), told: stdout + stderr }),
    ),
  );
}

const RUN_AGAIN = /A process of the tests crashed by SIGSEGV in .*crash\.test\.js: run once more\./;

describe('a file whose process crashed', () => {
  it('is run once more in CI, and told', async () => {
    const { code, told } = await run({ 'crash.test.js': CRASHES_ONCE, 'other.test.js': PASSES });
    expect(told).toMatch(RUN_AGAIN);
    expect(code).toBe(0);
  });

  it('fails where it crashes again', async () => {
    const { code, told } = await run({ 'crash.test.js': CRASHES });
    expect(told).toMatch(RUN_AGAIN);
    expect(code).toBe(1);
  });

  it('is not, where another test failed', async () => {
    const { code, told } = await run({ 'crash.test.js': CRASHES_ONCE, 'other.test.js': FAILS });
    expect(told).not.toMatch(RUN_AGAIN);
    expect(code).toBe(1);
  });

  it('stays failed where one of its tests fails', async () => {
    const { code, told } = await run({ 'crash.test.js': `${FAILS}\n${CRASHES_ONCE}` });
    expect(told).toMatch(/1 failed/);
    expect(code).toBe(1);
  });

  it('is not on a person’s machine', async () => {
    const { code, told } = await run({ 'crash.test.js': CRASHES_ONCE }, {});
    expect(told).not.toMatch(RUN_AGAIN);
    expect(code).toBe(1);
  });
});

it('what else could not be put down to a test is no crash', () => {
  const crash = (cause: string) => new Error('Worker forks emitted error.', { cause: new Error(cause) });
  const ended = crash(
    'Worker exited unexpectedly with signal SIGSEGV during started state while running test file /a.test.ts',
  );
  expect(crashesOf([ended])).toEqual([{ signal: 'SIGSEGV', files: ['/a.test.ts'] }]);
  for (const other of [
    new Error('unhandled rejection'),
    crash(
      'Worker exited unexpectedly with exit code 1 during started state while running test file /a.test.ts',
    ),
    crash(
      'Worker exited unexpectedly with signal SIGKILL during started state while running test file /a.test.ts',
    ),
    'a string',
    undefined,
  ])
    expect(crashesOf([ended, other])).toBeUndefined();
});
