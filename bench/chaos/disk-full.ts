/**
 * A small disk is filled while Luka works: it refuses what it cannot write down, forgets nothing it has promised, and goes
 * on by itself when there is room again, with an entry for every moment that came due meanwhile.
 */
import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkAll } from './checks.ts';
import { Customers } from './customers.ts';
import { drain, within } from './drain.ts';
import { gather } from './evidence.ts';
import { Life, type Place } from './lives.ts';
import { killAll } from './processes.ts';
import { seeded } from './random.ts';
import type { Violation } from './violation.ts';
import { definitionsOf, makeHome, tasksOf } from './workload.ts';

const run = promisify(execFile);

/** The ledger of such a short life takes a tenth of it. */
const SIZE = '16m';
const TASKS = ['every-second', 'pulse', 'follower', 'again', 'asked'];
/** Refusals to see before there is room again: at most ten a second, so moments come due meanwhile. */
const REFUSALS = 60;
const DEADLINE_MS = 30_000;

export type DiskResult =
  { readonly skipped: string } | { readonly text: string; readonly violations: readonly Violation[] };

export async function fillTheDisk(seed: number): Promise<DiskResult> {
  const folder = await mkdtemp(join(tmpdir(), 'luka-chaos-disk-'));
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', disk]);
  } catch (error) {
    await rm(folder, { recursive: true });
    return { skipped: `no small disk can be made here (${String(error).split('\n', 1)[0]})` };
  }
  const place: Place = { folder, home: join(disk, 'home'), effects: join(folder, 'effects') };
  try {
    return await fill(place, join(disk, 'filler'), seed);
  } finally {
    await killAll(place.home);
    await run('umount', [disk]);
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill(place: Place, filler: string, seed: number): Promise<DiskResult> {
  const all = tasksOf(place.effects);
  const tasks = Object.fromEntries(TASKS.map((id) => [id, all[id]!]));
  const definitions = definitionsOf(tasks);
  await makeHome(place.home, tasks);
  const customers = new Customers(place.home, place.effects, seeded(seed));
  const life = new Life(place);
  const violations: Violation[] = [];
  let refused = 0;
  const ask = async (): Promise<number | undefined> => {
    const reply = await customers.askOnce(apiUrl, 'asked');
    const code = (reply?.body['error'] as { code?: string } | undefined)?.code;
    if (reply?.status === 507 && code === 'disk_full') refused += 1;
    else if (reply?.status !== 201)
      violations.push({ kind: 'ledger', text: `on a full disk the answer was ${JSON.stringify(reply)}` });
    return reply?.status;
  };
  const apiUrl = (await life.apiUrl) ?? '';
  try {
    for (let n = 0; n < 5; n += 1) await ask();
    const filled = await within(DEADLINE_MS, async () => {
      fillUp(filler);
      await ask();
      return refused >= REFUSALS || violations.length > 0;
    });
    if (!filled)
      violations.push({ kind: 'ledger', text: `a full disk was refused for ${refused} times only` });
    rmSync(filler);
    if (!(await within(DEADLINE_MS, async () => (await ask()) === 201)))
      violations.push({ kind: 'lost', text: 'with room again, requests are still refused' });
    const { until, stuck } = await drain({ life, home: place.home, customers, definitions });
    violations.push(...stuck.map((text) => ({ kind: 'lost' as const, text })));
    const evidence = await gather({ place, journal: customers.journal, definitions, until });
    violations.push(...checkAll(evidence));
    const held = evidence.ledger.slots.filter(
      (slot) => slot.state === 'caught_up' || slot.state === 'coalesced',
    );
    const text = `${refused} refused, ${customers.journal.asks.size} promised, ${held.length} of ${evidence.ledger.slots.length} moments made up for`;
    return { text, violations };
  } finally {
    life.kill();
    await life.ended;
  }
}

/** To the last byte. */
function fillUp(filler: string): void {
  for (const size of [65_536, 4_096, 512])
    try {
      for (;;) appendFileSync(filler, Buffer.alloc(size));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
}
