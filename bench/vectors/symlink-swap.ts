/** 10,000 swaps of a folder with a link to outside while it is written to: `node bench/vectors/symlink-swap.ts [swaps]`. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSandbox } from '#runtime/safety/sandbox/find-sandbox.ts';
import { trySwaps } from '#runtime/safety/paths/swap-trial.ts';
import { tryConfinedSwaps } from '#runtime/safety/sandbox/swap-trial.ts';
import { report, type Result } from '../measure.ts';

const swaps = Number(process.argv[2] ?? 10_000);

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'luka-swap-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const results: Result[] = [];
// The trial's own trial: a path that was checked and is then opened by its name does get outside.
const plain = await inFolder((folder) => trySwaps(folder, swaps, 'plain'));
results.push({
  what: `baseline, checked and then opened by name: writes outside in ${plain.swaps} swaps`,
  measured: `${plain.outside.length} of ${plain.written}`,
  bound: 'at least 1, or nothing was tried',
  ok: plain.outside.length > 0,
});
const guarded = await inFolder((folder) => trySwaps(folder, swaps, 'guarded'));
results.push({
  what: `opened through the guard: writes outside in ${guarded.swaps} swaps`,
  measured: `${guarded.outside.length} of ${guarded.written}, ${guarded.refused} refused`,
  bound: '0',
  ok: guarded.outside.length === 0 && guarded.swaps === swaps && guarded.written > 0,
});
const sandbox = await findSandbox();
if ('reason' in sandbox) {
  results.push({ what: 'a confined process', measured: sandbox.reason, bound: '0', ok: false });
} else {
  const confined = await tryConfinedSwaps(sandbox, swaps);
  results.push({
    what: `a confined process that writes by name: writes outside in ${confined.swaps} swaps`,
    measured: `${confined.outside.length} of ${confined.written}, ${confined.refused} refused`,
    bound: '0',
    ok: confined.outside.length === 0 && confined.swaps === swaps && confined.written > 0,
  });
}
report('Symlink swaps during use', results);
