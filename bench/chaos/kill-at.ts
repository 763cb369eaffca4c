/**
 * Loaded into Luka's own process by `node --import`: kills it right before or right after the call that CHAOS_POINT names,
 * and keeps a copy of what is surely on the disk. Worker threads load it too, so the checkpoint is a place like any other.
 */
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { StatementSync } from 'node:sqlite';
import { isMainThread } from 'node:worker_threads';
import { transitionOf, type Point } from './points.ts';
import { SyncedCopy } from './synced-copy.ts';

const folder = process.env['CHAOS_FOLDER']!;
const database = process.env['CHAOS_DATABASE']!;
const point = process.env['CHAOS_POINT'] ? (JSON.parse(process.env['CHAOS_POINT']) as Point) : undefined;
/** How long a sync takes at least, ms: a slow disk leaves much unsynced at any moment. */
const diskMs = Number(process.env['CHAOS_DISK_MS'] ?? 0);
const copy = isMainThread ? new SyncedCopy(database, join(folder, 'synced')) : undefined;

let seen = 0;

/** @param names what this call is; more than one where a transaction makes several transitions */
function count(names: ReadonlySet<string>): boolean {
  return point !== undefined && names.has(point.at) && ++seen === point.nth;
}

function die(): void {
  fs.writeFileSync(join(folder, 'reached'), '');
  process.kill(process.pid, 'SIGKILL');
}

function around<T>(names: ReadonlySet<string>, call: () => T): T {
  const hit = count(names);
  if (hit && point?.when === 'before') die();
  const result = call();
  if (hit) die();
  return result;
}

type Method = (this: StatementSync, ...values: unknown[]) => unknown;
const statements = StatementSync.prototype as unknown as Record<'run' | 'get', Method>;
const transitions = new Set<string>();

function wrap(name: 'run' | 'get', around: (sql: string, values: unknown[], call: () => unknown) => unknown) {
  const original = statements[name];
  statements[name] = function (...values) {
    return around(this.sourceSQL, values, () => original.apply(this, values));
  };
}

wrap('run', (sql, values, call) => {
  if (sql === 'begin immediate') {
    transitions.clear();
    return around(new Set(['begin']), call);
  }
  if (sql === 'commit')
    return around(new Set(['commit', ...[...transitions].map((name) => `commit ${name}`)]), call);
  const transition = transitionOf(sql, values);
  if (transition !== undefined) transitions.add(transition);
  return call();
});
wrap('get', (sql, _values, call) =>
  sql.startsWith('pragma wal_checkpoint') ? around(new Set(['checkpoint']), call) : call(),
);

const { fdatasync } = fs;
fs.fdatasync = ((fd: number, done: (error: NodeJS.ErrnoException | null) => void) => {
  const hit = count(new Set(['sync']));
  if (hit && point?.when === 'before') die();
  const whole = copy?.begin();
  fdatasync(fd, (error) => {
    const comeBack = () => {
      if (error === null && whole) copy?.finish(whole);
      if (hit) die();
      done(error);
    };
    if (diskMs > 0) setTimeout(comeBack, diskMs);
    else comeBack();
  });
}) as typeof fs.fdatasync;

const { spawn } = childProcess;
childProcess.spawn = ((...words: Parameters<typeof spawn>) =>
  around(new Set(['spawn']), () => spawn(...words))) as typeof spawn;

syncBuiltinESMExports();
