/** For tests and benchmarks: kills a process in the middle of syncs, and looks at what it left. */
import { spawn } from 'node:child_process';
import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { makePlace, TestSyncer, type TestPlace } from './testing.ts';

const FILES = 400;
/** ms, from the beginning of a sync. */
const LATEST = 900;
const FIXTURE = fileURLToPath(new URL('./kill-fixture.ts', import.meta.url));

export interface KillsResult {
  readonly kills: number;
  /** How often the kill came before anything of the sync was written, and how often after all of it was. */
  readonly before: number;
  readonly after: number;
}

/**
 * Each time some files change, a process syncs them and is killed at some moment. Then the index is opened, looked over, and
 * synced to its end.
 * @throws where an index could not be opened, was damaged, or was not whole after the next sync
 */
export async function killSyncs(kills: number, random: () => number = Math.random): Promise<KillsResult> {
  await using place = await makePlace();
  let before = 0;
  let after = 0;
  for (let round = 0; round < kills; round += 1) {
    for (let at = 0; at < FILES; at += 1) await change(place, at, round, random);
    await syncAndKill(place, random() * LATEST);
    const written = look(place, `round${round}`);
    if (written === 0) before += 1;
    if (written === FILES) after += 1;
    await using it = await TestSyncer.start(place);
    if (it.messages.some((message) => message.is === 'open' && message.setAside !== undefined))
      throw new Error(`the index was set aside after kill ${round}`);
    const { state } = await it.sync();
    const found = it.found(`round${round}`);
    if (state !== 'done' || found.length !== FILES)
      throw new Error(
        `after kill ${round} the next sync is ${state}, with ${found.length} of ${FILES} files`,
      );
    if (round > 0 && it.found(`round${round - 1}`).length > 0)
      throw new Error('words of what was changed are left');
    it.all(`select count(*) from words`);
  }
  return { kills, before, after };
}

async function change(place: TestPlace, at: number, round: number, random: () => number): Promise<void> {
  const file = join(place.folder, `${at}.md`);
  const text = `# File ${at}\nround${round}\n${'some words more '.repeat(20)}\n`;
  if (random() < 0.1) await rm(file, { force: true });
  await writeFile(file, text);
  if (random() < 0.1) await appendFile(file, 'and more\n');
}

async function syncAndKill({ path, folder, job }: TestPlace, ms: number): Promise<void> {
  const child = spawn(process.execPath, [FIXTURE, JSON.stringify({ path, folder, job })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), ended]);
  if (child.exitCode !== null) throw new Error(`the process ended by itself (${child.exitCode})`);
  await wait(ms);
  child.kill('SIGKILL');
  await ended;
}

/** @returns how many documents have a word */
function look({ job }: TestPlace, word: string): number {
  const db = new DatabaseSync(job.index);
  try {
    const faults = db.prepare('pragma integrity_check').all() as { integrity_check: string }[];
    if (faults.some(({ integrity_check: line }) => line !== 'ok'))
      throw new Error(`the index is damaged: ${JSON.stringify(faults)}`);
    return (db.prepare('select count(*) as n from words where words match ?').get(word) as { n: number }).n;
  } finally {
    db.close();
  }
}
