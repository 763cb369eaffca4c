/** For tests: a sound home to make faults in, and what one check says of it. */
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openHome } from '../home/open-home.ts';
import { openDatabase } from '../store/open-database.ts';
import { temporaryFolder } from '../testing.ts';
import type { Check, Examined, Patient } from './check.ts';
import { createPatient } from './patient.ts';

export const NOW = Date.UTC(2026, 10, 29, 12);
export const DAY = 86_400_000;

export async function soundHome() {
  const folder = await temporaryFolder();
  const layout = await openHome(join(folder.path, 'home'));
  const person = join(folder.path, 'person');
  await mkdir(person);
  let db: DatabaseSync | undefined;
  const patient = (over: Partial<Patient> = {}, full = false): Patient => ({
    ...createPatient({
      layout,
      env: { HOME: person, PATH: process.env['PATH'] },
      now: NOW,
      full,
      running: undefined,
      nodePath: process.execPath,
    }),
    ...over,
  });
  return {
    layout,
    /** The person's home folder. */
    person,
    folder: folder.path,
    patient,
    /** What it says, with what of the patient is otherwise. */
    look: (check: Check, over: Partial<Patient> = {}, full = false): Promise<Examined> =>
      check.examine(patient(over, full)),
    /** Mends the first finding that can be, and looks again. */
    async mended(check: Check, over: Partial<Patient> = {}): Promise<Examined> {
      const { findings } = await check.examine(patient(over));
      const finding = findings.find(({ mend }) => mend !== undefined);
      if (finding === undefined || check.mend === undefined) throw new Error('nothing can be mended');
      await check.mend(patient(over), finding);
      return check.examine(patient(over));
    },
    /** The ledger, opened and migrated as a start does. */
    ledger(): DatabaseSync {
      return (db ??= openDatabase(layout.database, NOW).db);
    },
    closeLedger(): void {
      db?.close();
      db = undefined;
    },
    run(id: number, state: string, startedAt: number | null = null): void {
      const ledger = this.ledger();
      ledger.exec(`insert or ignore into definitions values ('h', '{}')`);
      ledger
        .prepare(
          `insert into runs (id, task, title, state, rank, cause, params, definition_hash, queued_at, started_at, ended_at)
           values (?, 'a', 'A', ?, 0, '{}', '{}', 'h', ?, ?, ?)`,
        )
        .run(id, state, NOW, startedAt, state === 'running' ? null : startedAt);
    },
    event(at: number, type = 'system.started'): void {
      this.ledger().prepare(`insert into events (at, type, data) values (?, ?, '{}')`).run(at, type);
    },
    async log(run: number, bytes = 10): Promise<void> {
      const where = join(layout.logs, String(Math.floor(run / 1_000)), String(run));
      await mkdir(where, { recursive: true });
      await writeFile(join(where, '1.out'), 'x'.repeat(bytes));
    },
    async [Symbol.asyncDispose]() {
      db?.close();
      await chmod(layout.root, 0o700).catch(() => undefined);
      await rm(folder.path, { recursive: true, force: true });
    },
  };
}

/** `severity subject` of each. */
export function told({ findings }: Examined): string[] {
  return findings.map(({ severity, subject }) => `${severity} ${subject}`);
}

/** Every finding has what a person needs. */
export function isTold({ findings }: Examined): boolean {
  return findings.every(
    ({ message, evidence, remedy }) => message !== '' && evidence.length > 0 && remedy !== '',
  );
}
