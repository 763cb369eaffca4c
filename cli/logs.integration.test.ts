/** `luka logs` of a run that was attempted more than once, against a real Luka. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LogEntry } from '#shared/nouns/log.ts';
import { LukaBench } from './spawn-luka.ts';

let bench: LukaBench;

beforeAll(async () => {
  bench = await LukaBench.create();
  const tasks = join(bench.home, 'tasks');
  await mkdir(tasks, { recursive: true, mode: 0o700 });
  await chmod(bench.home, 0o700);
  await writeFile(join(bench.home, '.luka-home'), '{"version":1}');
  // A home that was used before has no samples, of which one would run by itself.
  await writeFile(join(bench.home, 'luka.db'), '');
  const count = 'echo x >> "$LUKA_HOME/count"; echo "try $(wc -l < "$LUKA_HOME/count" | tr -d " ")"';
  await writeFile(
    join(tasks, 'flaky.yaml'),
    `retry: { times: 1, delay: 200ms }\nsteps:\n  - run: '${count}; exit 3'\n`,
  );
  await bench.up();
});
afterAll(() => bench.end());

it('follows all attempts, and shows the one that is asked for', async () => {
  const followed = await bench.run('run', 'flaky', '--follow');
  expect(followed.code).toBe(3);
  expect(followed.out).toBe('try 1\ntry 2\n');
  expect(followed.err).toMatch(/attempt 1 of 2 failed: .*; the next one starts in .*\n[^]*attempt 2 of 2\n/);

  expect((await bench.run('logs', 'last')).out).toBe('try 2\n');
  expect((await bench.run('logs', 'last', '--attempt', '1')).out).toBe('try 1\n');
  expect((await bench.run('logs', 'last', '--attempt', '1', '-f')).out).toBe('try 1\ntry 2\n');
  const { entries } = await bench.json<{ entries: LogEntry[] }>('logs', 'last', '--attempt', '1');
  expect(entries.filter(({ stream }) => stream === 'out').map(({ text }) => text)).toEqual(['try 1\n']);

  const beyond = await bench.run('logs', 'last', '--attempt', '3');
  expect([beyond.code, beyond.err]).toEqual([66, expect.stringContaining('has no attempt 3')]);
  const wrong = await bench.run('logs', 'last', '--attempt', 'x');
  expect([wrong.code, wrong.err]).toEqual([64, expect.stringContaining('It must be a number from 1 on')]);
  // Nine commands, each a process of its own.
}, 90_000);
