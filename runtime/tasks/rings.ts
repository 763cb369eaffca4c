/** Who waits for itself in a directed graph, in time that grows with its edges and nothing else. */

export type Edges = ReadonlyMap<string, readonly string[]>;

/** From one node along the edges; the last one leads back to the first. `...` stands for those of a long way. */
export type Ring = readonly string[];

/** How far a ring is followed from a node, each way. */
const MAX_HOPS = 16;
export const GAP = '...';

/** For each node that lies on a ring, one such ring that begins with it. An edge to a node that is no key counts for nothing. */
export function findRings(edges: Edges): Map<string, Ring> {
  const rings = new Map<string, Ring>();
  for (const members of components(edges)) {
    const [root = ''] = members;
    const inside = new Set(members);
    const next = (name: string) => (edges.get(name) ?? []).filter((to) => inside.has(to));
    if (members.length === 1 && !next(root).includes(root)) continue;
    const previous = new Map<string, string[]>(members.map((name) => [name, []]));
    for (const name of members) for (const to of next(name)) previous.get(to)?.push(name);
    const ways: Ways = {
      towards: treeFrom(root, (name) => previous.get(name) ?? []),
      away: treeFrom(root, next),
      root,
      first: next(root)[0] ?? root,
    };
    for (const name of members) rings.set(name, ringThrough(name, ways));
  }
  return rings;
}

interface Ways {
  readonly root: string;
  /** Where an edge leads from the root to. */
  readonly first: string;
  /** The next node on a shortest way to the root. */
  readonly towards: ReadonlyMap<string, string>;
  /** The node before, on a shortest way from the root. */
  readonly away: ReadonlyMap<string, string>;
}

/** There is a way from every node of a component to its root and one back; where they meet first, the ring is closed. */
function ringThrough(name: string, { root, first, towards, away }: Ways): Ring {
  const start = name === root ? first : name;
  if (start === root) return [root];
  const back = [start, ...walk(start, away)];
  const places = new Map(back.map((one, index) => [one, index]));
  const there = [start];
  for (const one of walk(start, towards)) {
    const met = places.get(one);
    if (met !== undefined) return from(name, [...there, ...back.slice(1, met + 1).reverse()]);
    there.push(one);
  }
  return from(name, [...there, GAP, ...back.slice(1).reverse()]);
}

/** The same ring, begun with another of its nodes. */
function from(name: string, ring: Ring): Ring {
  const at = ring.indexOf(name);
  return [...ring.slice(at), ...ring.slice(0, at)];
}

function walk(start: string, tree: ReadonlyMap<string, string>): string[] {
  const names: string[] = [];
  for (let at = tree.get(start); at !== undefined && names.length < MAX_HOPS; at = tree.get(at))
    names.push(at);
  return names;
}

/** Breadth first: for each node but the root, the one it was reached from. */
function treeFrom(root: string, next: (name: string) => readonly string[]): Map<string, string> {
  const tree = new Map<string, string>();
  const queue = [root];
  for (const name of queue) {
    for (const to of next(name)) {
      if (to === root || tree.has(to)) continue;
      tree.set(to, name);
      queue.push(to);
    }
  }
  return tree;
}

/** Strongly connected components: Tarjan's algorithm, with a stack of its own, for a chain may be as long as it likes. */
function components(edges: Edges): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const found: string[][] = [];
  const enter = (name: string): { name: string; next: number } => {
    order.set(name, order.size);
    low.set(name, order.size - 1);
    open.push(name);
    isOpen.add(name);
    return { name, next: 0 };
  };
  for (const start of edges.keys()) {
    if (order.has(start)) continue;
    const path = [enter(start)];
    for (let at = path.at(-1); at; at = path.at(-1)) {
      const to = edges.get(at.name)?.[at.next];
      at.next += 1;
      if (to === undefined) {
        path.pop();
        const own = low.get(at.name) ?? 0;
        const above = path.at(-1);
        if (above) low.set(above.name, Math.min(low.get(above.name) ?? 0, own));
        if (own !== order.get(at.name)) continue;
        const members = open.splice(open.lastIndexOf(at.name));
        for (const member of members) isOpen.delete(member);
        found.push(members);
      } else if (edges.has(to) && !order.has(to)) path.push(enter(to));
      else if (isOpen.has(to)) low.set(at.name, Math.min(low.get(at.name) ?? 0, order.get(to) ?? 0));
    }
  }
  return found;
}
