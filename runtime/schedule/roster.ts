/** Which triggers there are, and up to where each was accounted for. Tasks come, change, break, are switched off and go. */
import { isTimeTrigger, type TimeTrigger, type Trigger } from '#shared/nouns/trigger.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import { REMEMBERED_MS } from './absences.ts';
import { Agenda, isRepeating, type AgendaItem } from './agenda.ts';
import { nextOccurrence } from './occurrences.ts';
import type { Absent } from './planner.ts';
import type { SoundTask } from './slot-desk.ts';
import { stateOf, type TaskScheduleState, type TaskStates } from './task-states.ts';
import type { TriggerBook } from './trigger-book.ts';
import { triggerKey } from './trigger-key.ts';

/** A task file that is away for less is being saved. */
const SAVING_MS = 60_000;
/** Rows in one transaction: few ms of work. */
const ROWS = 200;

type Before = { readonly state: TaskScheduleState; readonly at: number } | undefined;

export interface RosterOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly triggers: TriggerBook;
  readonly states: TaskStates;
  readonly task: (id: string) => LoadedTask | undefined;
  /** Sources of events are set up for a task that is ready, and taken down for one that is not. */
  readonly watch: (id: string, task: SoundTask | undefined) => void;
}

export class Roster {
  readonly agenda = new Agenda();
  readonly #options: RosterOptions;
  /** Up to where each trigger has its entries. */
  readonly #accounted = new Map<string, number>();
  readonly #faulty = new Map<string, number>();
  readonly #gone = new Map<string, number>();
  readonly #faults = new Map<string, Absent>();
  #newTriggers: { task: string; trigger: string; moment: number }[] = [];
  #forgotten: { task: string; key: string }[] = [];
  #newStates: { task: string; state: TaskScheduleState; at: number }[] = [];

  constructor(options: RosterOptions) {
    this.#options = options;
  }

  /** Takes up all tasks. @param breathe called now and then, so that many tasks do not hold up everything else */
  async load(tasks: readonly LoadedTask[], breathe: () => Promise<void>): Promise<void> {
    const { triggers, states } = this.#options;
    const known = triggers.all();
    for (const { task, trigger, accounted } of known) this.#accounted.set(idOf(task, trigger), accounted);
    const before = states.all();
    for (const [index, task] of tasks.entries()) {
      this.#adopt(task, before.get(task.id));
      before.delete(task.id);
      if (index % 50 === 49) {
        this.flush();
        await breathe();
      }
    }
    // Taken away while Luka was not running.
    for (const { task, trigger } of known)
      if (
        stateOf(this.#options.task(task)) === 'ready' &&
        !this.agenda.get(task, trigger) &&
        !this.find(task, trigger)
      )
        this.#forget(task, trigger);
    for (const [id, { state }] of before) if (state !== 'gone') this.#note(id, 'gone');
    this.flush();
  }

  change(changed: readonly LoadedTask[], removed: readonly string[]): void {
    for (const task of changed) this.#adopt(task, this.#options.states.last(task.id));
    for (const id of removed) {
      this.#note(id, 'gone');
      this.#gone.set(id, this.#options.clock.now());
      this.#options.watch(id, undefined);
      this.#faulty.delete(id);
      this.#clear(id);
    }
    this.flush();
  }

  /** A task and one of its triggers as they are now; undefined where either is gone, broken or switched off. */
  find(id: string, key: string): { task: SoundTask; trigger: Trigger } | undefined {
    const task = this.#options.task(id);
    if (!task || !isSound(task) || task.definition.enabled === false) return undefined;
    const trigger = task.definition.triggers?.find((one) => triggerKey(one) === key);
    return trigger && { task, trigger };
  }

  /** True while a task's file has errors or is being saved: what is open of it stays open. */
  isAway(id: string): boolean {
    if (this.#faulty.has(id)) return true;
    const gone = this.#gone.get(id);
    return gone !== undefined && this.#options.clock.now() - gone <= SAVING_MS;
  }

  accounted(task: string, key: string): number {
    return this.#accounted.get(idOf(task, key)) ?? 0;
  }

  /** To be called when the entries up to `moment` are committed. */
  account(task: string, key: string, moment: number): void {
    const id = idOf(task, key);
    this.#accounted.set(id, Math.max(moment, this.#accounted.get(id) ?? 0));
  }

  /** When the task's file had errors, until lately. */
  faults(task: string): Absent[] {
    const fault = this.#faults.get(task);
    return fault ? [fault] : [];
  }

  /** The clock was set back to `now`, so that what was planned lies too far ahead; or with Infinity: the zone is another. */
  replanFrom(now: number): void {
    for (const [id, moment] of this.#accounted) if (moment > now) this.#accounted.set(id, now);
    for (const task of this.agenda.tasks())
      for (const item of this.agenda.of(task))
        if (isRepeating(item)) this.#put({ ...item, cursor: Math.min(item.cursor, now) });
  }

  /** When a task is due next, ms since 1970. */
  nextOf(task: string): number | undefined {
    let next: number | undefined;
    for (const item of this.agenda.of(task)) if (next === undefined || item.due < next) next = item.due;
    return next;
  }

  /** The earliest moment of each task, the earliest tasks first. */
  nextOfEach(limit: number): AgendaItem[] {
    const earliest: AgendaItem[] = [];
    for (const task of this.agenda.tasks()) {
      let first: AgendaItem | undefined;
      for (const item of this.agenda.of(task)) if (!first || item.due < first.due) first = item;
      if (first) earliest.push(first);
    }
    return earliest.sort((a, b) => a.due - b.due || (a.task < b.task ? -1 : 1)).slice(0, limit);
  }

  /** The next moment after `cursor`; a trigger that has none leaves the agenda. */
  #put(item: { task: string; key: string; trigger: TimeTrigger; cursor: number }): void {
    const due = nextOccurrence(item.trigger, item.cursor);
    if (due === undefined) this.agenda.drop(item.task, item.key);
    else this.agenda.put({ ...item, due });
  }

  #adopt(task: LoadedTask, before: Before): void {
    const now = this.#options.clock.now();
    const state = stateOf(task);
    this.#gone.delete(task.id);
    if (before?.state !== state) this.#note(task.id, state);
    this.#options.watch(task.id, state === 'ready' && isSound(task) ? task : undefined);
    if (state === 'invalid') {
      // Nothing is taken from it: when it is mended, what was due meanwhile is made up for.
      if (!this.#faulty.has(task.id))
        this.#faulty.set(task.id, before?.state === 'invalid' ? before.at : now);
      this.#clear(task.id);
      return;
    }
    const since = this.#faulty.get(task.id) ?? (before?.state === 'invalid' ? before.at : undefined);
    this.#faulty.delete(task.id);
    if (since !== undefined) this.#faults.set(task.id, { kind: 'fault', from: since, to: now });
    // What was switched off, or was not there, has nothing to make up for; nor has what then had errors.
    const sound = before?.state === 'invalid' ? this.#options.states.lastBefore(task.id, 'invalid') : before;
    const isNew =
      sound === undefined ||
      sound.state === 'disabled' ||
      (sound.state === 'gone' && now - sound.at > SAVING_MS);
    const wanted = new Set<string>();
    for (const trigger of state === 'ready' ? (task.definition?.triggers ?? []) : []) {
      const key = triggerKey(trigger);
      wanted.add(key);
      if (isTimeTrigger(trigger)) this.#plan(task.id, key, trigger, now, isNew);
    }
    for (const item of this.agenda.of(task.id)) {
      if (wanted.has(item.key)) continue;
      this.agenda.drop(task.id, item.key);
      if (state === 'ready') this.#forget(task.id, item.key);
    }
  }

  /** A trigger that was taken away and comes back later begins anew. */
  #forget(task: string, key: string): void {
    this.#accounted.delete(idOf(task, key));
    this.#forgotten.push({ task, key });
  }

  #plan(task: string, key: string, trigger: TimeTrigger, now: number, isNew: boolean): void {
    const known = this.agenda.get(task, key);
    if (known && isRepeating(known)) {
      this.agenda.put({ ...known, trigger });
      return;
    }
    const accounted = this.#accounted.get(idOf(task, key));
    if (accounted !== undefined && !isNew) {
      // Accounted beyond now: the clock was set back. What has its entry is not entered again.
      const cursor = Math.max(Math.min(accounted, now), now - REMEMBERED_MS);
      this.#put({ task, key, trigger, cursor });
      return;
    }
    const moment = Math.max(now, accounted ?? 0);
    this.#accounted.set(idOf(task, key), moment);
    this.#newTriggers.push({ task, trigger: key, moment });
    this.#put({ task, key, trigger, cursor: now });
  }

  #clear(id: string): void {
    for (const item of this.agenda.of(id)) this.agenda.drop(id, item.key);
  }

  #note(task: string, state: TaskScheduleState): void {
    this.#newStates.push({ task, state, at: this.#options.clock.now() });
  }

  /** What cannot be written now is written with the next change. */
  flush(): void {
    const { store, triggers, states } = this.#options;
    while (this.#newTriggers.length > 0 || this.#newStates.length > 0 || this.#forgotten.length > 0) {
      const some = this.#newTriggers.slice(0, ROWS);
      const few = this.#newStates.slice(0, ROWS);
      const old = this.#forgotten.slice(0, ROWS);
      store.commit((tx) => {
        for (const { task, key } of old) triggers.forget(tx, task, key);
        for (const { task, trigger, moment } of some) triggers.account(tx, task, trigger, moment);
        for (const { task, state, at } of few) states.note(tx, task, state, at);
      });
      this.#forgotten = this.#forgotten.slice(old.length);
      this.#newTriggers = this.#newTriggers.slice(some.length);
      this.#newStates = this.#newStates.slice(few.length);
    }
  }
}

export function isSound(task: LoadedTask): task is SoundTask {
  return task.definition !== undefined;
}

function idOf(task: string, key: string): string {
  return `${task}\n${key}`;
}
