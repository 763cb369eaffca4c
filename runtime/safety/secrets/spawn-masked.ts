/** Starts a program whose output passes the filter of secrets on its way to the log. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { promisify } from 'node:util';
import type { ProcessSpawner, SpawnedProcess, SpawnRequest } from '../../runs/processes/spawn.ts';
import { packSecrets } from './secret-frames.ts';

export interface MaskedSpawnOptions {
  readonly spawn: ProcessSpawner;
  /** The Node that runs the filter. */
  readonly nodePath: string;
  /** Where mask-filter is. */
  readonly filterProgram: string;
  readonly secrets: readonly string[];
}

export interface MaskedProcess {
  readonly process: SpawnedProcess;
  /**
   * The end of the filter: when all that holds the program's output has ended. A code other than 0, or a signal, means
   * that a part of the log is missing. Its process is no part of the run: signals for the run do not reach it.
   */
  readonly filtered: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/**
 * The filter is there before the program. The program has real pipes as its stdout and stderr, and nothing else.
 * @throws the system's error when one of the two cannot be started
 */
export async function spawnMasked(
  request: SpawnRequest,
  options: MaskedSpawnOptions,
): Promise<MaskedProcess> {
  const [out, err] = await openPipes(2);
  try {
    const { child, filtered } = await startFilter(request, [out!.reader.fd, err!.reader.fd], options);
    try {
      const process = await options.spawn({ ...request, out: out!.writer.fd, err: err!.writer.fd });
      return { process, filtered };
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  } finally {
    // Theirs are duplicates; while one of these were open, neither would see the other's end.
    await Promise.all([out, err].flatMap((pipe) => [pipe!.reader.close(), pipe!.writer.close()]));
  }
}

async function startFilter(
  request: SpawnRequest,
  [out, err]: readonly [number, number],
  { nodePath, filterProgram, secrets }: MaskedSpawnOptions,
): Promise<{ child: ChildProcess; filtered: MaskedProcess['filtered'] }> {
  // No mark of the run, and a group of its own: what ends the run must leave it its last bytes.
  const child = spawn(nodePath, [filterProgram], {
    cwd: '/',
    env: { ELECTRON_RUN_AS_NODE: '1' },
    detached: true,
    stdio: ['ignore', request.out, request.err, 'pipe', out, err],
    windowsHide: true,
  });
  const filtered: MaskedProcess['filtered'] = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const secretPipe = child.stdio[3] as Writable;
  // Where the filter died before it read them, its exit code tells.
  secretPipe.on('error', () => undefined);
  secretPipe.end(packSecrets(secrets));
  return { child, filtered };
}

interface Pipe {
  readonly reader: FileHandle;
  readonly writer: FileHandle;
}

/**
 * Node has no pipe(2) and gives children sockets, which cannot be opened again as /dev/stdout. Named pipes can, and
 * need no name once both ends are open.
 */
async function openPipes(count: number): Promise<Pipe[]> {
  const folder = await mkdtemp(join(tmpdir(), 'luka-pipes-'));
  const opened: FileHandle[] = [];
  try {
    const names = Array.from({ length: count }, (_, index) => join(folder, String(index)));
    await promisify(execFile)('mkfifo', ['-m', '600', ...names], { timeout: 10_000 });
    const pipes: Pipe[] = [];
    for (const name of names) {
      // Without waiting for a writer; the writer then finds a reader, and waits for nothing either.
      const reader = await open(name, constants.O_RDONLY | constants.O_NONBLOCK);
      opened.push(reader);
      const writer = await open(name, constants.O_WRONLY);
      opened.push(writer);
      pipes.push({ reader, writer });
    }
    return pipes;
  } catch (error) {
    await Promise.all(opened.map((handle) => handle.close()));
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
