/** Everything that the checks look at, read once when Luka has stopped: the ledger, the effects, the files, the processes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { homeLayout } from '#runtime/home/layout.ts';
import type { AttemptRow, RunRow, StepRow } from '#runtime/runs/records.ts';
import type { SlotRow } from '#runtime/schedule/slot-queries.ts';
import type { Journal } from './customers.ts';
import type { Place } from './lives.ts';
import { describeProcess, processesOf } from './processes.ts';

export interface Effect {
  readonly word: 'first' | 'last';
  readonly run: number;
  readonly attempt: number;
  /** From 0. */
  readonly step: number;
  readonly task: string | null;
  /** What the caller called it: a key, a call, an order. */
  readonly token: string | null;
}

export interface EventRow {
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  readonly run: number | null;
}

export interface Ledger {
  readonly runs: readonly RunRow[];
  readonly attempts: readonly AttemptRow[];
  readonly steps: readonly StepRow[];
  readonly slots: readonly SlotRow[];
  readonly states: readonly { readonly task: string; readonly at: number; readonly state: string }[];
  readonly events: readonly EventRow[];
  /** What SQLite finds wrong with the file. */
  readonly damage: readonly string[];
}

/** An order file that was moved out of the way, with what was written beside it. */
export interface OrderResult {
  readonly order: string;
  readonly folder: 'done' | 'failed' | 'inbox' | 'running';
  readonly run?: number | undefined;
  readonly state?: string | undefined;
}

export interface Evidence {
  readonly ledger: Ledger;
  readonly effects: readonly Effect[];
  readonly orders: readonly OrderResult[];
  readonly journal: Journal;
  readonly definitions: ReadonlyMap<string, TaskDefinition>;
  /** Up to here every moment must have its entry, ms since 1970. */
  readonly until: number;
  /** Processes of the home that are still alive, in words. */
  readonly left: readonly string[];
}

export function readLedger(file: string): Ledger {
  const db = new DatabaseSync(file, { readOnly: true });
  const all = <Row>(sql: string) => db.prepare(sql).all() as Row[];
  try {
    return {
      runs: all('select * from runs order by id'),
      attempts: all('select * from attempts order by run, number'),
      steps: all('select * from steps order by run, attempt, idx'),
      slots: all('select * from slots order by task, trigger, due'),
      states: all('select task, at, state from task_states order by task, at'),
      events: all('select seq, at, type, run from events order by seq'),
      damage: [
        ...all<{ integrity_check: string }>('pragma integrity_check').map((row) => row.integrity_check),
        ...all<object>('pragma foreign_key_check').map((row) => `foreign key: ${JSON.stringify(row)}`),
      ].filter((line) => line !== 'ok'),
    };
  } finally {
    db.close();
  }
}

const LINE = /^(first|last) (\d+) (\d+)\.step-(\d+)\.outputs (\S+) (\S+)$/;

/** @throws Error at a line that is none: then two processes wrote into each other's */
export function readEffects(file: string): Effect[] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, word, run, attempt, step, task, token] = LINE.exec(line) ?? [];
      if (word === undefined) throw new Error(`not a line of effects: ${line}`);
      return {
        word: word as Effect['word'],
        run: Number(run),
        attempt: Number(attempt),
        step: Number(step) - 1,
        task: task === '-' ? null : task!,
        token: token === '-' ? null : token!,
      };
    });
}

export function readOrders(home: string): OrderResult[] {
  const { queue } = homeLayout(home);
  return (['inbox', 'running', 'done', 'failed'] as const).flatMap((folder) =>
    readdirSync(queue[folder])
      .filter((name) => !name.endsWith('.result.json') && !name.startsWith('.'))
      .map((name) => {
        const result = join(queue[folder], `${name}.result.json`);
        const said = existsSync(result)
          ? (JSON.parse(readFileSync(result, 'utf8')) as { run?: number; state?: string })
          : {};
        const order = /(?:^|-)(o\d+)\.json$/.exec(name)?.[1] ?? name;
        return { order, folder, run: said.run, state: said.state };
      }),
  );
}

/** To be called when Luka has stopped. */
export async function gather(options: {
  place: Place;
  journal: Journal;
  definitions: Evidence['definitions'];
  until: number;
}): Promise<Evidence> {
  const { place, ...known } = options;
  return {
    ...known,
    ledger: readLedger(homeLayout(place.home).database),
    effects: readEffects(place.effects),
    orders: readOrders(place.home),
    left: (await processesOf(place.home)).map(describeProcess),
  };
}
