/**
 * `npm run guards`: takes the guards away one by one, each alone, in a copy of the repository, and expects a test to
 * notice. What survives is a guard that nobody would miss. `-- --only token` does those whose line has that word;
 * lists of other rooms go into `list/`, a file each, exporting `removals`.
 */
import { readdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { GuardRemoval } from './removal.ts';
import { ENDLESS_MS, runTests, type TestResult } from './run-tests.ts';
import { Tree } from './tree.ts';

/** Each has a tree, a test process and a Luka in it. */
const AT_ONCE = 2;
/** What the project promises to hold. */
const LEAST = 40;

interface Outcome {
  readonly removal: GuardRemoval;
  readonly verdict: 'noticed' | 'SURVIVED' | 'BROKEN';
  readonly why: string;
  readonly ms: number;
}

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const all = await readLists();
const chosen = all.filter((removal) => JSON.stringify(removal).includes(values.only ?? ''));
const began = performance.now();
console.log(`guards: ${chosen.length} of ${all.length} are taken away, ${AT_ONCE} at a time`);

const trees = await Promise.all(Array.from({ length: Math.min(AT_ONCE, chosen.length) }, () => Tree.copy()));
try {
  const untouched = await baseline();
  const waiting = chosen.entries();
  const outcomes: Outcome[] = [];
  await Promise.all(
    trees.map(async (tree) => {
      for (const [at, removal] of waiting) {
        outcomes[at] = await remove(tree, removal, untouched);
        print(outcomes[at]);
      }
    }),
  );
  const failed = outcomes.filter(({ verdict }) => verdict !== 'noticed');
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  console.log(`\n${outcomes.length - failed.length} of ${outcomes.length} were noticed, in ${seconds} s`);
  for (const outcome of failed) print(outcome);
  if (failed.length > 0 || (values.only === undefined && all.length < LEAST)) process.exitCode = 1;
} finally {
  await Promise.all(trees.map((tree) => tree.remove()));
}

async function readLists(): Promise<GuardRemoval[]> {
  const names = (await readdir(new URL('list/', import.meta.url)))
    .filter((name) => name.endsWith('.ts'))
    .sort();
  const lists = await Promise.all(
    names.map(async (name) => (await import(`./list/${name}`)) as { removals: readonly GuardRemoval[] }),
  );
  return lists.flatMap(({ removals }) => removals);
}

/** With every guard in its place all these tests pass: otherwise their failing later would mean nothing. */
async function baseline(): Promise<readonly TestResult[]> {
  const files = [...new Set(chosen.map(({ test }) => test.file))];
  const halves = trees.map((tree, at) => ({
    tree,
    files: files.filter((_, index) => index % trees.length === at),
  }));
  const runs = await Promise.all(
    halves.filter((half) => half.files.length > 0).map((half) => runTests(half.tree.path, half.files)),
  );
  return runs.flatMap(({ results }) => results);
}

async function remove(tree: Tree, removal: GuardRemoval, untouched: readonly TestResult[]): Promise<Outcome> {
  const start = performance.now();
  const { test } = removal;
  const end = (verdict: Outcome['verdict'], why: string): Outcome => ({
    removal,
    verdict,
    why,
    ms: performance.now() - start,
  });
  const own = untouched.filter(({ file, name }) => file.endsWith(test.file) && name.includes(test.name));
  if (own.length === 0) return end('BROKEN', `no test of ${test.file} is called "${test.name}"`);
  const failing = own.find(({ passed }) => !passed);
  if (failing) return end('BROKEN', `fails also with the guard: ${failing.why}`);
  try {
    const putBack = await tree.change(removal.file, removal.find, removal.replace);
    try {
      const withinMs = removal.endless ? ENDLESS_MS : undefined;
      const { results, broken, isEndless } = await runTests(tree.path, [test.file], test.name, withinMs);
      if (isEndless && removal.endless) return end('noticed', 'it never ends');
      const noticed = results.find(({ passed }) => !passed);
      if (noticed) return end('noticed', noticed.why);
      return broken === undefined
        ? end('SURVIVED', `${results.length} tests pass without it`)
        : end('BROKEN', broken);
    } finally {
      await putBack();
    }
  } catch (error) {
    return end('BROKEN', error instanceof Error ? error.message : String(error));
  }
}

function print({ removal, verdict, why, ms }: Outcome): void {
  const seconds = `${(ms / 1_000).toFixed(1)} s`.padStart(7);
  console.log(`${verdict.padEnd(8)} ${seconds}  ${removal.file.padEnd(38)} ${removal.guard}`);
  if (verdict !== 'noticed') console.log(`${' '.repeat(18)}${removal.test.file}: ${why}`);
}
