/** Runs of a synthetic year, in the order in which they were asked for. */
import { CAST, likelihood, type Actor } from './cast.ts';

export interface InventedRun {
  /** Undefined for a work order. */
  readonly actor: Actor | undefined;
  /** ms since 1970. */
  readonly queuedAt: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly state: 'succeeded' | 'failed' | 'timed_out' | 'cancelled';
  readonly attempt: number;
}

export interface Year {
  readonly runs: number;
  /** ms since 1970. */
  readonly from: number;
  readonly to: number;
  readonly random: () => number;
}

const ORDERS = 0.02;
const TOTAL = CAST.reduce((sum, { weight }) => sum + weight, 0);

export function inventRuns({ runs, from, to, random }: Year): InventedRun[] {
  const all: InventedRun[] = [];
  while (all.length < runs) {
    const actor = random() < ORDERS ? undefined : pick(random);
    const queuedAt = Math.floor(from + random() * (to - from - 3_600_000));
    if (random() > likelihood(actor?.habit ?? 'workdays', queuedAt)) continue;
    const year = (queuedAt - from) / (to - from);
    // Machines get slower as disks fill; one run in three hundred is held up by something.
    const drift = 1 + year * 0.3;
    const held = random() < 0.003 ? 6 + random() * 10 : 1;
    const spread = Math.exp((actor?.spread ?? 0.8) * normal(random));
    const durationMs = Math.min(3_000_000, Math.round((actor?.medianMs ?? 30_000) * drift * held * spread));
    const startedAt = queuedAt + Math.round(Math.exp(3.5 + 1.6 * normal(random)));
    all.push({
      actor,
      queuedAt,
      startedAt,
      endedAt: startedAt + durationMs,
      state: stateOf(actor, random),
      attempt: random() < (actor?.retrying ?? 0) ? 2 : 1,
    });
  }
  return all.toSorted((a, b) => a.queuedAt - b.queuedAt);
}

function pick(random: () => number): Actor {
  let left = random() * TOTAL;
  for (const actor of CAST) {
    left -= actor.weight;
    if (left <= 0) return actor;
  }
  return CAST[0]!;
}

function stateOf(actor: Actor | undefined, random: () => number): InventedRun['state'] {
  const dice = random();
  if (dice < 0.004) return 'cancelled';
  if (dice < 0.006) return 'timed_out';
  return dice < 0.006 + (actor?.failing ?? 0.03) ? 'failed' : 'succeeded';
}

/** Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
