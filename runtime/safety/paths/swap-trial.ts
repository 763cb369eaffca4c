/** Writes through the guard while another process swaps the folder with a link to outside. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LukaError } from '#shared/errors/luka-error.ts';
import { createPathGuard } from './path-guard.ts';

export interface SwapTrial {
  readonly swaps: number;
  /** Writes that went where they should. */
  readonly written: number;
  /** Writes that were refused. */
  readonly refused: number;
  /** What was found outside afterwards. */
  readonly outside: readonly string[];
}

/** Side by side, so that all four of Node's threads for the disk have something to do. */
const WRITERS = 8;

/**
 * @param folder empty, real
 * @param how `plain` opens the path that was checked, as code without a guard does: the trial's own trial
 */
export async function trySwaps(folder: string, swaps: number, how: 'guarded' | 'plain'): Promise<SwapTrial> {
  const root = join(folder, 'root');
  const outside = join(folder, 'outside');
  await mkdir(join(root, 'in/deep'), { recursive: true });
  await mkdir(join(outside, 'deep'), { recursive: true });
  const guard = createPathGuard({ personHome: folder, roots: [root] });
  const swapper = fileURLToPath(new URL('./swapper.ts', import.meta.url));
  const child = spawn(process.execPath, [swapper, join(root, 'in'), outside, String(swaps)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let done = '';
  child.stdout.on('data', (chunk: Buffer) => (done += chunk.toString()));
  const over = new AbortController();
  const closed = once(child, 'close').finally(() => over.abort());
  let written = 0;
  let refused = 0;
  const write = async (path: string) => {
    const guarded = await guard.resolve(path, { write: true });
    if (how === 'plain') return writeFile(path, 'x');
    await using handle = await guard.openGuarded(guarded, constants.O_WRONLY | constants.O_CREAT);
    await handle.writeFile('x');
  };
  const writer = async (name: number) => {
    for (let n = 0; !over.signal.aborted; n += 1) {
      try {
        await write(join(root, n % 2 === 0 ? 'in' : 'in/deep', `file-${name}-${n}`));
        written += 1;
      } catch (error) {
        if (!isRefusal(error)) throw error;
        refused += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, name) => writer(name)));
  await closed;
  const found = await readdir(outside, { recursive: true });
  return { swaps: Number(done), written, refused, outside: found.filter((name) => name !== 'deep') };
}

/** The folder is away for moments: that it cannot be found then is no fault. */
function isRefusal(error: unknown): boolean {
  return error instanceof LukaError || (error instanceof Error && 'code' in error && error.code === 'ENOENT');
}
