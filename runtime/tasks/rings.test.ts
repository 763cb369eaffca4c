import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRings, GAP, type Edges } from './rings.ts';

const graph = (text: string): Edges =>
  new Map(
    text.split(' ').map((part) => {
      const [name = '', to = ''] = part.split('>');
      return [name, to.split('').filter(Boolean)];
    }),
  );

describe('findRings', () => {
  it.each([
    ['a>b b>c c>', {}],
    ['a>b b>c c>a', { a: 'abc', b: 'bca', c: 'cab' }],
    ['a>a', { a: 'a' }],
    ['a>b b>b', { b: 'b' }],
    ['a>b b>a c>a d>c', { a: 'ab', b: 'ba' }],
    ['a>x b>b', { b: 'b' }],
    ['a>bb b>aa', { a: 'ab', b: 'ba' }],
    ['a>b b>ac c>b', { a: 'ab', b: 'ba', c: 'cb' }],
    ['a>b b>a c>d d>c', { a: 'ab', b: 'ba', c: 'cd', d: 'dc' }],
  ])('%s', (text, expected) => {
    const found = [...findRings(graph(text))].map(([name, ring]) => [name, ring.join('')]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  it('finds exactly the nodes that reach themselves, each with a ring of real edges and no node twice', () => {
    const names = 'abcdefgh'.split('');
    const edges = fc
      .array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 14 })
      .map((pairs): Edges => {
        return new Map(names.map((name) => [name, pairs.filter(([a]) => a === name).map(([, b]) => b)]));
      });
    fc.assert(
      fc.property(edges, (graph) => {
        const rings = findRings(graph);
        for (const name of names) {
          const ring = rings.get(name);
          expect(ring !== undefined).toBe(reaches(graph, name, name));
          if (!ring) continue;
          expect(ring[0]).toBe(name);
          expect(new Set(ring).size).toBe(ring.length);
          ring.forEach((from, index) => {
            expect(graph.get(from)).toContain(ring[(index + 1) % ring.length]);
          });
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('tells a long ring in short, at the cost of its length', () => {
    let asked = 0;
    const size = 20_000;
    const lookUp = new Map(Array.from({ length: size }, (_, at) => [`t${at}`, [`t${(at + 1) % size}`]]));
    const counted = new Proxy(lookUp, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key, target);
        if (key === 'get') asked += 1;
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    const rings = findRings(counted);
    expect(rings.size).toBe(size);
    expect(asked).toBeLessThan(10 * size);
    const ring = rings.get('t7000') ?? [];
    expect(ring.slice(0, 2)).toEqual(['t7000', 't7001']);
    expect(ring).toContain(GAP);
    expect(ring.at(-1)).toBe('t6999');
    expect(ring.length).toBeLessThan(40);
  });

  it('has room for a chain of any length', () => {
    const chain = new Map(Array.from({ length: 50_000 }, (_, at) => [`t${at}`, [`t${at + 1}`]]));
    expect(findRings(chain).size).toBe(0);
  });
});

function reaches(graph: Edges, from: string, to: string): boolean {
  const seen = new Set<string>();
  const queue = [...(graph.get(from) ?? [])];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (at === to) return true;
    if (!seen.has(at)) queue.push(...(graph.get(at) ?? []));
    seen.add(at);
  }
  return false;
}
