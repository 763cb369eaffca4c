/** A confined process writes by name while another, outside, swaps the folder with a link to what it may not touch. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SwapTrial } from '../paths/swap-trial.ts';
import type { Sandbox } from './sandbox.ts';
import { makeBed } from './testing.ts';

/** Writes until it is told to stop, and says how often that went well and how often not. */
const WRITER = `
const { existsSync, writeFileSync } = require('node:fs');
const [folder, stop] = process.argv.slice(1);
let written = 0, refused = 0;
process.stdout.write('ready\\n');
for (let n = 0; !existsSync(stop); n += 1) {
  try { writeFileSync(folder + '/file-' + (n % 1000), 'x'); written += 1; } catch { refused += 1; }
}
process.stdout.write(written + ' ' + refused + '\\n');
`;

export async function tryConfinedSwaps(sandbox: Sandbox, swaps: number): Promise<SwapTrial> {
  await using bed = await makeBed(sandbox);
  const folder = join(bed.person, 'proj/in');
  const outside = join(bed.person, 'outside');
  const stop = join(bed.person, 'proj/stop');
  await mkdir(folder);
  await mkdir(outside);
  const argv = await bed.wrap([process.execPath, '-e', WRITER, folder, stop]);
  const writer = spawn(argv[0], argv.slice(1), { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  writer.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(writer, 'close');
  while (!said.includes('ready')) await once(writer.stdout, 'data');
  const swapper = fileURLToPath(new URL('../paths/swapper.ts', import.meta.url));
  const child = spawn(process.execPath, [swapper, folder, outside, String(swaps)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let done = '';
  child.stdout.on('data', (chunk: Buffer) => (done += chunk.toString()));
  await once(child, 'close');
  await mkdir(stop);
  await ended;
  const [written, refused] = said.trim().split('\n').at(-1)!.split(' ').map(Number);
  return { swaps: Number(done), written: written!, refused: refused!, outside: await readdir(outside) };
}
