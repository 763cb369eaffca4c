/**
 * Syncs of 10,000 Markdown files made of real text (the readmes of node_modules), beside what the file system and SQLite take
 * for the same bytes. `--corpus <folder>` takes the Markdown files of a folder as they are, `--rounds <n>` more or fewer.
 */
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import type { SyncProgress } from '#shared/nouns/knowledge.ts';
import { PERSON } from '#shared/nouns/role.ts';
import { systemClock } from '#runtime/clock.ts';
import { AuditLog } from '#runtime/governance/audit/audit-log.ts';
import { homeLayout } from '#runtime/home/layout.ts';
import { createKnowledge } from '#runtime/knowledge/create-knowledge.ts';
import { createFolderEvents } from '#runtime/knowledge/sync/folder-events.ts';
import { Durability } from '#runtime/store/durability.ts';
import { openDatabase } from '#runtime/store/open-database.ts';
import { Store } from '#runtime/store/store.ts';
import { mapLimit } from '#runtime/tasks/map-limit.ts';
import { temporaryFolder } from '#runtime/testing.ts';
import { median, percentile, report, root } from './measure.ts';

const FILES = Number(process.env['N'] ?? 10_000);
/** Of one in twenty, to see whether it grows with the files. */
const FEW = FILES / 20;
const LENGTH = 4_800;
const SAVES = 25;

async function textsOf(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const texts = await mapLimit(names.filter((name) => name.endsWith('.md')).toSorted(), 16, (name) =>
    readFile(join(folder, name), 'utf8').catch(() => ''),
  );
  return texts.filter((text) => text.length > 200 && text.length < 400_000);
}

/** Each a stretch of another text, with its headings as they come. */
async function makeCorpus(folder: string, texts: readonly string[], files: number): Promise<void> {
  const all = texts.join('\n\n');
  await mapLimit(
    Array.from({ length: files }, (_, at) => at),
    32,
    async (at) => {
      const below = join(folder, `${at % 20}`, `${Math.floor(at / 20) % 25}`);
      await mkdir(below, { recursive: true });
      const from = (at * 4_177) % Math.max(1, all.length - LENGTH);
      await writeFile(join(below, `note-${at}.md`), `# Note ${at}\n\n${all.slice(from, from + LENGTH)}\n`);
    },
  );
}

/** What a program does that looks at every file, and nothing else. */
async function walkAndStat(folder: string): Promise<number> {
  const before = performance.now();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  await mapLimit(
    entries.filter((entry) => entry.isFile()),
    16,
    (entry) => stat(join(entry.parentPath, entry.name)),
  );
  return performance.now() - before;
}

/** Reads every file and inserts its text into a table of words, in one transaction. */
async function readAndInsert(folder: string, file: string): Promise<number> {
  const before = performance.now();
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) =>
    one.isFile(),
  );
  const db = new DatabaseSync(file);
  db.exec(`pragma journal_mode = wal; pragma synchronous = normal;
    create virtual table words using fts5(path, text, tokenize='unicode61'); begin`);
  const insert = db.prepare('insert into words (path, text) values (?, ?)');
  for (let at = 0; at < entries.length; at += 500) {
    const texts = await mapLimit(entries.slice(at, at + 500), 16, async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path, await readFile(path, 'utf8')] as const;
    });
    for (const [path, text] of texts) insert.run(path, text);
  }
  db.exec('commit');
  db.close();
  return performance.now() - before;
}

async function openKnowledge(home: string) {
  const layout = homeLayout(home);
  await mkdir(layout.reports, { recursive: true });
  const durability = new Durability(`${layout.database}-wal`);
  const onError = (error: unknown): void => {
    process.exitCode = 1;
    console.error(error);
  };
  const store = new Store({
    db: openDatabase(layout.database, 0).db,
    clock: systemClock,
    durability,
    onError,
  });
  const audit = new AuditLog({ store, clock: systemClock });
  const knowledge = createKnowledge({ store, audit, clock: systemClock, layout, onError });
  knowledge.start();
  return {
    knowledge,
    index: layout.knowledge,
    async sync(): Promise<SyncProgress> {
      knowledge.startSync();
      return this.ended();
    },
    async ended(): Promise<SyncProgress> {
      for (;;) {
        const sync = knowledge.sync();
        if (sync?.tookMs !== undefined) return sync;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    },
    async [Symbol.asyncDispose]() {
      await knowledge.stop();
      await durability.close();
      store.close();
    },
  };
}

/** How late a timer of 2 ms is, while something else goes on. */
function latenessOf(): () => number[] {
  const late: number[] = [];
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    late.push(Math.max(0, now - last - 2));
    last = now;
  }, 2);
  return () => {
    clearInterval(timer);
    return late;
  };
}

const { values: args } = parseArgs({
  options: { corpus: { type: 'string' }, rounds: { type: 'string', default: '3' } },
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
const idle: number[] = [];
const busy: number[] = [];
let peak = 0;
for (let round = 0; round < rounds; round += 1) {
  inserts.push(await readAndInsert(notes, join(place.path, `bare-${round}.db`)));
  const quiet = latenessOf();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  idle.push(...quiet());
  for (const folder of [few, notes]) {
    await using it = await openKnowledge(join(place.path, `home-${round}-${folder === few ? 'few' : 'all'}`));
    await it.ended();
    globalThis.gc?.();
    const before = process.memoryUsage.rss();
    const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss() - before)), 10);
    const ended = latenessOf();
    await it.knowledge.addSource({ folder, watch: 'events' }, PERSON);
    const sync = await it.ended();
    clearInterval(sampler);
    const late = ended();
    if (folder === few) smalls.push(sync.tookMs ?? NaN);
    else {
      firsts.push(sync);
      busy.push(...late);
    }
  }
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

const events = createFolderEvents();
const snapshot = join(place.path, 'snapshot');
await events.writeSnapshot(notes, snapshot);
const sinces: number[] = [];
for (let round = 0; round < rounds * 3; round += 1) {
  const before = performance.now();
  const paths = await events.since(notes, snapshot);
  if (paths.length > 0) throw new Error('something changed');
  sinces.push(performance.now() - before);
}

const first = median(firsts.map(({ tookMs = NaN }) => tookMs));
const count = firsts[0]?.added ?? 0;
const look = median(looks);
const growth = first / median(smalls);
const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
report(`knowledge: ${count} files, ${availableParallelism()} processors`, [
  {
    what: `nothing changed, ${ms(look)} (p90 ${ms(percentile(looks, 0.9))}), against a bare walk and stat, ${ms(median(walks))}`,
    measured: `${(look / median(walks)).toFixed(2)}x`,
    bound: '1.3x',
    ok: look <= 1.3 * median(walks),
  },
  {
    what: 'nothing changed, told by the snapshot of the watcher',
    measured: ms(median(sinces)),
    bound: '50 ms',
    ok: median(sinces) <= 50,
  },
  {
    what: `first sync, ${ms(first)}, against reading and inserting into bare FTS5, ${ms(median(inserts))}`,
    measured: `${(first / median(inserts)).toFixed(2)}x`,
    bound: '2.0x',
    ok: first <= 2 * median(inserts),
  },
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
  {
    what: `the main thread is late while it syncs, p99 (idle ${ms(percentile(idle, 0.99))})`,
    measured: ms(percentile(busy, 0.99)),
    bound: '10 ms',
    ok: percentile(busy, 0.99) <= 10,
  },
  {
    what: 'memory above before, at its highest',
    measured: `${(peak / 1e6).toFixed(0)} MB`,
    bound: '150 MB',
    ok: peak <= 150e6,
  },
]);
