import { chmod, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { confinementRules } from './confinement-rules.ts';
import { findSandbox } from './find-sandbox.ts';
import type { Sandbox, SandboxRequest } from './sandbox.ts';
import { quote, seatbeltProfile } from './seatbelt.ts';
import { run } from './testing.ts';

async function mac(path: string): Promise<SandboxRequest> {
  const root = await realpath(path);
  for (const folder of [
    'person/.ssh',
    'person/proj',
    'luka/modules',
    'luka/scratch/1',
    'person/Library/LaunchAgents',
  ])
    await mkdir(join(root, folder), { recursive: true });
  return {
    level: 'paths',
    writable: [join(root, 'person/proj')],
    readable: [],
    files: [],
    scratch: join(root, 'luka/scratch/1'),
    cwd: join(root, 'person/proj'),
    personHome: join(root, 'person'),
    lukaHome: join(root, 'luka'),
    lukaReadable: [join(root, 'luka/modules')],
    network: true,
  };
}

async function profileOf(request: SandboxRequest): Promise<string[]> {
  return seatbeltProfile(await confinementRules(request), request).split('\n');
}

it('forbids all writing, then allows what is granted, then hides; the last rule that matches decides', async () => {
  await using folder = await temporaryFolder();
  const request = await mac(folder.path);
  const lines = await profileOf(request);
  const at = (start: string) => lines.findIndex((line) => line.startsWith(start));
  const { personHome, lukaHome, scratch } = request;
  const order = [
    '(version 1)',
    '(allow default)',
    '(deny file-write*)',
    `(deny file-read* file-write* (subpath ${quote(lukaHome)}))`,
    `(allow file-read* (subpath ${quote(join(lukaHome, 'modules'))}))`,
    `(allow file-read* file-write* (subpath ${quote(scratch)}))`,
  ].map(at);
  expect(order).not.toContain(-1);
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(lines).toContain(`(allow file-read* file-write* (subpath ${quote(join(personHome, 'proj'))}))`);
  // What is not there yet is hidden as well.
  for (const secret of ['.ssh', '.netrc', 'Library/Keychains'])
    expect(lines).toContain(`(deny file-read* file-write* (subpath ${quote(join(personHome, secret))}))`);
  expect(lines).toContain(
    `(allow file-read-metadata (literal ${quote(lukaHome)}) (literal ${quote(join(lukaHome, 'scratch'))}))`,
  );
  for (const line of [
    '(deny signal)',
    '(allow signal (target same-sandbox))',
    '(deny lsopen)',
    '(deny job-creation)',
  ])
    expect(lines).toContain(line);
});

it('keeps what starts by itself in a granted home, and the folders that lead there', async () => {
  await using folder = await temporaryFolder();
  const request = await mac(folder.path);
  const { personHome } = request;
  const lines = await profileOf({ ...request, writable: [personHome] });
  const agents = join(personHome, 'Library/LaunchAgents');
  const granted = lines.indexOf(`(allow file-read* file-write* (subpath ${quote(personHome)}))`);
  const kept = lines.indexOf(`(deny file-write* (subpath ${quote(agents)}))`);
  expect(granted).toBeGreaterThan(-1);
  expect(kept).toBeGreaterThan(granted);
  expect(lines).toContain(
    `(deny file-write-unlink file-write-create (literal ${quote(join(personHome, 'Library'))}))`,
  );
  expect(lines.join('\n')).toContain(`(deny file-write* (subpath ${quote(join(personHome, '.zshenv'))}))`);
  // Granted itself, it is as any folder.
  const named = await profileOf({ ...request, writable: [agents] });
  expect(named).toContain(`(allow file-read* file-write* (subpath ${quote(agents)}))`);
  expect(named).not.toContain(`(deny file-write* (subpath ${quote(agents)}))`);
});

it('has network only where the level leaves the choice and the choice is yes', async () => {
  await using folder = await temporaryFolder();
  const request = await mac(folder.path);
  const denies = async (change: Partial<SandboxRequest>) =>
    (await profileOf({ ...request, ...change })).includes('(deny network*)');
  expect(await denies({})).toBe(false);
  expect(await denies({ network: false })).toBe(true);
  expect(await denies({ level: 'paths+no-network' })).toBe(true);
  expect(await denies({ level: 'read-only' })).toBe(true);
  expect(await profileOf(request)).toContain('(deny network-outbound (remote unix-socket))');
  const readOnly = await profileOf({ ...request, level: 'read-only' });
  expect(readOnly.filter((line) => line.startsWith('(allow file-read* file-write* '))).toEqual([
    `(allow file-read* file-write* (subpath ${quote(request.scratch)}))`,
  ]);
});

it('quotes names, so that none becomes a rule', async () => {
  await using folder = await temporaryFolder();
  const request = await mac(folder.path);
  const evil = join(request.personHome, 'a")) (allow file-write* (subpath "/\\');
  await mkdir(evil, { recursive: true });
  const lines = await profileOf({ ...request, writable: [evil] });
  expect(lines.join('\n')).toContain('a\\")) (allow file-write* (subpath \\"/\\\\"))');
  expect(lines.every((line) => balanced(line))).toBe(true);
});

/** Whether each bracket outside of strings is closed. */
function balanced(line: string): boolean {
  const outside = line.replaceAll(/#?"(?:\\.|[^"\\])*"/g, '');
  let depth = 0;
  for (const character of outside) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0 && !outside.includes('"');
}

/** Takes what the real one takes, refuses profiles with a word that it does not know, and starts the program. */
async function fakeSandboxExec(folder: string, unknown: string): Promise<string> {
  const program = join(folder, 'sandbox-exec');
  await writeFile(
    program,
    `#!/bin/sh
[ "$1" = -p ] || exit 64
printf '%s' "$2" > "${folder}/profile"
case "$2" in *"${unknown}"*) echo "sandbox-exec: unbound variable: ${unknown}" >&2; exit 65;; esac
shift 2
exec "$@"
`,
  );
  await chmod(program, 0o755);
  return program;
}

it('is found by being tried, starts the program with its own TMPDIR, and hands its exit code on', async () => {
  await using folder = await temporaryFolder();
  const program = await fakeSandboxExec(folder.path, 'no-such-operation');
  const sandbox = (await findSandbox({ platform: 'darwin', program })) as Sandbox;
  expect(sandbox.tool).toBe('seatbelt');
  const request = await mac(folder.path);
  const { argv } = await sandbox.wrap(['/bin/sh', '-c', 'echo $TMPDIR; exit 7'], request);
  expect(await run(argv, '/')).toMatchObject({ code: 7, out: `${request.scratch}/tmp\n` });
  expect(await readFile(join(folder.path, 'profile'), 'utf8')).toContain('(deny lsopen)');
});

it('does with less where this macOS does not know everything, and says why where it does not work', async () => {
  await using folder = await temporaryFolder();
  const older = await fakeSandboxExec(folder.path, 'lsopen');
  const sandbox = (await findSandbox({ platform: 'darwin', program: older })) as Sandbox;
  const { argv } = await sandbox.wrap(['/bin/sh', '-c', ':'], await mac(folder.path));
  expect(argv[2]).not.toContain('lsopen');
  expect(argv[2]).toContain('(deny file-write*)');
  const broken = await fakeSandboxExec(folder.path, 'version');
  expect(await findSandbox({ platform: 'darwin', program: broken })).toEqual({
    reason: 'seatbelt does not work here: sandbox-exec: unbound variable: version',
  });
  const missing = join(folder.path, 'none');
  expect(await findSandbox({ platform: 'darwin', program: missing })).toEqual({
    reason: `${missing} is missing`,
  });
  expect(await findSandbox({ platform: 'win32' })).toEqual({ reason: 'there is no sandbox for win32' });
});
