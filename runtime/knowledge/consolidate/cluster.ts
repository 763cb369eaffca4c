/** Documents that are about the same, by k-means over the directions of their vectors. The same ones give the same clusters. */

export interface Vectored {
  readonly id: number;
  readonly vector: Float32Array;
}

export interface Cluster {
  /** The nearest to its middle first. */
  readonly members: readonly number[];
}

const ROUNDS = 10;
const MOST = 40;
/** Fewer are no topic. */
const LEAST_MEMBERS = 3;
/** Cosine to the middle; what is farther belongs nowhere. */
const LEAST_LIKENESS = 0.15;
/** Of a few documents several beginnings are tried, since a bad one puts two topics together. */
const TRIES = 6;
const MANY = 400;

interface Grouping {
  /** Of each document. */
  readonly nearest: readonly Nearest[];
  /** Likeness of all to their middles, added. */
  readonly worth: number;
}
interface Nearest {
  readonly at: number;
  readonly likeness: number;
}

/** @returns the largest first */
export function cluster(documents: readonly Vectored[]): Cluster[] {
  const found = documents.flatMap(({ id, vector }) => {
    const unit = normalized(vector);
    return unit ? [{ id, unit }] : [];
  });
  if (found.length < LEAST_MEMBERS) return [];
  const units = found.map(({ unit }) => unit);
  const count = Math.max(1, Math.min(MOST, Math.round(Math.sqrt(units.length))));
  const random = randoms();
  const tries = Array.from({ length: units.length > MANY ? 1 : TRIES }, () => group(units, count, random));
  const { nearest } = tries.reduce((best, each) => (each.worth > best.worth ? each : best));
  return Array.from({ length: count }, (_, at) => ({ members: membersOf(found, nearest, at) }))
    .filter(({ members }) => members.length >= LEAST_MEMBERS)
    .toSorted((a, b) => b.members.length - a.members.length);
}

function membersOf(
  found: readonly { readonly id: number }[],
  nearest: readonly Nearest[],
  at: number,
): number[] {
  return found
    .map(({ id }, index) => ({ id, own: nearest[index]!.at, likeness: nearest[index]!.likeness }))
    .filter(({ own, likeness }) => own === at && likeness >= LEAST_LIKENESS)
    .toSorted((a, b) => b.likeness - a.likeness || a.id - b.id)
    .map(({ id }) => id);
}

function group(units: readonly Float32Array[], count: number, random: () => number): Grouping {
  let middles = beginnings(units, count, random);
  let nearest: Nearest[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    nearest = units.map((unit) => nearestOf(middles, unit));
    const sums = middles.map((middle) => new Float32Array(middle.length));
    for (const [index, unit] of units.entries()) {
      const sum = sums[nearest[index]!.at]!;
      for (let place = 0; place < sum.length; place += 1) sum[place]! += unit[place]!;
    }
    middles = sums.map((sum, at) => normalized(sum) ?? middles[at]!);
  }
  return { nearest, worth: nearest.reduce((sum, { likeness }) => sum + likeness, 0) };
}

/** Far from each other, mostly (k-means++, Arthur and Vassilvitskii, 2007). */
function beginnings(units: readonly Float32Array[], count: number, random: () => number): Float32Array[] {
  const first = units[Math.floor(random() * units.length)]!;
  const chosen = [first];
  const far = units.map((unit) => distance(unit, first));
  while (chosen.length < count) {
    let left = random() * far.reduce((sum, value) => sum + value, 0);
    const at = far.findIndex((value) => (left -= value) < 0);
    const next = units[at === -1 ? chosen.length : at]!;
    chosen.push(next);
    for (const [index, unit] of units.entries()) far[index] = Math.min(far[index]!, distance(unit, next));
  }
  return chosen;
}

/** Squared, of directions. */
function distance(a: Float32Array, b: Float32Array): number {
  return Math.max(0, 2 - 2 * dot(a, b));
}

/** The same numbers each time. */
function randoms(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function nearestOf(middles: readonly Float32Array[], unit: Float32Array): Nearest {
  let best = { at: 0, likeness: -1 };
  for (const [at, middle] of middles.entries()) {
    const likeness = dot(middle, unit);
    if (likeness > best.likeness) best = { at, likeness };
  }
  return best;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += a[at]! * b[at]!;
  return sum;
}

function normalized(vector: Float32Array): Float32Array | undefined {
  const length = Math.sqrt(dot(vector, vector));
  return length === 0 ? undefined : vector.map((value) => value / length);
}
