/** What a power cut leaves of a real database. */
import { appendFileSync, copyFileSync, existsSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryFolder } from '#runtime/testing.ts';
import { cutPower, keepWhole } from './power-cut.ts';
import { seeded } from './random.ts';
import { SyncedCopy } from './synced-copy.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let file: string;
let copies: string;
let db: DatabaseSync;
let copy: SyncedCopy;

beforeEach(async () => {
  folder = await temporaryFolder();
  file = join(folder.path, 'luka.db');
  copies = join(folder.path, 'synced');
  db = open();
  db.exec('create table facts (n integer primary key, text text)');
  copy = new SyncedCopy(file, copies);
});
afterEach(async () => {
  if (db.isOpen) db.close();
  await folder[Symbol.asyncDispose]();
});

function open(name = file): DatabaseSync {
  const opened = new DatabaseSync(name);
  opened.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma wal_autocheckpoint = 0');
  return opened;
}

function write(...numbers: number[]): void {
  for (const n of numbers) db.prepare('insert into facts values (?, ?)').run(n, 'x');
}

/** @returns the rows that are left */
function afterCut(seed = 1, torn = false): number[] {
  const name = join(folder.path, 'left.db');
  // SQLite keeps its locks while the connection is open: what is left is looked at elsewhere.
  for (const suffix of ['', '-wal'])
    if (existsSync(file + suffix)) appendFileSync(name + suffix, readFileSync(file + suffix));
  cutPower(name, copies, seeded(seed), torn);
  const left = new DatabaseSync(name);
  try {
    expect(left.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
    return (left.prepare('select n from facts order by n').all() as { n: number }[]).map(({ n }) => n);
  } finally {
    left.close();
  }
}

function sync(): void {
  copy.finish(copy.begin());
}

it('takes what was committed after the last sync began', () => {
  write(1);
  const whole = copy.begin();
  write(2);
  copy.finish(whole);
  write(3);
  expect(afterCut()).toEqual([1]);
});

it('takes what a sync that never came back had covered', () => {
  write(1);
  sync();
  write(2);
  copy.begin();
  expect(afterCut()).toEqual([1]);
});

it('leaves what a checkpoint moved into the database, before and after the log is begun anew', () => {
  write(1, 2);
  sync();
  db.exec('pragma wal_checkpoint(passive)');
  write(3);
  sync();
  write(4);
  expect(afterCut()).toEqual([1, 2, 3]);
});

it('takes what a checkpoint moved that was never synced', () => {
  write(1);
  sync();
  write(2);
  db.exec('pragma wal_checkpoint(passive)');
  write(3);
  expect(afterCut()).toEqual([1]);
});

it('copies a database again that was changed within the same tick of the clock', () => {
  write(1);
  sync();
  const { atime, mtime } = statSync(file);
  db.exec('pragma wal_checkpoint(passive)');
  utimesSync(file, atime, mtime);
  write(2);
  sync();
  expect(afterCut()).toEqual([1, 2]);
});

it('does not take frames of a transaction that was taken back for a part of the log', () => {
  write(1);
  db.exec('pragma cache_size = 5; begin');
  // More than the cache holds: it goes into the log before it is taken back.
  for (let n = 100; n < 140; n += 1) db.prepare('insert into facts values (?, ?)').run(n, 'x'.repeat(3_000));
  db.exec('rollback');
  sync();
  write(2);
  sync();
  expect(afterCut()).toEqual([1, 2]);
});

it('takes up the log of an earlier life', () => {
  write(1);
  sync();
  copy = new SyncedCopy(file, copies);
  write(2);
  sync();
  expect(afterCut()).toEqual([1, 2]);
});

it('leaves a part of what was not synced in a torn tail, from its beginning and never damaged', () => {
  write(1);
  sync();
  write(2, 3, 4);
  const seen = new Set<string>();
  for (let seed = 0; seed < 40; seed += 1) {
    const left = afterCut(seed, true);
    expect([1, 2, 3, 4].slice(0, left.length)).toEqual(left);
    seen.add(left.join());
  }
  expect(seen.size).toBeGreaterThan(2);
});

it('knows what was synced by a life that began behind a torn tail', () => {
  write(1);
  sync();
  for (let n = 2; n < 12; n += 1) write(n);
  for (let seed = 0; seed < 40; seed += 1) {
    const second = join(folder.path, `second-${seed}.db`);
    for (const suffix of ['', '-wal']) copyFileSync(file + suffix, second + suffix);
    cutPower(second, copies, seeded(seed), true);
    const itsCopies = join(folder.path, `synced-${seed}`);
    const itsCopy = new SyncedCopy(second, itsCopies);
    const life = open(second);
    // What lies behind the last whole frame is written over, piece by piece.
    for (const n of [50, 51, 52]) {
      life.prepare('insert into facts values (?, ?)').run(n, 'x');
      itsCopy.finish(itsCopy.begin());
    }
    const third = join(folder.path, `third-${seed}.db`);
    for (const suffix of ['', '-wal']) copyFileSync(second + suffix, third + suffix);
    life.close();
    cutPower(third, itsCopies, seeded(seed), false);
    const left = new DatabaseSync(third);
    const rows = left.prepare('select n from facts where n >= 50 order by n').all() as { n: number }[];
    left.close();
    expect(rows.map(({ n }) => n)).toEqual([50, 51, 52]);
  }
});

it('leaves an empty ledger where nothing was ever synced, and everything after a clean stop', () => {
  write(1);
  const empty = join(folder.path, 'never.db');
  appendFileSync(empty, 'x');
  expect(cutPower(empty, join(folder.path, 'nowhere'), seeded(1), true)).toBe(0);
  expect(statSync(empty).size).toBe(0);
  db.close();
  keepWhole(file, copies);
  expect(afterCut()).toEqual([1]);
});
