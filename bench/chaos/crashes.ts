/** Kills Luka again and again in one home, and counts how. */
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { homeLayout } from '#runtime/home/layout.ts';
import type { Customers } from './customers.ts';
import { Life, type Place } from './lives.ts';
import { Plans, type Plan } from './plan.ts';
import { cutPower, keepWhole } from './power-cut.ts';
import { killAll } from './processes.ts';
import type { Random } from './random.ts';

export interface Tally {
  kills: number;
  /** Deaths at a point, by place. */
  readonly points: Map<string, number>;
  outside: number;
  stopping: number;
  cuts: number;
  torn: number;
  /** Lives that came as far as announcing themselves. */
  up: number;
}

export function emptyTally(): Tally {
  return { kills: 0, points: new Map(), outside: 0, stopping: 0, cuts: 0, torn: 0, up: 0 };
}

/** @throws Error where Luka ended by itself */
export async function crash(options: {
  place: Place;
  customers: Customers;
  random: Random;
  kills: number;
  tally: Tally;
  onKill: (tally: Tally) => void;
}): Promise<void> {
  const { place, customers, random, kills, tally, onKill } = options;
  const plans = new Plans(random);
  while (tally.kills < kills) {
    const plan = plans.next();
    if (random.chance(0.3)) await customers.drop();
    const life = new Life(place, plan.point);
    const over = { yet: false };
    const business = doBusiness(life, customers, random, over, tally);
    const killer = killLater(life, plan, over);
    const { code, signal } = await life.ended;
    over.yet = true;
    await Promise.all([business, killer]);
    const { database } = homeLayout(place.home);
    const copies = join(place.folder, 'synced');
    if (plan.stopping && signal === null && code === 0) {
      keepWhole(database, copies);
      continue;
    }
    // It had not come as far as listening to signals.
    if (plan.stopping && signal === 'SIGTERM') continue;
    if (signal !== 'SIGKILL') throw new Error(`Luka ended by itself, with code ${code} and signal ${signal}`);
    tally.kills += 1;
    if (life.reachedPoint && plan.point) {
      const name = `${plan.point.when} ${plan.point.at}`;
      tally.points.set(name, (tally.points.get(name) ?? 0) + 1);
    } else {
      if (plan.point) plans.missed(plan.point);
      if (plan.stopping) tally.stopping += 1;
      else tally.outside += 1;
    }
    if (plan.cut) {
      await killAll(place.home);
      tally.cuts += 1;
      if (cutPower(database, copies, random, plan.torn) > 0) tally.torn += 1;
    }
    onKill(tally);
  }
}

async function killLater(life: Life, { at, stopping }: Plan, over: { yet: boolean }): Promise<void> {
  const end = performance.now() + at;
  while (!over.yet && performance.now() < end) await sleep(Math.min(20, Math.max(1, end - performance.now())));
  if (over.yet) return;
  if (stopping) {
    life.kill('SIGTERM');
    await sleep(1 + (at % 250));
  }
  life.kill();
}

/** Keeps asking for this and that while it lives. */
async function doBusiness(
  life: Life,
  customers: Customers,
  random: Random,
  over: { yet: boolean },
  tally: Tally,
): Promise<void> {
  const apiUrl = await life.apiUrl;
  if (apiUrl === undefined) return;
  tally.up += 1;
  while (!over.yet) {
    const what = random.next();
    if (what < 0.5) await customers.ask(apiUrl);
    else if (what < 0.65) await customers.ring(apiUrl);
    else if (what < 0.85) await customers.drop();
    else await customers.toggle(apiUrl, 'nap');
    if (!over.yet) await sleep(20 + random.below(150));
  }
}
