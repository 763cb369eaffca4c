/** 500 runs that do what they can to get away, cancelled, half of them confined: `node bench/vectors/survivors.ts [runs]`. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ESCAPES,
  tryEscape,
  WITHIN_MS,
  type EscapeTrial,
  type Wrap,
} from '#runtime/runs/processes/escapes.ts';
import { findSandbox } from '#runtime/safety/sandbox/find-sandbox.ts';
import { makeBed } from '#runtime/safety/sandbox/testing.ts';
import { median, percentile, report, type Result } from '../measure.ts';

const runs = Number(process.argv[2] ?? 500);
const SIDE_BY_SIDE = 5;

async function tryAll(folder: string, count: number, wrap?: Wrap): Promise<EscapeTrial[]> {
  const shapes = Object.keys(ESCAPES);
  const trials: EscapeTrial[] = [];
  for (let n = 0; n < count; n += SIDE_BY_SIDE) {
    const batch = Array.from(
      { length: Math.min(SIDE_BY_SIDE, count - n) },
      (_, k) => shapes[(n + k) % shapes.length]!,
    );
    trials.push(...(await Promise.all(batch.map((shape) => tryEscape(shape, folder, wrap ? { wrap } : {})))));
  }
  return trials;
}

function judge(how: string, trials: readonly EscapeTrial[]): Result[] {
  const survivors = trials.filter((trial) => trial.survivors.length > 0);
  const unborn = trials.filter(({ before }) => before === 0);
  const times = trials.map(({ ms }) => ms);
  return [
    {
      what: `${trials.length} runs ${how}: with survivors after ${WITHIN_MS} ms`,
      measured: `${survivors.length} ${[...new Set(survivors.map(({ shape }) => shape))].join(', ')}`.trim(),
      bound: '0',
      ok: survivors.length === 0,
    },
    {
      what: `${trials.length} runs ${how}: nothing to end (a trial that failed)`,
      measured: String(unborn.length),
      bound: '0',
      ok: unborn.length === 0,
    },
    {
      what: `${trials.length} runs ${how}: until it is certain, with 200 ms of grace`,
      measured: `median ${Math.round(median(times))} ms, slowest ${Math.round(percentile(times, 1))} ms`,
      bound: 'none: it waits for the processor',
      ok: true,
    },
  ];
}

const folder = await mkdtemp(join(await realpath(tmpdir()), 'luka-survivors-'));
const results: Result[] = [];
try {
  results.push(...judge('as the person', await tryAll(folder, Math.ceil(runs / 2))));
  const sandbox = await findSandbox();
  if ('reason' in sandbox)
    results.push({ what: 'confined runs', measured: sandbox.reason, bound: '0', ok: false });
  else {
    await using bed = await makeBed(sandbox);
    results.push(...judge('confined', await tryAll(folder, Math.floor(runs / 2), (argv) => bed.wrap(argv))));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
report('Cancelled runs', results);
