import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { keepExit, readExit, readKeeper } from './exit-keeper.ts';
import { signal } from './signal.ts';

/** What /bin/sh is on Linux and on macOS. */
const SHELLS: [string, readonly string[]][] = [
  ['/bin/sh', ['/bin/sh']],
  ...(existsSync('/bin/bash') ? [['bash as sh', ['/bin/bash', '--posix']] as [string, string[]]] : []),
];

describe.each(SHELLS)('an exit status that is kept by %s', (_, shell) => {
  function start(file: string, ...argv: [string, ...string[]]) {
    const [program, ...args] = [...shell, ...keepExit(argv, file).slice(1)];
    const child = spawn(program!, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.resume();
    return {
      pid: child.pid!,
      said: async (text: string) => {
        while (!out.includes(text)) await once(child.stdout, 'data');
      },
      ended: once(child, 'close').then(([code, by]) => ({
        code: code as number | null,
        by: by as string,
        out,
      })),
    };
  }

  it.each([
    [0, ['true']],
    [1, ['false']],
    [7, ['bash', '-c', 'exit 7']],
    [137, ['bash', '-c', 'kill -KILL $$']],
    [127, ['no-such-program-anywhere']],
    [126, ['/etc/passwd']],
  ] as [number, [string, ...string[]]][])('is %i, for its parent and in the file', async (status, argv) => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'exit');
    const child = start(file, ...argv);
    expect(await child.ended).toMatchObject({ code: status, by: null });
    expect(await readExit(file)).toBe(status);
    expect(await readKeeper(file)).toBe(child.pid);
  });

  it('comes of the program with just these words: nothing is read as shell, nothing is a builtin', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, `it's "quoted" $(x)`);
    const words = ['', ' a  b ', `'"$HOME"' $(touch pwned) ; exit 9`, '*', '\\n', 'ภาษา', '-n'];
    const child = start(file, 'printf', '[%s]', ...words);
    expect(await child.ended).toMatchObject({ code: 0, out: words.map((word) => `[${word}]`).join('') });
    expect(await readExit(file)).toBe(0);
    // A builtin of that name would end the shell before it could write anything down.
    expect((await start(join(folder.path, 'builtin'), 'exit', '0').ended).code).toBe(127);
  });

  it('outlives a signal to the group, which reaches the program as it is', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'exit');
    const polite = start(
      file,
      'bash',
      '-c',
      'trap "echo bye; exit 5" TERM; echo ready; while :; do sleep 0.05; done',
    );
    await polite.said('ready');
    signal(-polite.pid, 'SIGTERM');
    expect(await polite.ended).toMatchObject({ code: 5, out: 'ready\nbye\n' });
    expect(await readExit(file)).toBe(5);

    const plain = start(`${file}2`, 'bash', '-c', 'echo ready; exec sleep 300');
    await plain.said('ready');
    signal(-plain.pid, 'SIGTERM');
    expect((await plain.ended).code).toBe(143);
    expect(await readExit(`${file}2`)).toBe(143);
  });

  it('is not known where everything was killed', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'exit');
    const child = start(file, 'bash', '-c', 'echo ready; exec sleep 300');
    await child.said('ready');
    signal(-child.pid, 'SIGKILL');
    expect(await child.ended).toMatchObject({ by: 'SIGKILL' });
    expect(await readExit(file)).toBeUndefined();
  });

  it('does not hang on the file: the parent learns it where it cannot be written', async () => {
    expect((await start('/no/such/folder/exit', 'bash', '-c', 'exit 4').ended).code).toBe(4);
  });
});

it('half a status is none', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'exit');
  for (const text of ['', '1', 'x\n']) {
    await writeFile(file, text);
    expect(await readExit(file)).toBeUndefined();
  }
  await writeFile(file, '12\n');
  expect(await readExit(file)).toBe(12);
});
