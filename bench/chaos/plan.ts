/** How each life of Luka ends: where or when it is killed, and whether the power goes with it. */
import { CALLS, PLACES, type Point } from './points.ts';
import type { Random } from './random.ts';

export interface Plan {
  /** Where it kills itself; where it never comes there, it is killed from outside. */
  readonly point?: Point;
  /** When it is killed from outside, ms after it was started. */
  readonly at: number;
  /** It is asked to stop first, and killed while it does. */
  readonly stopping: boolean;
  readonly cut: boolean;
  readonly torn: boolean;
  /** How long the disk takes for a sync at least, ms. */
  readonly diskMs: number;
}

const AT_A_POINT = 0.75;
const STOPPING = 0.06;
const CUT = 0.35;
/** What was promised before it was synced is only seen where a sync takes a while. */
const SLOW = 0.5;
const SLOWEST_MS = 40;
/** ms that a life which is to die at a point gets to come there. */
const PATIENCE_MS = 2_500;
/** A start takes about half a second here; it is as good a moment as any. */
const EARLIEST_MS = 60;
const LATEST_MS = 1_600;
/** How often a life comes by: a hundred times, a few times; anything else once, if at all. */
const NTH: readonly (readonly [ReadonlySet<string>, readonly number[]])[] = [
  [new Set(['begin', 'commit', 'sync']), [1, 2, 4, 7, 12, 20, 35, 60]],
  [
    new Set([
      'spawn',
      ...['run.queued', 'run.started', 'run.finished', 'slot.added', 'trigger.accounted'].map(ofCommit),
      ...['step.started', 'step.identified', 'step.finished'].map(ofCommit),
    ]),
    // The first often happens while the crash before is being cleared up.
    [1, 2, 3, 5, 8],
  ],
];

export class Plans {
  readonly #random: Random;
  #places: Pick<Point, 'at' | 'when'>[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  next(): Plan {
    const random = this.#random;
    const cut = random.chance(CUT);
    const diskMs = random.chance(SLOW) ? 5 + random.below(SLOWEST_MS) : 0;
    const ways = { cut, torn: cut && random.chance(0.5), stopping: false, diskMs };
    if (random.chance(AT_A_POINT)) {
      const place = this.#place();
      const choice = NTH.find(([places]) => places.has(place.at))?.[1];
      return { ...ways, point: { ...place, nth: choice ? random.pick(choice) : 1 }, at: PATIENCE_MS };
    }
    const at = EARLIEST_MS + random.below(LATEST_MS - EARLIEST_MS);
    return { ...ways, at, stopping: random.chance(STOPPING / (1 - AT_A_POINT)) };
  }

  /** It never came there: the first of its kind is tried for later. */
  missed({ at, when }: Point): void {
    this.#places.splice(this.#random.below(this.#places.length + 1), 0, { at, when });
  }

  /** Each place once, then all of them again; the bare calls first. */
  #place(): Pick<Point, 'at' | 'when'> {
    if (this.#places.length === 0) {
      const isCall = (place: { at: string }) => (CALLS as readonly string[]).includes(place.at);
      const order = this.#random.shuffle(PLACES);
      this.#places = [...order.filter(isCall), ...order.filter((place) => !isCall(place))];
    }
    return this.#places.shift()!;
  }
}

function ofCommit(transition: string): string {
  return `commit ${transition}`;
}
