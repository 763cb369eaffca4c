/** All inputs of one target: started again behind an input that hangs or kills, with memory watched all the way. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Message, WorkOrder } from './worker.ts';

/** An input may take so long, ms. */
const HANG_MS = 2_000;
const LOOK_MS = 250;
/** Starting a whole Luka, and reducing what was found. */
const PATIENT_MS = 60_000;
const ENOUGH_FINDINGS = 20;
const SAMPLES = 100;
/** No target runs more at once. */
const STEP = 16;

export interface FuzzFinding {
  readonly kind: 'violation' | 'crash' | 'hang';
  readonly index: number;
  readonly why: string;
  /** The smallest input that was found; empty where it has to be made again from seed and index. */
  readonly least: string;
}

export interface Sample {
  readonly index: number;
  readonly heap: number;
  readonly rss: number;
}

export interface CampaignResult {
  readonly target: string;
  readonly inputs: number;
  readonly findings: readonly FuzzFinding[];
  readonly samples: readonly Sample[];
  readonly ms: number;
}

export async function campaign(options: {
  readonly target: string;
  readonly seed: number;
  readonly inputs: number;
  /** Ends it before all inputs were run, ms. */
  readonly withinMs: number;
  readonly onProgress: (index: number) => void;
}): Promise<CampaignResult> {
  const folder = await mkdtemp(join(tmpdir(), 'luka-fuzz-'));
  const began = performance.now();
  const findings: FuzzFinding[] = [];
  const samples: Sample[] = [];
  let next = 0;
  try {
    while (next < options.inputs && findings.length < ENOUGH_FINDINGS) {
      const life = await live({ ...options, from: next, folder, findings, samples, began });
      if (life.kind === 'late') {
        next = life.at;
        break;
      }
      if (life.kind !== 'done') findings.push({ kind: life.kind, index: life.at, why: life.why, least: '' });
      // Behind all that may have been under way with it.
      next = life.kind === 'done' ? options.inputs : life.at + STEP;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { target: options.target, inputs: next, findings, samples, ms: performance.now() - began };
}

interface Life {
  readonly kind: 'done' | 'crash' | 'hang' | 'late';
  readonly at: number;
  readonly why: string;
}

/** One process, from its first input to its last. */
async function live(options: {
  readonly target: string;
  readonly seed: number;
  readonly inputs: number;
  readonly withinMs: number;
  readonly began: number;
  readonly from: number;
  readonly folder: string;
  readonly findings: FuzzFinding[];
  readonly samples: Sample[];
  readonly onProgress: (index: number) => void;
}): Promise<Life> {
  const progress = join(options.folder, 'progress');
  const order: WorkOrder = {
    target: options.target,
    seed: options.seed,
    from: options.from,
    to: options.inputs,
    samples: SAMPLES,
    inputs: options.inputs,
    progress,
  };
  await rm(progress, { force: true });
  const child = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), [JSON.stringify(order)], {
    execArgv: ['--expose-gc', '--max-old-space-size=1024'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => (said = (said + chunk).slice(-4_000)));
  let isDone = false;
  let heard = performance.now();
  child.on('message', (message: Message) => {
    heard = performance.now();
    if (message.kind === 'done') isDone = true;
    else if (message.kind === 'violation') options.findings.push(message);
    else options.samples.push(message);
    if (options.findings.length >= ENOUGH_FINDINGS) child.kill('SIGKILL');
  });
  let at = options.from;
  let ended: Life['kind'] | undefined;
  let since = performance.now();
  const look = setInterval(() => {
    void readFile(progress).then(
      (bytes) => {
        const now = bytes.length === 8 ? bytes.readDoubleLE() : at;
        if (now !== at) since = performance.now();
        at = now;
        options.onProgress(at);
        const quiet = performance.now() - Math.max(since, heard);
        // While an input that failed is made smaller, nothing moves on: it is known already.
        const patience = at === options.from || options.findings.at(-1)?.index === at ? PATIENT_MS : HANG_MS;
        if (!isDone && quiet > patience) ended = 'hang';
        else if (performance.now() - options.began > options.withinMs) ended ??= 'late';
        if (ended !== undefined) child.kill('SIGKILL');
      },
      () => undefined,
    );
  }, LOOK_MS);
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  clearInterval(look);
  if (isDone) return { kind: 'done', at, why: '' };
  if (options.findings.length >= ENOUGH_FINDINGS) return { kind: 'late', at, why: '' };
  return { kind: ended ?? 'crash', at, why: `${signal ?? `exit code ${code}`} ${said}` };
}
