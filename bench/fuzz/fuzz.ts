/**
 * `npm run fuzz`: inputs without number for everything that reads what others wrote. `-- --inputs 1000000 --seed 7
 * --target http`; `--seconds` bounds each target, `--total` all together; `--again 1234` runs one input of a seed and a target alone.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seeded } from '../chaos/random.ts';
import { campaign, type CampaignResult, type Sample } from './campaign.ts';
import { seedOf, type FuzzTarget } from './target.ts';

/** What may be held more at the end than after the first tenth, bytes. */
const FLAT = 8_000_000;

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    target: { type: 'string', multiple: true },
    seconds: { type: 'string', default: 'Infinity' },
    total: { type: 'string', default: 'Infinity' },
    again: { type: 'string' },
  },
});
const inputs = Number(values.inputs);
const seed = Number(values.seed);
const names = (await readdir(new URL('targets/', import.meta.url)))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.replace(/\.ts$/, ''))
  .filter((name) => values.target === undefined || values.target.includes(name));
if (names.length === 0) throw new Error(`there is no target called ${values.target?.join(' or ')}`);

if (values.again !== undefined) await again(names[0]!, Number(values.again));
else await all();

async function all(): Promise<void> {
  console.log(`fuzz: ${inputs} inputs for each of ${names.join(', ')}, seed ${seed}`);
  for (const target of names) {
    let shown = performance.now();
    const result = await campaign({
      target,
      seed,
      inputs,
      withinMs: Math.min(Number(values.seconds), Number(values.total) / names.length) * 1_000,
      onProgress(index) {
        if (performance.now() - shown < 30_000) return;
        shown = performance.now();
        console.log(`  ${target}: ${index} of ${inputs}`);
      },
    });
    await print(result);
  }
}

async function print({ target, inputs: ran, findings, samples, ms }: CampaignResult): Promise<void> {
  const count = (kind: string) => findings.filter((finding) => finding.kind === kind).length;
  const memory = memoryOf(samples);
  console.log(
    `${target.padEnd(8)} ${String(ran).padStart(9)} inputs  ${count('violation')} violations  ${count('crash')} crashes  ` +
      `${count('hang')} hangs  ${(ms / 1_000).toFixed(0)} s  ${memory.text}`,
  );
  if (findings.length > 0 || !memory.isFlat) process.exitCode = 1;
  for (const { kind, index, why, least } of findings.slice(0, 5)) {
    console.log(`  ${kind.toUpperCase()} --target ${target} --seed ${seed} --again ${index}`);
    console.log(`    ${why.split('\n').slice(0, 6).join('\n    ')}`);
    if (least !== '') console.log(`    least: ${least}`);
  }
  if (findings.length === 0) return;
  const folder = join(tmpdir(), 'luka-fuzz-findings');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${target}-${seed}.json`);
  await writeFile(file, `${JSON.stringify(findings, null, 2)}\n`);
  console.log(`  all of them: ${file}`);
}

/** At the start, after a tenth and at the end, with the slope between the last two. */
function memoryOf(samples: readonly Sample[]): { text: string; isFlat: boolean } {
  const last = samples.at(-1);
  const tenth = samples[Math.min(samples.length - 1, Math.ceil(samples.length / 10))];
  if (last === undefined || tenth === undefined) return { text: 'no memory measured', isFlat: true };
  const mib = (bytes: number) => (bytes / 1_048_576).toFixed(1);
  const later = samples.filter(({ index }) => index >= tenth.index);
  const slope = slopeOf(later) * 1_000;
  return {
    text:
      `heap ${mib(samples[0]!.heap)}/${mib(tenth.heap)}/${mib(last.heap)} MiB, rss ${mib(samples[0]!.rss)}/${mib(tenth.rss)}/${mib(last.rss)} MiB ` +
      `(start/10 %/end), slope ${slope.toFixed(0)} bytes per 1,000 inputs`,
    isFlat: last.heap - tenth.heap < FLAT,
  };
}

/** Bytes of heap an input, by least squares. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const x = mean(samples.map(({ index }) => index));
  const y = mean(samples.map(({ heap }) => heap));
  const spread = samples.reduce((sum, { index }) => sum + (index - x) ** 2, 0);
  return spread === 0
    ? 0
    : samples.reduce((sum, { index, heap }) => sum + (index - x) * (heap - y), 0) / spread;
}

async function again(name: string, index: number): Promise<void> {
  const { target } = (await import(`./targets/${name}.ts`)) as { target: FuzzTarget };
  await target.start?.();
  const input = target.make(seeded(seedOf(seed, index)));
  console.log(input);
  try {
    await target.run(input);
    console.log('holds');
  } finally {
    await target.stop?.();
  }
}
