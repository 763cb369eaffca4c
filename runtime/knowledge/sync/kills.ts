/** For tests and benchmarks: kills a process in the middle of syncs, and looks at what it left. */
import { spawn, type ChildProcess } from 'node:child_process';
import { hash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { HASH_BYTES } from './outcome.ts';
import { makePlace, TestSyncer, type TestPlace } from './testing.ts';

const FILES = 300;
/** In one transaction: a sync has dozens of them. */
const BATCH_FILES = 6;
/** Of the files that are there, so many in a hundred are not in the next round. */
const GONE = 10;
/** ms, at most, from the mark that was waited for to the kill. */
const LATEST = 4;
const FIXTURE = fileURLToPath(new URL('./kill-fixture.ts', import.meta.url));

/** Where the killed process was, by its last mark. */
export interface KillMoments {
  /** Before the first transaction of the sync, or after its last one. */
  outside: number;
  /** In a transaction, writing. */
  writing: number;
  /** In the commit itself. */
  committing: number;
  /** From one transaction to the next. */
  between: number;
}

export interface KillsResult {
  readonly kills: number;
  readonly moments: KillMoments;
  /** Transactions that were committed in the killed syncs. */
  readonly commits: number;
}

/**
 * Each time files come, change and go, a process syncs them and is killed at some moment between its first and its last
 * transaction. Then the index is opened, looked over, synced to its end, and compared with the folder.
 * @throws where an index could not be opened, was damaged, or was not as the folder after the next sync
 */
export async function killSyncs(kills: number, random: () => number = Math.random): Promise<KillsResult> {
  await using place = await makePlace();
  const moments: KillMoments = { outside: 0, writing: 0, committing: 0, between: 0 };
  let commits = 0;
  // How many marks a sync has, from the one before it.
  let marks = (FILES / BATCH_FILES) * 3;
  for (let round = 0; round < kills; round += 1) {
    for (let at = 0; at < FILES; at += 1) await change(place, at, round, random);
    const told = await syncAndKill(place, { mark: 1 + Math.floor(random() * marks), ms: random() * LATEST });
    moments[momentOf(told)] += 1;
    commits += told.split('c').length - 1;
    await using it = await lookAndSync(place, round);
    await compare(place, it, round);
    marks = Math.max(3, told.endsWith('E') ? told.length - 2 : marks);
  }
  return { kills, moments, commits };
}

async function change({ folder }: TestPlace, at: number, round: number, random: () => number): Promise<void> {
  const file = join(folder, `${at}.md`);
  if (random() * 100 < GONE) await rm(file, { force: true });
  else
    await writeFile(
      file,
      `# File ${at}\nround${round}\n${'some words more '.repeat(1 + Math.floor(random() * 200))}\n`,
    );
}

/** @returns the marks of the sync that was killed */
async function syncAndKill(
  { path, folder, job }: TestPlace,
  { mark, ms }: { readonly mark: number; readonly ms: number },
): Promise<string> {
  const order = { path, folder, job: { ...job, batchFiles: BATCH_FILES } };
  const child = spawn(process.execPath, [FIXTURE, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let told = '';
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (marks: Buffer) => {
      told += marks.toString('latin1');
      const from = told.indexOf('S');
      if (from !== -1 && (told.length - from > mark || told.endsWith('E'))) resolve();
    });
    void exit.then(resolve);
  });
  await kill(child, ms);
  // Whatever it still said is in the pipe.
  await closed;
  return told.slice(told.indexOf('S'));
}

async function kill(child: ChildProcess, ms: number): Promise<void> {
  if (child.exitCode !== null) throw new Error(`the process ended by itself (${child.exitCode})`);
  await wait(ms);
  child.kill('SIGKILL');
}

function momentOf(told: string): keyof KillMoments {
  const last = told.at(-1);
  if (last === 'b') return 'writing';
  if (last === 'w') return 'committing';
  return last === 'c' ? 'between' : 'outside';
}

/** What the kill left opens, is sound, and has each document as it was or as it is; then it is synced to its end. */
async function lookAndSync({ job, ...place }: TestPlace, round: number): Promise<TestSyncer> {
  const db = new DatabaseSync(job.index);
  try {
    const faults = db.prepare('pragma integrity_check').all() as { integrity_check: string }[];
    if (faults.some(({ integrity_check: line }) => line !== 'ok'))
      throw new Error(`the index is damaged after kill ${round}: ${JSON.stringify(faults)}`);
    for (const [path, document] of documentsOf(db))
      if (!document.isWhole) throw new Error(`${path} is half written after kill ${round}`);
  } finally {
    db.close();
  }
  const it = await TestSyncer.start({ job, ...place });
  if (it.messages.some((message) => message.is === 'open' && message.setAside !== undefined))
    throw new Error(`the index was set aside after kill ${round}`);
  const { state } = await it.sync();
  if (state !== 'done') throw new Error(`after kill ${round} the next sync is ${state}`);
  return it;
}

interface IndexedText {
  readonly text: string;
  /** The text is that of the bytes whose hash is noted. */
  readonly isWhole: boolean;
}

function documentsOf(db: DatabaseSync): Map<string, IndexedText> {
  const rows = db
    .prepare(
      `select path, hash, (select group_concat(text, '') from
         (select text from chunks where document = documents.id order by idx)) as text from documents`,
    )
    .all() as { path: string; hash: Uint8Array; text: string }[];
  return new Map(
    rows.map(({ path, hash: noted, text }) => {
      const digest = hash('sha256', text, 'buffer').subarray(0, HASH_BYTES);
      return [path, { text, isWhole: digest.equals(noted) }];
    }),
  );
}

async function compare({ folder, job }: TestPlace, it: TestSyncer, round: number): Promise<void> {
  const names = await readdir(folder);
  const db = new DatabaseSync(job.index);
  try {
    const documents = documentsOf(db);
    for (const name of names) {
      const path = join(folder, name);
      const document = documents.get(path);
      if (!document?.isWhole || document.text !== (await readFile(path, 'utf8')))
        throw new Error(`${name} is not in the index as it is on the disk after kill ${round}`);
    }
    if (documents.size !== names.length) throw new Error(`documents are left after kill ${round}`);
    // Of the tables of words, too: they have no text of their own, and nobody would notice.
    for (const table of ['words', 'grams', 'names'])
      db.exec(`insert into ${table} (${table}) values ('integrity-check')`);
  } finally {
    db.close();
  }
  // Each file has the word of the round it was written in, and that one alone.
  for (const name of it.found(`round${round}`))
    if (!names.includes(name)) throw new Error(`${name} is found after it went`);
  const [{ words, chunks }] = it.all<{ words: number; chunks: number }>(
    'select (select count(*) from words) as words, (select count(*) from chunks) as chunks',
  ) as [{ words: number; chunks: number }];
  if (words !== chunks) throw new Error(`${words} rows of words for ${chunks} chunks after kill ${round}`);
}
