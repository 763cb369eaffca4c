/**
 * Syncs of 10,000 Markdown files made of real text (the readmes of node_modules), beside what the file system and SQLite take
 * for the same bytes, and beside other programs that index them, where those are installed. `--corpus <folder>` takes the
 * Markdown files of a folder as they are, `--rounds <n>` more or fewer, `--alone` no other programs.
 */
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import type { SyncProgress } from '#shared/nouns/knowledge.ts';
import { PERSON } from '#shared/nouns/role.ts';
import { temporaryFolder } from '#runtime/testing.ts';
import { readAndInsert, walkAndStat } from './baselines/bare-sync.ts';
import { firstIndex, OTHER_INDEXERS } from './baselines/other-indexers.ts';
import { makeCorpus, textsOf } from './knowledge/corpus.ts';
import { openKnowledge } from './knowledge/open-knowledge.ts';
import { measureStarts } from './knowledge/starts.ts';
import { median, percentile, report, root, type Result } from './measure.ts';

const FILES = Number(process.env['N'] ?? 10_000);
/** Of one in twenty, to see whether it grows with the files. */
const FEW = FILES / 20;
const SAVES = 25;

const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

const { values: args } = parseArgs({
  options: {
    corpus: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    alone: { type: 'boolean', default: false },
  },
});
const rounds = Number(args.rounds);
await using place = await temporaryFolder();
const few = join(place.path, 'few');
const notes = args.corpus ?? join(place.path, 'notes');
const texts = await textsOf(join(root, 'node_modules'));
if (args.corpus === undefined) await makeCorpus(notes, texts, FILES);
await makeCorpus(few, texts, FEW);

const inserts: number[] = [];
const firsts: SyncProgress[] = [];
const smalls: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  inserts.push(await readAndInsert(notes, join(place.path, `bare-${round}.db`)));
  for (const folder of [few, notes]) {
    await using it = await openKnowledge(join(place.path, `home-${round}-${folder === few ? 'few' : 'all'}`));
    await it.ended();
    await it.knowledge.addSource({ folder, watch: 'events' }, PERSON);
    const sync = await it.ended();
    if (folder === few) smalls.push(sync.tookMs ?? NaN);
    else firsts.push(sync);
  }
}

const others: Result[] = [];
if (!args.alone)
  for (const other of OTHER_INDEXERS) {
    const took = await firstIndex(other, notes, join(place.path, other.name));
    if (took === undefined) {
      console.log(`${other.name} is not installed here, so nothing is compared with it: ${other.install}`);
      continue;
    }
    const mine = median(firsts.map(({ tookMs = NaN }) => tookMs));
    others.push({
      what: `first sync, ${ms(mine)}, against ${other.name} on the same files, ${ms(took)}`,
      measured: `${(mine / took).toFixed(2)}x`,
      bound: '1x',
      ok: mine < took,
    });
  }

const looks: number[] = [];
const walks: number[] = [];
const saves: number[] = [];
const home = join(place.path, `home-0-all`);
{
  await using it = await openKnowledge(home);
  for (let round = 0; round < rounds * 5 + 2; round += 1) {
    const walk = await walkAndStat(notes);
    const look = await it.sync();
    if (look.added + look.changed + look.removed > 0) throw new Error('something changed');
    if (round < 2) continue;
    walks.push(walk);
    looks.push(look.tookMs ?? NaN);
  }
  if (args.corpus === undefined) {
    const db = new DatabaseSync(it.index, { readOnly: true });
    const search = db.prepare('select count(*) as n from words where words match ?');
    for (let at = 0; at < SAVES; at += 1) {
      const word = `zyxwv${at}q`;
      const before = performance.now();
      await writeFile(join(notes, '3', '7', `note-143.md`), `# Saved\n\n${word}\n`);
      while ((search.get(word) as { n: number }).n === 0)
        await new Promise((resolve) => setTimeout(resolve, 1));
      saves.push(performance.now() - before);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    db.close();
  }
}

const starts = await measureStarts(home, { source: await sourceIn(home), folder: notes, rounds: rounds * 3 });

const first = median(firsts.map(({ tookMs = NaN }) => tookMs));
const count = firsts[0]?.added ?? 0;
const look = median(looks);
const growth = first / median(smalls);
report(`knowledge: ${count} files, ${availableParallelism()} processors`, [
  {
    what: `nothing changed, ${ms(look)} (p90 ${ms(percentile(looks, 0.9))}), against a bare walk and stat, ${ms(median(walks))}`,
    measured: `${(look / median(walks)).toFixed(2)}x`,
    bound: '1.3x',
    ok: look <= 1.3 * median(walks),
  },
  {
    what: 'nothing changed, told by the snapshot of the watcher, where the folder is followed',
    measured: ms(median(starts.told)),
    bound: '50 ms',
    ok: median(starts.told) <= 50,
  },
  {
    what: `the whole start before that, with the opening of the index and what it knows of each file, ${ms(median(starts.whole))}, against the watcher alone, which has to look at every file to follow them on Linux, ${ms(median(starts.watcher))}`,
    measured: `${(median(starts.whole) / median(starts.watcher)).toFixed(2)}x`,
    bound: '1.3x',
    ok: median(starts.whole) <= 1.3 * median(starts.watcher),
  },
  {
    what: `first sync, ${ms(first)}, against reading and inserting into bare FTS5, ${ms(median(inserts))}`,
    measured: `${(first / median(inserts)).toFixed(2)}x`,
    bound: '2.0x',
    ok: first <= 2 * median(inserts),
  },
  ...others,
  {
    what: `twenty times the files, ${FEW} in ${ms(median(smalls))}`,
    measured: `${growth.toFixed(1)}x the time`,
    bound: '22x',
    ok: args.corpus !== undefined || growth <= 22,
  },
  ...(saves.length === 0
    ? []
    : [
        {
          what: `a saved file is found, median ${ms(median(saves))}, p90`,
          measured: ms(percentile(saves, 0.9)),
          bound: '100 ms',
          ok: percentile(saves, 0.9) <= 100,
        },
      ]),
]);

/** Has all of the folder in the index, with a snapshot that is as new. @returns the id of its source */
async function sourceIn(path: string): Promise<string> {
  await using it = await openKnowledge(path);
  await it.sync();
  const { sources } = await it.knowledge.status();
  return sources.find(({ folder }) => folder === notes)!.id;
}
