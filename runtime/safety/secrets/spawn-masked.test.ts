import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { programPath } from '../../home/programs.ts';
import { groupExists, signal } from '../../runs/processes/signal.ts';
import { spawnProcess } from '../../runs/processes/spawn.ts';
import { temporaryFolder } from '../../testing.ts';
import { MASK } from './masker.ts';
import { packSecrets, unpackSecrets } from './secret-frames.ts';
import { spawnMasked, type MaskedProcess } from './spawn-masked.ts';

const SECRET = 'correct horse battery';

interface Started extends MaskedProcess {
  readonly out: () => Promise<string>;
  readonly err: () => Promise<string>;
}

async function start(
  folder: string,
  argv: readonly [string, ...string[]],
  { secrets = [SECRET], outFile = join(folder, 'out') } = {},
): Promise<Started> {
  const out = await open(outFile, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND, 0o600);
  const err = await open(join(folder, 'err'), 'a', 0o600);
  try {
    const masked = await spawnMasked(
      { argv, cwd: folder, env: { PATH: process.env['PATH']!, SECRET }, out: out.fd, err: err.fd },
      {
        spawn: spawnProcess,
        nodePath: process.execPath,
        filterProgram: programPath('mask-filter'),
        secrets,
      },
    );
    const text = (name: string) => () => readFile(join(folder, name), 'utf8');
    return { ...masked, out: text('out'), err: text('err') };
  } finally {
    await Promise.all([out.close(), err.close()]);
  }
}

const shell = (script: string) => ['/bin/bash', '-c', script] as const;

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

it('masks both streams, and keeps the exit code', async () => {
  await using folder = await temporaryFolder();
  const run = await start(
    folder.path,
    shell(
      'echo "a $SECRET b"; echo "$SECRET" >&2; printf %s "$SECRET" | base64; printf "no newline"; exit 7',
    ),
  );
  expect(await run.process.exit).toEqual({ code: 7, signal: null });
  expect(await run.filtered).toEqual({ code: 0, signal: null });
  expect(await run.out()).toBe(`a ${MASK} b\n${MASK}\nno newline`);
  expect(await run.err()).toBe(`${MASK}\n`);
});

it('gives the program pipes that it can open again, and no other descriptor', async () => {
  await using folder = await temporaryFolder();
  const run = await start(
    folder.path,
    shell('echo one; echo "two $SECRET" > /dev/stdout; echo three > /dev/stderr; ls /dev/fd/ >&2'),
  );
  await run.filtered;
  expect(await run.out()).toBe(`one\ntwo ${MASK}\n`);
  // What this process was started with and cannot help passing on.
  const { stdout: usual } = await promisify(execFile)('/bin/bash', ['-c', 'ls /dev/fd/ | cat']);
  expect(await run.err()).toBe(`three\n${usual}`);
});

it('shows a line while the program goes on, and a prompt that tells nothing', async () => {
  await using folder = await temporaryFolder();
  const run = await start(folder.path, shell('echo ready; printf "sure? cor"; exec sleep 300'));
  await until(async () => (await run.out()) === 'ready\nsure? cor');
  signal(-run.process.pid, 'SIGKILL');
  expect(await run.filtered).toEqual({ code: 0, signal: null });
});

it('keeps back a part of a secret, and masks it where the program dies in the middle', async () => {
  await using folder = await temporaryFolder();
  const run = await start(
    folder.path,
    shell(`printf 'x %s' '${SECRET.slice(0, 18)}'; echo ready >&2; exec sleep 300`),
  );
  await until(async () => (await run.err()) === 'ready\n' && (await run.out()) === 'x ');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await run.out()).toBe('x ');
  signal(-run.process.pid, 'SIGKILL');
  await run.filtered;
  expect(await run.out()).toBe(`x ${MASK}`);
});

it('outlives the signals that end the run, until the last byte', async () => {
  await using folder = await temporaryFolder();
  const run = await start(
    folder.path,
    shell('trap \'sleep 0.2; echo "bye $SECRET"; exit 3\' TERM; echo ready; while :; do sleep 0.05; done'),
  );
  await until(async () => (await run.out()) === 'ready\n');
  signal(-run.process.pid, 'SIGTERM');
  expect(await run.process.exit).toEqual({ code: 3, signal: null });
  expect(await run.filtered).toEqual({ code: 0, signal: null });
  expect(await run.out()).toBe(`ready\nbye ${MASK}\n`);
  expect(groupExists(run.process.pid)).toBe(false);
});

it('goes on for what the program leaves behind', async () => {
  await using folder = await temporaryFolder();
  const run = await start(folder.path, shell('(sleep 0.3; echo "late $SECRET") & echo early'));
  expect(await run.process.exit).toEqual({ code: 0, signal: null });
  await run.filtered;
  expect(await run.out()).toBe(`early\nlate ${MASK}\n`);
});

it('keeps up with a flood, and loses nothing of it', async () => {
  await using folder = await temporaryFolder();
  const lines = 400_000;
  const run = await start(
    folder.path,
    shell(`yes "line with $SECRET in it, and some more words" | head -n ${lines}`),
  );
  expect(await run.process.exit).toEqual({ code: 0, signal: null });
  expect(await run.filtered).toEqual({ code: 0, signal: null });
  const line = `line with ${MASK} in it, and some more words\n`;
  expect((await stat(join(folder.path, 'out'))).size).toBe(lines * Buffer.byteLength(line));
  expect((await run.out()) === line.repeat(lines)).toBe(true);
});

it('lets nothing through where the filter dies: the program has nobody to write to', async () => {
  await using folder = await temporaryFolder();
  const run = await start(
    folder.path,
    shell('echo "$PPID $SECRET"; while :; do echo "$SECRET" || exit 9; sleep 0.02; done'),
  );
  await until(async () => (await run.out()) !== '');
  const filter = await filterPid();
  signal(filter, 'SIGKILL');
  expect(await run.filtered).toEqual({ code: null, signal: 'SIGKILL' });
  const { code, signal: ended } = await run.process.exit;
  expect(code === 9 || ended === 'SIGPIPE' || (code ?? 0) > 0).toBe(true);
  expect(await run.out()).not.toContain(SECRET);
});

it('has no secret in its arguments or environment', async () => {
  await using folder = await temporaryFolder();
  const run = await start(folder.path, shell('echo ready; exec sleep 300'));
  await until(async () => (await run.out()) === 'ready\n');
  const filter = await filterPid();
  for (const name of process.platform === 'linux' ? ['cmdline', 'environ'] : []) {
    const text = await readFile(`/proc/${filter}/${name}`, 'latin1');
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain('LUKA_MARK');
  }
  signal(-run.process.pid, 'SIGKILL');
  await run.filtered;
});

it('says so where the log cannot be written, and the program still ends', async () => {
  if (process.platform !== 'linux') return;
  await using folder = await temporaryFolder();
  const run = await start(folder.path, shell('yes | head -c 3000000'), { outFile: '/dev/full' });
  expect((await run.process.exit).code).toBe(0);
  expect(await run.filtered).toEqual({ code: 1, signal: null });
  expect(await run.err()).toMatch(/^luka: a part of this log could not be written \(ENOSPC/);
});

it('starts nothing where the program is not there', async () => {
  await using folder = await temporaryFolder();
  await expect(start(folder.path, ['/nonexistent/program'])).rejects.toMatchObject({ code: 'ENOENT' });
});

it('believes only a whole list of secrets', () => {
  const packed = packSecrets(['one', '', 'ภาษา']);
  expect(unpackSecrets(packed).map(String)).toEqual(['one', '', 'ภาษา']);
  for (let length = 0; length < packed.length; length += 1)
    expect(() => unpackSecrets(packed.subarray(0, length))).toThrow('cut off');
  expect(() => unpackSecrets(Buffer.concat([packed, Buffer.of(0)]))).toThrow('follows');
});

/** One test goes at a time in this process, and so does one filter. */
async function filterPid(): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'pid=,ppid=,command=']);
  const own = stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, parent, ...command]) => Number(parent) === process.pid && command.join(' ').includes('mask-filter'),
    );
  expect(own).toHaveLength(1);
  return Number(own[0]![0]);
}
