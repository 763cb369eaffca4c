/**
 * Runs the inputs of one target, one after the other, in a process of its own. Where it is, it writes into a file before
 * each input: when it hangs or dies, the file says at which.
 */
import { openSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import { seeded } from '../chaos/random.ts';
import { shrink } from './shrink.ts';
import { seedOf, type FuzzTarget } from './target.ts';

export interface WorkOrder {
  readonly target: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  /** How many samples of memory are taken on the way of all inputs, and how many inputs these are. */
  readonly samples: number;
  readonly inputs: number;
  readonly progress: string;
}

export type Message =
  | { readonly kind: 'sample'; readonly index: number; readonly heap: number; readonly rss: number }
  | { readonly kind: 'violation'; readonly index: number; readonly why: string; readonly least: string }
  | { readonly kind: 'done' };

const collect = (globalThis as { gc?: () => void }).gc;
const order = JSON.parse(process.argv[2] ?? '{}') as WorkOrder;
const { target } = (await import(`./targets/${order.target}.ts`)) as { target: FuzzTarget };
const file = openSync(order.progress, 'w');
const place = Buffer.alloc(8);

function tell(message: Message): Promise<void> {
  return new Promise((resolve) => process.send!(message, () => resolve()));
}

/** Only what is still held after everything was collected that can be. */
async function sample(index: number): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    collect?.();
    await pause(5);
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  await tell({ kind: 'sample', index, heap: heapUsed + external, rss });
}

/** Without a turn of the event loop where the target runs at once. */
function failure(input: unknown): Promise<string | undefined> | string | undefined {
  try {
    return target.run(input)?.then(() => undefined, told);
  } catch (error) {
    return told(error);
  }
}

function told(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : inspect(error);
}

await target.start?.();
const every = Math.max(1, Math.floor(order.inputs / order.samples));
let turn = performance.now();
const { atOnce = 1 } = target;
for (let index = order.from; index < order.to; index += atOnce) {
  place.writeDoubleLE(index);
  writeSync(file, place, 0, 8, 0);
  if (index % every < atOnce) await sample(index);
  if (atOnce === 1) {
    const input = inputAt(index);
    const failed = failure(input);
    const why = typeof failed === 'object' ? await failed : failed;
    if (why !== undefined) await violated(index, input, why);
  } else {
    const batch = Array.from({ length: Math.min(atOnce, order.to - index) }, (_, at) => inputAt(index + at));
    for (const [at, why] of (await Promise.all(batch.map(async (input) => failure(input)))).entries())
      if (why !== undefined) await violated(index + at, batch[at], why);
  }
  // What runs at once would never let a timer or a message have its turn.
  if (performance.now() - turn > 50) {
    await new Promise(setImmediate);
    turn = performance.now();
  }
}
await sample(order.to);
await target.stop?.();
await tell({ kind: 'done' });
process.disconnect();

function inputAt(index: number): unknown {
  return target.make(seeded(seedOf(order.seed, index)));
}

async function violated(index: number, input: unknown, why: string): Promise<void> {
  const least = await shrink(input, async (smaller) => (await failure(smaller)) !== undefined);
  await tell({
    kind: 'violation',
    index,
    why,
    least: inspect(least, { maxStringLength: 2_000, maxArrayLength: 500 }),
  });
}
