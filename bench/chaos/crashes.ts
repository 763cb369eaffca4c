/** Kills Luka again and again in one home, and counts how. */
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { homeLayout } from '#runtime/home/layout.ts';
import type { Customers } from './customers.ts';
import { Life, type Place } from './lives.ts';
import { Plans, type Plan } from './plan.ts';
import { cutPower, keepWhole } from './power-cut.ts';
import { describeProcess, killAll, processesOf, type HomeProcess } from './processes.ts';
import type { Random } from './random.ts';
import type { Violation } from './violation.ts';

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
  definitions: ReadonlyMap<string, TaskDefinition>;
  onKill: (tally: Tally) => void;
  onViolation: (violation: Violation) => void;
}): Promise<void> {
  const { place, customers, random, kills, tally, onKill, onViolation } = options;
  const plans = new Plans(random);
  while (tally.kills < kills) {
    const plan = plans.next();
    if (random.chance(0.3)) await customers.drop();
    const outlived = await processesOf(place.home);
    const life = new Life(place, plan);
    const over = { yet: false };
    const business = doBusiness(life, plan, options, over);
    const killer = killLater(life, plan, over);
    const orphans = findOrphans(life, outlived, options);
    const { code, signal } = await life.ended;
    over.yet = true;
    await Promise.all([business, killer]);
    for (const orphan of await orphans) onViolation({ kind: 'orphan', text: orphan });
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

/** When Luka says that it is up, what an earlier one had started was ended, but for what its task lets go on. */
async function findOrphans(
  life: Life,
  outlived: readonly HomeProcess[],
  { place, definitions }: { place: Place; definitions: ReadonlyMap<string, TaskDefinition> },
): Promise<string[]> {
  if ((await life.apiUrl) === undefined) return [];
  const alive = new Map((await processesOf(place.home)).map((process) => [process.pid, process]));
  return outlived
    .filter(({ pid, run, task }) => {
      const now = alive.get(pid);
      if (now === undefined || run === undefined || now.run !== run) return false;
      return definitions.get(task ?? '')?.orphans !== 'adopt';
    })
    .map((process) => `${describeProcess(process)} outlived Luka, and its next start`);
}

async function killLater(life: Life, { at, stopping }: Plan, over: { yet: boolean }): Promise<void> {
  const end = performance.now() + at;
  while (!over.yet && performance.now() < end)
    await sleep(Math.min(20, Math.max(1, end - performance.now())));
  if (over.yet) return;
  if (stopping) {
    life.kill('SIGTERM');
    await sleep(1 + (at % 250));
  }
  life.kill();
}

type Business = (customers: Customers, apiUrl: string) => Promise<unknown>;
/** Long enough for a moment to come due. */
const NAP_MS = 1_100;

/** What is done now and then, with its share. */
const BUSINESS: readonly (readonly [number, Business])[] = [
  [0.5, (customers, apiUrl) => customers.ask(apiUrl)],
  [0.15, (customers, apiUrl) => customers.ring(apiUrl)],
  [0.2, (customers) => customers.drop()],
  [0.05, (customers, apiUrl) => customers.pause(apiUrl, 'nap')],
  [0.05, (customers, apiUrl) => customers.resume(apiUrl, 'nap')],
  [0.05, (customers, apiUrl) => customers.switch(apiUrl, 'switched')],
];

/** What leads to a place that is seldom come by. */
const LEADS: readonly (readonly [RegExp, Business])[] = [
  [
    /schedule\.|slot\.changed|slot\.withdrawn/,
    async (customers, apiUrl) => {
      await customers.pause(apiUrl, 'nap');
      await sleep(NAP_MS);
      await customers.resume(apiUrl, 'nap');
    },
  ],
  [/task\.noted/, (customers, apiUrl) => customers.switch(apiUrl, 'switched')],
];

/** Keeps asking for this and that while it lives. */
async function doBusiness(
  life: Life,
  { point }: Plan,
  { customers, random, tally }: { customers: Customers; random: Random; tally: Tally },
  over: { yet: boolean },
): Promise<void> {
  const apiUrl = await life.apiUrl;
  if (apiUrl === undefined) return;
  tally.up += 1;
  const lead = LEADS.find(([places]) => point && places.test(point.at))?.[1];
  while (!over.yet) {
    let left = random.next();
    const [, usual] = BUSINESS.find(([share]) => (left -= share) < 0) ?? BUSINESS[0]!;
    await (lead ?? usual)(customers, apiUrl);
    if (!over.yet) await sleep(20 + random.below(150));
  }
}
