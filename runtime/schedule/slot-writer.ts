/** Writes a plan: one entry for each of its moments, in the transaction that the caller has begun. */
import type { CatchUp } from '#shared/nouns/schedule-policy.ts';
import { isTimeTrigger, triggerKind, type Trigger } from '#shared/nouns/trigger.ts';
import type { Transaction } from '../store/store.ts';
import type { Absences } from './absences.ts';
import type { MissedMoment } from './catch-up.ts';
import type { PauseBook } from './pause-book.ts';
import { planDue, type Absent, type Due } from './planner.ts';
import type { SlotDesk, SoundTask } from './slot-desk.ts';
import type { SlotKey, SlotLedger, SlotSubject } from './slot-ledger.ts';
import type { SlotRow } from './slot-queries.ts';

export interface SlotWriterOptions {
  readonly slots: SlotLedger;
  readonly desk: SlotDesk;
  readonly absences: Absences;
  readonly pauses: PauseBook;
}

export interface DueMoments {
  readonly task: SoundTask;
  readonly key: string;
  readonly trigger: Trigger;
  readonly due: Due;
  /** What each moment was about, for events. */
  readonly subjects?: ReadonlyMap<number, SlotSubject> | undefined;
  /** Absences that concern this task alone. */
  readonly absent?: readonly Absent[] | undefined;
}

export class SlotWriter {
  readonly #options: SlotWriterOptions;

  constructor(options: SlotWriterOptions) {
    this.#options = options;
  }

  /**
   * @param held the open entry of a pause that goes on, if there is one
   * @returns runs that must be ended to make room
   */
  write(tx: Transaction, moments: DueMoments, now: number, held?: SlotRow): number[] {
    const { slots, desk, absences, pauses } = this.#options;
    const { task, key, trigger, due, subjects, absent = [] } = moments;
    const first = due.older?.from ?? due.moments[0] ?? now;
    const plan = planDue(due, {
      now,
      catchUp: catchUpOf(task.definition.catchUp, trigger),
      absent: [...absent, ...absences.since(first)],
      pauses: pauses.spans({ id: task.id, tags: task.definition.tags ?? [] }, first, now),
    });
    const keyed = (moment: number): SlotKey => ({ task: task.id, trigger: key, due: moment });
    const kind = triggerKind(trigger);
    const replaces: number[] = [];
    let carrier: number | undefined;

    const runs = plan.verdicts.filter((verdict) => verdict.action === 'run');
    for (const { moment, code, reason } of runs) {
      const outcome = desk.enter(
        tx,
        task,
        { ...keyed(moment.due), definition: trigger, subject: subjects?.get(moment.due) },
        { state: 'caught_up', code, reason, oneOfMany: runs.length > 1 },
      );
      replaces.push(...outcome.replaces);
      carrier = outcome.run;
    }
    if (plan.live !== undefined) {
      const moment = { ...keyed(plan.live), definition: trigger, subject: subjects?.get(plan.live) };
      const outcome = desk.enter(tx, task, moment, { state: 'ran', code: 'on_time', reason: 'on time' });
      replaces.push(...outcome.replaces);
      carrier = outcome.run;
    }
    for (const { moment, action, code, reason } of plan.verdicts) {
      if (action === 'run') continue;
      slots.add(tx, {
        ...keyed(moment.due),
        lastDue: moment.lastDue,
        count: moment.count,
        kind,
        state: action === 'join' ? 'coalesced' : 'missed',
        code,
        reason,
        run: action === 'join' ? carrier : undefined,
        subject: subjects?.get(moment.due),
      });
    }
    this.#hold(tx, plan.held, moments, held);
    return replaces;
  }

  /** Moments of a pause are all alike: they share an entry and are decided together. Events have one each. */
  #hold(
    tx: Transaction,
    held: readonly MissedMoment[],
    { task, key, trigger, subjects }: DueMoments,
    open: SlotRow | undefined,
  ): void {
    const { slots } = this.#options;
    const [first] = held;
    if (!first) return;
    const entry = {
      task: task.id,
      trigger: key,
      kind: triggerKind(trigger),
      state: 'held',
      code: 'paused',
    } as const;
    if (!isTimeTrigger(trigger)) {
      for (const { due, because } of held)
        slots.add(tx, { ...entry, due, reason: because, subject: subjects?.get(due) });
      return;
    }
    const lastDue = held.at(-1)!.lastDue;
    const count = held.reduce((sum, moment) => sum + moment.count, 0);
    if (open) slots.extend(tx, open, lastDue, count);
    else slots.add(tx, { ...entry, due: first.due, lastDue, count, reason: first.because });
  }
}

/** Events say each something of their own: where the task does not say otherwise, each is made up for. */
function catchUpOf(catchUp: CatchUp | undefined, trigger: Trigger): CatchUp | undefined {
  return isTimeTrigger(trigger) ? catchUp : (catchUp ?? { downtime: EACH, sleep: EACH, pause: EACH });
}
const EACH = { all: { max: 1_000, within: 31 * 86_400_000 } };
