/** Who loads whom: of the files of a lot, and of those they lead to. */
import { readFile } from 'node:fs/promises';
import { extname, sep } from 'node:path';
import { findRequires } from '../convert/requires.ts';
import { readSource } from '../convert/source.ts';
import { placeOf } from '../convert/syntax.ts';
import { requiredFile } from '../resolve/file-resolver.ts';

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** As it is written there. */
  readonly specifier: string;
  /** `later`: by a `require` that stays one. */
  readonly place: 'top' | 'later';
  /** While the file itself is loaded. */
  readonly loading: boolean;
  readonly line: number;
  readonly column: number;
}

/** Beyond this many files nothing is followed. */
const MOST = 5_000;

/** @param files absolute and real */
export async function readGraph(files: readonly string[]): Promise<Map<string, Edge[]>> {
  const graph = new Map<string, Edge[]>();
  const open = [...files];
  for (let file = open.pop(); file !== undefined && graph.size < MOST; file = open.pop()) {
    if (graph.has(file)) continue;
    const edges = edgesOf(file, await readFile(file, 'utf8'));
    graph.set(file, edges);
    open.push(...edges.map(({ to }) => to).filter((to) => !graph.has(to)));
  }
  return graph;
}

function edgesOf(file: string, text: string): Edge[] {
  let source: ReturnType<typeof readSource>;
  try {
    source = readSource(text);
  } catch (error) {
    // Whether that matters is said where the file is converted.
    if (error instanceof SyntaxError) return [];
    throw error;
  }
  return findRequires(source).calls.flatMap(({ node, specifier, place, loading }) => {
    const to = requiredFile(file, specifier);
    const isOwn =
      to !== undefined && ['.js', '.cjs'].includes(extname(to)) && !to.includes(`${sep}node_modules${sep}`);
    return isOwn ? [{ from: file, to, specifier, place, loading, ...placeOf(node) }] : [];
  });
}

export interface Circle {
  /** From a file back to itself. */
  readonly path: readonly string[];
  /** The first step of it. */
  readonly edge: Edge;
}

/** For each file that is in a circle while loading: one circle. */
export function findCircles(graph: ReadonlyMap<string, readonly Edge[]>): Map<string, Circle> {
  const circles = new Map<string, Circle>();
  for (const start of graph.keys()) {
    const circle = shortestCircle(start, graph);
    if (circle) circles.set(start, circle);
  }
  return circles;
}

/** Breadth first, so that what is told is short. */
function shortestCircle(start: string, graph: ReadonlyMap<string, readonly Edge[]>): Circle | undefined {
  const before = new Map<string, Edge>();
  const open = [start];
  for (const file of open)
    for (const edge of graph.get(file) ?? []) {
      if (!edge.loading) continue;
      if (edge.to === start) {
        const back = [edge];
        for (let at = edge.from; at !== start; at = back[0]?.from ?? start) {
          const step = before.get(at);
          if (step) back.unshift(step);
        }
        return { path: [start, ...back.map(({ to }) => to)], edge: back[0] ?? edge };
      }
      if (!before.has(edge.to)) {
        before.set(edge.to, edge);
        open.push(edge.to);
      }
    }
  return undefined;
}

/** The file and all that it leads to. */
export function reach(file: string, graph: ReadonlyMap<string, readonly Edge[]>): Set<string> {
  const reached = new Set([file]);
  for (const one of reached) for (const { to } of graph.get(one) ?? []) reached.add(to);
  return reached;
}
