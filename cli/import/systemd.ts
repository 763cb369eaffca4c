/** The timers and kept services of the person's systemd, with the files that say what they are. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { SystemdListing } from '#runtime/import/plan-systemd.ts';
import { changeUnit, isOwnUnit, listUnits, type UnitSummary } from '#runtime/systemd/list-units.ts';
import { createSystemctl } from '#runtime/systemd/systemctl.ts';
import { unitFacts } from '#runtime/systemd/unit-file.ts';
import { wordsOf } from './handover.ts';
import type { Programs } from './programs.ts';

/** Luka itself is none of what it imports. */
const OURS = /^luka\.(?:service|timer)$/;

/** What `luka import` plans from, as JSON. @throws LukaError launchd_absent where no systemd answers, file_unreadable */
export async function readSystemdList({ env }: Programs): Promise<string> {
  const all = await listUnits(createSystemctl(env));
  const units = all.filter((unit) => isOwnUnit(unit) && !OURS.test(unit.name) && isOn(unit));
  const timers = units.filter(({ kind }) => kind === 'timer');
  const started = new Set(timers.map(({ starts }) => starts));
  const listed: SystemdListing['units'] = [];
  for (const timer of timers) {
    const service = all.find(({ name }) => name === timer.starts);
    if (service?.file === undefined || timer.file === undefined) continue;
    listed.push({ name: timer.name, timer: await textOf(timer.file), service: await textOf(service.file) });
  }
  for (const { name, kind, file } of units) {
    if (kind !== 'service' || started.has(name) || file === undefined) continue;
    const service = await textOf(file);
    // What is started at the login and ends is no task of ours: Luka starts later than the login.
    if (unitFacts(service, 'service').keptAlive) listed.push({ name, service });
  }
  return JSON.stringify({ home: env['HOME'] ?? homedir(), units: listed } satisfies SystemdListing);
}

/** Ends units and has systemd start them no more. @returns what went wrong, or undefined */
export async function disableUnits({ env }: Programs, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    try {
      const unit = await changeUnit(createSystemctl(env), name, 'disable');
      if (isOn(unit)) return `${name} is still ${unit.enabled ? 'enabled' : unit.state}`;
      // A run of a timer's service may go on: it would overlap with the task's.
      const starts = unit.starts;
      if (starts !== undefined) await changeUnit(createSystemctl(env), starts, 'stop');
    } catch (error) {
      return wordsOf(error);
    }
  }
  return undefined;
}

/** Which of these are on, now. @throws LukaError launchd_absent */
export async function unitsOn({ env }: Programs, names: readonly string[]): Promise<string[]> {
  const units = await listUnits(createSystemctl(env));
  return units.filter((unit) => names.includes(unit.name) && isOn(unit)).map(({ name }) => name);
}

function isOn({ enabled, state }: UnitSummary): boolean {
  return enabled || state === 'running' || state === 'waiting' || state === 'failing';
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new LukaError('file_unreadable', { message: `${file} cannot be read (${wordsOf(cause)})`, cause });
  });
}
