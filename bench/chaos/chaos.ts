/**
 * `npm run chaos`: the real Luka is killed at random moments, at every transition of its ledger and by power cuts, while it
 * works; then it is checked that nothing was lost, nothing was done twice and nothing was left behind. `--kills 50` is the
 * short form, `--seed` draws the same plan again.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkAll } from './checks.ts';
import { crash, emptyTally } from './crashes.ts';
import { Customers } from './customers.ts';
import { fillTheDisk } from './disk-full.ts';
import { drain } from './drain.ts';
import { gather, type Evidence } from './evidence.ts';
import { Life, type Place } from './lives.ts';
import { PLACES } from './points.ts';
import { killAll } from './processes.ts';
import { seeded } from './random.ts';
import { printTable, progress } from './table.ts';
import type { Violation } from './violation.ts';
import { definitionsOf, makeHome, tasksOf } from './workload.ts';

/** With so many kills each place has had its turn a dozen times. */
const ENOUGH_FOR_ALL = 1_000;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    'no-disk': { type: 'boolean', default: false },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed);
console.log(`chaos: ${kills} kills, seed ${seed}`);
const began = performance.now();

const folder = await mkdtemp(join(tmpdir(), 'luka-chaos-'));
const place: Place = { folder, home: join(folder, 'home'), effects: join(folder, 'effects') };
const tasks = tasksOf(place.effects);
const definitions = definitionsOf(tasks);
await makeHome(place.home, tasks);
const random = seeded(seed);
const customers = new Customers(place.home, place.effects, random);
const tally = emptyTally();
const violations: Violation[] = [];
let evidence: Evidence | undefined;
try {
  await crash({
    place,
    customers,
    definitions,
    random,
    kills,
    tally,
    onKill: progress(kills),
    onViolation: (violation) => violations.push(violation),
  });
  const life = new Life(place);
  const { until, stuck } = await drain({ life, home: place.home, customers, definitions });
  violations.push(...stuck.map((text) => ({ kind: 'lost' as const, text })));
  life.kill();
  await life.ended;
  evidence = await gather({ place, journal: customers.journal, definitions, until });
  violations.push(...checkAll(evidence));
} catch (error) {
  violations.push({ kind: 'ledger', text: error instanceof Error ? error.message : String(error) });
} finally {
  await killAll(place.home);
}
const disk = values['no-disk'] ? { skipped: 'not asked for' } : await fillTheDisk(seed);
const missed = PLACES.filter(({ at, when }) => !tally.points.has(`${when} ${at}`));
if (kills >= ENOUGH_FOR_ALL && missed.length > 0)
  violations.push({ kind: 'ledger', text: 'there are places where Luka was never killed' });
const all = [...violations, ...('violations' in disk ? disk.violations : [])];
printTable({ tally, missed, evidence, disk, violations: all, ms: performance.now() - began });
if (all.length > 0) {
  process.exitCode = 1;
  console.log(`\n${all.length} violations; everything is kept in ${folder} (seed ${seed})`);
} else {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
