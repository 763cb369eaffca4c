/** For tests and benchmarks: kills a process in the middle of syncs, and looks at what it left. */
import { spawn, type ChildProcess } from 'node:child_process';
import { hash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { readLine } from '../read/read-jsonl.ts';
import { HASH_BYTES } from './outcome.ts';
import { makePlace, TestSyncer, type TestPlace } from './testing.ts';

const FILES = 300;
/** In one transaction: a sync has dozens of them. */
const BATCH_FILES = 6;
/** One of JSON lines is read in parts: it has more than so many bytes, and about so many parts. */
const LARGE = 'large.jsonl';
const SIZES = { batchFiles: BATCH_FILES, wholeBytes: 256 * 1_024, partUnits: 32 * 1_024 };
const LINES = 4_000;
/** Of the files that are there, so many in a hundred are not in the next round. */
const GONE = 10;
/** ms, at most, from the mark that was waited for to the kill. */
const LATEST = 4;
const FIXTURE = fileURLToPath(new URL('./kill-fixture.ts', import.meta.url));

/** Of so many kills one comes while files are looked for, one within the large file, one while exports are written: others anywhere. */
const PHASES = 8;

/** Where the killed process was, by its last mark. */
export interface KillMoments {
  /** Before the first transaction of the sync: it looked for files, and read them. */
  walking: number;
  /** After the last one: it wrote the exports. */
  exporting: number;
  /** After all. */
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
  /** Kills that left a large document half written, and marked as one that has to be read again. */
  readonly halves: number;
}

/**
 * Each time files come, change and go, a process syncs them and is killed at some moment between its first and its last
 * transaction. Then the index is opened, looked over, synced to its end, and compared with the folder.
 * @throws where an index could not be opened, was damaged, or was not as the folder after the next sync
 */
export async function killSyncs(kills: number, random: () => number = Math.random): Promise<KillsResult> {
  await using place = await makePlace();
  const moments: KillMoments = {
    walking: 0,
    exporting: 0,
    outside: 0,
    writing: 0,
    committing: 0,
    between: 0,
  };
  let commits = 0;
  let halves = 0;
  // How many marks a sync has, from the one before it.
  let marks = (FILES / BATCH_FILES) * 3;
  for (let round = 0; round < kills; round += 1) {
    for (let at = 0; at < FILES; at += 1) await change(place, at, round, random);
    await writeFile(join(place.folder, LARGE), largeOf(round).file);
    const at = markOf(round, marks, random);
    const told = await syncAndKill(place, { at, ms: random() * LATEST });
    moments[momentOf(told)] += 1;
    commits += told.split('c').length - 1;
    const left = await lookAt(place, round);
    if (left.isHalf) halves += 1;
    await using it = await syncAgain(place, round);
    await compare(place, it, round);
    marks = Math.max(3, told.endsWith('E') ? told.length - 2 : marks);
  }
  return { kills, moments, commits, halves };
}

/** Says of the marks of a sync whether the time to kill it has come. */
type At = (told: string) => boolean;

function markOf(round: number, marks: number, random: () => number): At {
  switch (round % PHASES) {
    case 0:
      return (told) => told.startsWith('S');
    case 1: {
      const parts = 1 + Math.floor(random() * 4);
      return (told) => told.split('p').length > parts;
    }
    case 2:
      return (told) => told.includes('x');
    default: {
      const mark = 1 + Math.floor(random() * marks);
      return (told) => told.length > mark;
    }
  }
}

/** Of a round: its lines, and what is read of them. */
function largeOf(round: number): { readonly file: string; readonly text: string } {
  const lines = Array.from(
    { length: LINES },
    (_, n) => `{"n":${n},"text":"round${round} ${'some words more '.repeat(1 + ((n + round) % 8))}"}`,
  );
  return {
    file: `${lines.join('\n')}\n`,
    text: `${lines.map((line) => readLine(line).readable).join('\n')}\n`,
  };
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
  { at, ms }: { readonly at: At; readonly ms: number },
): Promise<string> {
  const order = { path, folder, job: { ...job, ...SIZES } };
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
      if (from !== -1 && (at(told.slice(from)) || told.endsWith('E'))) resolve();
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
  if (last === 'p') return 'writing';
  if (last === 'x') return 'exporting';
  if (last === 'S') return 'walking';
  return last === 'c' ? 'between' : 'outside';
}

/** What the kill left opens, is sound, and has each document as it was or as it is, or marked; exports are whole. */
async function lookAt({ folder, job }: TestPlace, round: number): Promise<{ readonly isHalf: boolean }> {
  const db = new DatabaseSync(job.index);
  let isHalf = false;
  try {
    const faults = db.prepare('pragma integrity_check').all() as { integrity_check: string }[];
    if (faults.some(({ integrity_check: line }) => line !== 'ok'))
      throw new Error(`the index is damaged after kill ${round}: ${JSON.stringify(faults)}`);
    for (const [path, document] of documentsOf(db, round)) {
      const isMarked = document.isMarked && path === join(folder, LARGE);
      if (!document.isWhole && !isMarked) throw new Error(`${path} is half written after kill ${round}`);
      isHalf ||= isMarked;
    }
  } finally {
    db.close();
  }
  const names = await readdir(job.exports).catch(() => []);
  for (const name of names.filter((each) => each.endsWith('.json')))
    JSON.parse(await readFile(join(job.exports, name), 'utf8'));
  return { isHalf };
}

async function syncAgain({ job, ...place }: TestPlace, round: number): Promise<TestSyncer> {
  const it = await TestSyncer.start({ job: { ...job, ...SIZES }, ...place });
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
  /** It is noted as one that has to be read again. */
  readonly isMarked: boolean;
}

function documentsOf(db: DatabaseSync, round: number): Map<string, IndexedText> {
  const rows = db
    .prepare(
      `select path, hash, mtime, (select group_concat(text, '') from
         (select text from chunks where document = documents.id order by idx)) as text from documents`,
    )
    .all() as { path: string; hash: Uint8Array; mtime: string; text: string | null }[];
  const large = [round, round - 1].map(largeOf);
  return new Map(
    rows.map(({ path, hash: noted, mtime, text: joined }) => {
      const text = joined ?? '';
      // Of JSON another text is read than its bytes are.
      const bytes = path.endsWith(LARGE) ? large.find((each) => each.text === text)?.file : text;
      const isWhole = bytes !== undefined && digestOf(bytes).equals(noted);
      return [path, { text, isWhole, isMarked: noted.length === 0 && mtime === '' }];
    }),
  );
}

function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer').subarray(0, HASH_BYTES);
}

async function compare({ folder, job }: TestPlace, it: TestSyncer, round: number): Promise<void> {
  const names = await readdir(folder);
  const db = new DatabaseSync(job.index);
  try {
    const documents = documentsOf(db, round);
    for (const name of names) {
      const path = join(folder, name);
      const document = documents.get(path);
      const expected = name === LARGE ? largeOf(round).text : await readFile(path, 'utf8');
      if (!document?.isWhole || document.text !== expected)
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
