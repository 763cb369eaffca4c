import { expect, it } from 'vitest';
import { runApart } from './run-apart.ts';
import { isRunning } from './testing.ts';

const OPTIONS = { cwd: '/', env: { PATH: process.env['PATH'] }, timeoutMs: 10_000, longest: 1_000 };

it('gives back what was written where, and how it ended', async () => {
  const end = await runApart('/bin/sh', ['-c', 'echo out; echo err >&2; echo told >&3; exit 7'], OPTIONS);
  expect(end).toEqual({ stdout: 'out\n', stderr: 'err\n', told: 'told\n', code: 7, timedOut: false });
});

it('ends it with what it started when it takes too long', async () => {
  const end = await runApart('/bin/sh', ['-c', 'sleep 600 & echo $!; wait'], { ...OPTIONS, timeoutMs: 500 });
  expect(end).toMatchObject({ timedOut: true, code: null });
  await expect.poll(() => isRunning(Number(end.stdout))).toBe(false);
});

it('ends what it left behind', async () => {
  const { stdout, code } = await runApart(
    '/bin/sh',
    ['-c', 'sleep 600 >/dev/null 2>&1 3>&- & echo $!'],
    OPTIONS,
  );
  expect(code).toBe(0);
  await expect.poll(() => isRunning(Number(stdout))).toBe(false);
});

it('keeps no more than is asked for, and rejects where there is no such program', async () => {
  const { stdout } = await runApart('/bin/sh', ['-c', 'yes | head -c 1000000'], OPTIONS);
  expect(stdout.length).toBeGreaterThanOrEqual(1_000);
  expect(stdout.length).toBeLessThan(200_000);
  await expect(runApart('/nowhere/to/be/found', [], OPTIONS)).rejects.toThrow('ENOENT');
});
