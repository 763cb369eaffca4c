/** Which sandbox this machine has: found by confining something, for what is installed may still be forbidden. */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { bubblewrap, USER_NAMESPACES } from './bubblewrap.ts';
import type { Sandbox } from './sandbox.ts';
import { seatbelt, SEATBELT_PROGRAM, STRICTNESS } from './seatbelt.ts';

const run = promisify(execFile);
const PATIENCE_MS = 5_000;
const FOLDERS = ['/usr/bin', '/bin', '/usr/local/bin'];

export interface FindSandboxOptions {
  readonly platform?: NodeJS.Platform;
  readonly env?: NodeJS.ProcessEnv;
  /** The sandbox's program, absolute; the system's own where left out. */
  readonly program?: string;
}

/** Asks the machine each time: the caller keeps the answer. @returns the sandbox, or why there is none */
export async function findSandbox(options: FindSandboxOptions = {}): Promise<Sandbox | { reason: string }> {
  const { platform = process.platform, env = process.env, program } = options;
  if (platform === 'linux') return findBubblewrap(program ?? (await findProgram('bwrap', env)));
  if (platform === 'darwin') return findSeatbelt(program ?? SEATBELT_PROGRAM);
  return { reason: `there is no sandbox for ${platform}` };
}

async function findBubblewrap(program: string | undefined): Promise<Sandbox | { reason: string }> {
  if (program === undefined) return { reason: 'bubblewrap (bwrap) is not installed' };
  // Without the one, bwrap ends with its group, which costs the exit status of what is cancelled; without the other, what was
  // mounted is not looked at.
  const [env, stat] = await Promise.all([
    findTool(['/usr/bin/env', '/bin/env'], ['--default-signal=TERM', '--', '/bin/sh', '-c', ':']),
    findTool(['/usr/bin/stat', '/bin/stat'], ['-c', '%d:%i', '--', '/']),
  ]);
  return firstThatWorks(
    USER_NAMESPACES.map((userNamespace) => bubblewrap({ program, userNamespace, env, stat })),
  );
}

async function findSeatbelt(program: string): Promise<Sandbox | { reason: string }> {
  if (!(await isExecutable(program))) return { reason: `${program} is missing` };
  return firstThatWorks(STRICTNESS.map((strictness) => seatbelt({ program, strictness })));
}

async function firstThatWorks(candidates: readonly Sandbox[]): Promise<Sandbox | { reason: string }> {
  const reasons: string[] = [];
  for (const sandbox of candidates) {
    const reason = await tryOut(sandbox);
    if (reason === undefined) return sandbox;
    reasons.push(reason);
  }
  // The first was the one that was wanted.
  return { reason: reasons[0] ?? 'no sandbox could be tried' };
}

/** Everything a run may need at once: folders that may be written, hidden ones, no network. */
async function tryOut(sandbox: Sandbox): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'luka-sandbox-'));
  try {
    const { argv } = await sandbox.wrap(['/bin/sh', '-c', ': > "$TMPDIR/tried"'], {
      level: 'read-only',
      writable: [],
      readable: [],
      files: [],
      scratch: folder,
      cwd: '/',
      personHome: folder,
      lukaHome: join(folder, 'luka'),
      lukaReadable: [],
      network: false,
    });
    const [program, ...args] = argv;
    await run(program, args, { timeout: PATIENCE_MS, killSignal: 'SIGKILL' });
    return (await isReadable(join(folder, 'tmp', 'tried')))
      ? undefined
      : `${sandbox.tool} does not let anything be written`;
  } catch (error) {
    return `${sandbox.tool} does not work here: ${firstLine(error)}`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function firstLine(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  return (said || String(error)).split('\n', 1)[0]!;
}

/** The system's own folders first: a PATH may be led by folders that anybody writes to. */
async function findProgram(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const folders = [
    ...FOLDERS,
    ...(env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder)),
  ];
  for (const folder of folders) if (await isExecutable(join(folder, name))) return join(folder, name);
  return undefined;
}

/** The first of the programs that takes these arguments. Not every Linux has GNU coreutils: it does without them then. */
async function findTool(programs: readonly string[], args: readonly string[]): Promise<string | undefined> {
  for (const program of programs) {
    if (!(await isExecutable(program))) continue;
    const works = await run(program, [...args], { timeout: PATIENCE_MS }).then(
      () => true,
      () => false,
    );
    if (works) return program;
  }
  return undefined;
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function isReadable(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}
