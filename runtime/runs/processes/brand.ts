/**
 * A mark that no program takes off by accident. The environment is lost with `env -i`, the group with setsid(2), the parent
 * with a second fork, and what is open with closing it; limits of resources stay through all of these and through exec
 * (getrlimit(2)), and anybody may read them. So a run gets its own pair of values for the limit that nobody uses: bytes in
 * POSIX message queues. They stay large enough for whoever does. Linux only: macOS tells nobody another process's limits.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants, readFileSync } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PRLIMIT = '/usr/bin/prlimit';
/** Two ranges below the usual hard limit of 819,200 (mq_overview(7)): together 10^11 pairs. */
const LEAST = 204_800;
const SPAN = 300_000;

export interface Brand {
  readonly soft: number;
  readonly hard: number;
}

/** @param mark `LUKA_MARK=…` of the run */
export function brandOf(mark: string): Brand {
  const digest = createHash('sha256').update(mark).digest();
  return {
    soft: LEAST + (digest.readUInt32LE(0) % SPAN),
    hard: LEAST + SPAN + (digest.readUInt32LE(4) % SPAN),
  };
}

/** Linux only; the kernel answers at once. */
export function hasBrand(pid: number, brand: Brand): boolean {
  try {
    return isBrandIn(readFileSync(`/proc/${pid}/limits`, 'latin1'), brand);
  } catch {
    // Gone.
    return false;
  }
}

/** @param limits what /proc/pid/limits says */
export function isBrandIn(limits: string, { soft, hard }: Brand): boolean {
  const [, ownSoft, ownHard] = /^Max msgqueue size\s+(\S+)\s+(\S+)/m.exec(limits) ?? [];
  return Number(ownSoft) === soft && Number(ownHard) === hard;
}

let tried: Promise<boolean> | undefined;

/** Whether limits can be set here: it needs prlimit(1) of util-linux, and a hard limit that nobody lowered. */
async function canBrand(): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const most = LEAST + 2 * SPAN;
  tried ??= run(PRLIMIT, [`--msgqueue=${most}:${most}`, '--', '/bin/sh', '-c', ':'], { timeout: 5_000 }).then(
    () => true,
    () => false,
  );
  return tried;
}

type Argv = readonly [string, ...string[]];

/**
 * The command with the brand of its run. As it was where there is no such thing, and where the program would not start: that
 * is for whoever starts it to notice.
 */
export async function branded(
  argv: Argv,
  mark: string,
  { cwd, path }: { cwd: string; path: string | undefined },
): Promise<Argv> {
  if (!(await canBrand()) || !(await canStart(argv[0], cwd, path))) return argv;
  const { soft, hard } = brandOf(mark);
  return [PRLIMIT, `--msgqueue=${soft}:${hard}`, '--', ...argv];
}

/** As execvp(3) looks for it. */
async function canStart(file: string, cwd: string, path = '/bin:/usr/bin'): Promise<boolean> {
  if (file.includes('/')) return isProgram(resolve(cwd, file));
  for (const folder of path.split(delimiter)) if (await isProgram(resolve(cwd, folder, file))) return true;
  return false;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
