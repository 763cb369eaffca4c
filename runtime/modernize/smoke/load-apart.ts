/** Loads a file in a process of its own: confined where this machine can, and ended where it takes too long. */
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { undefinedWhereGone } from '../../home/atomic-file.ts';
import { baseEnvironment } from '../../runs/environment.ts';
import { runApart } from '../../runs/processes/run-apart.ts';
import type { Argv, Sandbox } from '../../safety/sandbox/sandbox.ts';
import { Loaded, type SmokeJob } from './snapshot.ts';

export interface LoadOptions {
  readonly nodePath: string;
  /** Where modernize-smoke is. */
  readonly program: string;
  readonly sandbox: Sandbox | undefined;
  /** Absolute and real: what it may read, besides what everything may. */
  readonly readable: readonly string[];
  readonly lukaHome: string;
  readonly timeoutMs: number;
}

export interface LoadEnd {
  /** Undefined where it did not end in time, or was ended. */
  readonly loaded: Loaded | undefined;
  readonly timedOut: boolean;
  /** What it wrote on stdout; cut where it is very long. */
  readonly stdout: string;
  readonly stderr: string;
}

const LONGEST = 262_144;

export async function loadApart(job: Omit<SmokeJob, 'answer'>, options: LoadOptions): Promise<LoadEnd> {
  const { nodePath, program, sandbox, readable, lukaHome, timeoutMs } = options;
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'luka-modernize-')));
  try {
    const answer = join(scratch, 'answer.json');
    const jobFile = join(scratch, 'job.json');
    await writeFile(jobFile, JSON.stringify({ ...job, answer }), { mode: 0o600 });
    const cwd = dirname(job.file);
    let argv: Argv = [nodePath, ...(sandbox ? [] : permissions(scratch)), program, jobFile];
    if (sandbox)
      ({ argv } = await sandbox.wrap(argv, {
        level: 'read-only',
        writable: [],
        readable,
        files: [],
        scratch,
        cwd,
        personHome: homedir(),
        lukaHome,
        lukaReadable: [dirname(program), nodePath],
        network: false,
      }));
    const [node, ...args] = argv;
    const env = { ...baseEnvironment(process.env), TMPDIR: scratch, NO_COLOR: '1' };
    const { timedOut, stdout, stderr } = await runApart(node, args, {
      cwd,
      env,
      timeoutMs,
      longest: LONGEST,
    });
    const text = await readFile(answer, 'utf8').catch(undefinedWhereGone);
    return {
      timedOut,
      stdout,
      stderr,
      loaded: text === undefined ? undefined : Loaded.parse(JSON.parse(text)),
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Without a sandbox there is still Node's own: it writes nowhere else and starts no programs, but may use the network. */
const permissions = (scratch: string): string[] => [
  '--permission',
  '--allow-fs-read=*',
  `--allow-fs-write=${scratch}`,
];
