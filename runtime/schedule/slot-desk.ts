/**
 * Turns one moment into its outcome: asks in turn what may keep it from running, and where nothing does, queues the run in
 * the same transaction as the moment's entry. A moment without an entry does not exist, a run without its moment neither.
 */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { BlackoutWindow, Conditions } from '#shared/nouns/schedule-policy.ts';
import type { SlotCode, TaskHealth } from '#shared/nouns/slot.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { triggerKind, type RunCause, type Trigger } from '#shared/nouns/trigger.ts';
import { isoAt } from '../clock.ts';
import type { NewRun, RunLedger } from '../runs/run-ledger.ts';
import type { TaskRunRequest } from '../runs/run-service.ts';
import type { Transaction } from '../store/store.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import { blackoutAt } from './blackout.ts';
import { describeTrigger } from './describe-trigger.ts';
import { clockWords } from './local-words.ts';
import { decideOverlap, overlapPolicy, type ActiveRun } from './overlap.ts';
import type { Decision, SlotKey, SlotLedger, SlotSubject } from './slot-ledger.ts';

/** How long a moment waits for its conditions where the task does not say. */
const WAIT_MS = 3_600_000;
/** Tasks that start each other in a ring would go on for ever. */
const LONGEST_CHAIN = 25;

/** Why a slot waits before anybody looked whether it must. */
export const FIRST_LOOK = 'its conditions are being looked at';

/** A task that can be started: one whose file is sound. */
export type SoundTask = LoadedTask & { readonly definition: TaskDefinition };

export interface Moment extends SlotKey {
  readonly definition: Trigger;
  readonly subject?: SlotSubject | undefined;
}

/** What it comes to where nothing keeps it. */
export interface Reason {
  readonly state: 'ran' | 'caught_up';
  readonly code: SlotCode;
  readonly reason: string;
  /** One of several moments that are each made up for: their runs follow each other, whatever the task says of overlap. */
  readonly oneOfMany?: boolean | undefined;
}

export interface Outcome extends Decision {
  /** Runs that must be ended to make room, once this is committed. */
  readonly replaces: readonly number[];
}

export interface SlotDeskOptions {
  readonly slots: SlotLedger;
  readonly ledger: Pick<RunLedger, 'insert'>;
  /** @throws LukaError */
  readonly prepare: (task: string, request: TaskRunRequest) => NewRun;
  /** The task's runs that wait or go, oldest first. */
  readonly active: (task: string) => readonly ActiveRun[];
  readonly quarantine: (task: string, now: number) => TaskHealth | undefined;
  /** Windows of the settings. */
  readonly blackout: () => readonly BlackoutWindow[];
  readonly now: () => number;
}

export class SlotDesk {
  readonly #options: SlotDeskOptions;

  constructor(options: SlotDeskOptions) {
    this.#options = options;
  }

  /** Decides a moment that has no entry yet, and writes it. */
  enter(tx: Transaction, task: SoundTask, moment: Moment, as: Reason): Outcome {
    const outcome = this.#decide(tx, task, moment, as, 'unknown');
    this.#options.slots.add(tx, {
      ...moment,
      ...outcome,
      kind: triggerKind(moment.definition),
      ...(outcome.state === 'waiting' ? { subject: { ...moment.subject, as } } : {}),
    });
    return outcome;
  }

  /** Decides one that waited, its conditions being met now. */
  settle(tx: Transaction, task: SoundTask, moment: Moment, as: Reason): Outcome {
    const outcome = this.#decide(tx, task, moment, as, 'met');
    this.#options.slots.decide(tx, moment, outcome);
    return outcome;
  }

  #decide(
    tx: Transaction,
    task: SoundTask,
    moment: Moment,
    as: Reason,
    conditions: 'met' | 'unknown',
  ): Outcome {
    const { ledger, prepare, active, now: clock } = this.#options;
    const now = clock();
    const kept = this.#obstacle(task, moment, now);
    if (kept) return { ...kept, replaces: [] };
    if (conditions === 'unknown' && asksAnything(task.definition.conditions)) {
      const waitUntil = now + (task.definition.conditions.wait ?? WAIT_MS);
      return { state: 'waiting', code: 'waits_for_condition', reason: FIRST_LOOK, waitUntil, replaces: [] };
    }
    const overlap = decideOverlap(
      as.oneOfMany
        ? { policy: 'queue', limit: Infinity }
        : overlapPolicy(task.definition.overlap, moment.definition),
      active(task.id),
      now,
    );
    switch (overlap.action) {
      case 'skip':
        return { state: 'skipped', ...only(overlap), replaces: [] };
      case 'join':
        return { state: 'coalesced', ...only(overlap), replaces: [] };
      case 'run':
      case 'replace':
    }
    let queued: number;
    try {
      const run = prepare(task.id, {
        cause: causeOf(moment, as),
        params: moment.subject?.params,
        idempotencyKey: `slot:${moment.task}:${moment.trigger}:${isoAt(moment.due)}`,
      });
      queued = ledger.insert(tx, run).run.id;
    } catch (error) {
      if (!(error instanceof LukaError)) throw error;
      return { state: 'blocked', code: 'refused', reason: error.message, replaces: [] };
    }
    const { state, code, reason } = as;
    return {
      state,
      code,
      reason,
      run: queued,
      replaces: overlap.action === 'replace' ? overlap.runs : [],
    };
  }

  /** What keeps it from running although it is due. */
  #obstacle(task: SoundTask, moment: Moment, now: number): Decision | undefined {
    const { definition } = task;
    if (definition.enabled === false)
      return { state: 'skipped', code: 'task_gone', reason: 'the task is switched off' };
    if ((moment.subject?.chain ?? 0) > LONGEST_CHAIN) {
      const reason = `${LONGEST_CHAIN} runs led to this one, each started by the end of another: it looks like a ring`;
      return { state: 'blocked', code: 'chain_too_long', reason };
    }
    const blackout = blackoutAt([...this.#options.blackout(), ...(definition.blackout ?? [])], now);
    if (blackout) return { state: 'skipped', code: 'blackout', reason: blackout.text };
    // Whoever switched the quarantine off meant it at once.
    const health = definition.quarantine === false ? undefined : this.#options.quarantine(task.id, now);
    if (health) {
      const until =
        health.releaseAt === undefined
          ? 'until it is released by hand'
          : `until ${clockWords(Date.parse(health.releaseAt), now)}`;
      const reason = `it failed ${health.failuresInRow} times in a row and is in quarantine ${until}`;
      return { state: 'blocked', code: 'quarantined', reason };
    }
    return undefined;
  }
}

/** True where a condition is named: a `wait` alone asks for nothing. */
export function asksAnything(conditions: Conditions | undefined): conditions is Conditions {
  return conditions !== undefined && Object.keys(conditions).some((name) => name !== 'wait');
}

function only({ run, code, reason }: { run: number; code: SlotCode; reason: string }) {
  return { run, code, reason };
}

function causeOf(moment: Moment, as: Reason): RunCause {
  const { text, chain } = moment.subject ?? {};
  return {
    kind: triggerKind(moment.definition),
    by: 'schedule',
    detail: describeTrigger(moment.definition),
    scheduledFor: isoAt(moment.due),
    ...(as.state === 'caught_up' || as.code === 'condition_came_true' ? { late: as.reason } : {}),
    ...(text === undefined ? {} : { subject: text }),
    ...(chain === undefined ? {} : { chain }),
  };
}
