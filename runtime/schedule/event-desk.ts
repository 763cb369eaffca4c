/** Sets up the sources of events for tasks that are ready, and brings what they say before the scheduler. */
import { isTimeTrigger, triggerKind, type Trigger } from '#shared/nouns/trigger.ts';
import type { Clock } from '../clock.ts';
import type { Occurrence, TriggerSource } from '../triggers/ports.ts';
import type { Event } from './scheduler.ts';
import type { SoundTask } from './slot-desk.ts';
import { triggerKey } from './trigger-key.ts';

const RETRY_MS = 5_000;

/** Kinds that a source outside of the runtime watches for. */
type SourceKind = 'file' | 'volume' | 'login';

export interface EventDeskOptions {
  readonly clock: Clock;
  /** When this Luka started, ms since 1970. */
  readonly started: number;
  /** When Luka last looked before this start. */
  readonly lastAlive: number | undefined;
  readonly sources: Partial<Record<SourceKind, TriggerSource>>;
  readonly enter: (events: readonly Event[]) => void;
  readonly expect: (task: string, key: string, due: number) => void;
  readonly onError: (error: unknown) => void;
}

interface Watched {
  readonly text: string;
  readonly trigger: Trigger;
  readonly unwatch: () => void;
}

export class EventDesk {
  readonly #options: EventDeskOptions;
  readonly #watched = new Map<string, Map<string, Watched>>();
  /** Triggers that were there when Luka started: what they missed is made up for. */
  #starting = true;
  #stopped = false;

  constructor(options: EventDeskOptions) {
    this.#options = options;
  }

  get watches(): boolean {
    return this.#watched.size > 0;
  }

  /** Triggers of one kind, of all tasks. */
  *of<K extends Trigger>(
    is: (trigger: Trigger) => trigger is K,
  ): Generator<{ task: string; key: string; trigger: K }> {
    for (const [task, watched] of this.#watched)
      for (const [key, { trigger }] of watched) if (is(trigger)) yield { task, key, trigger };
  }

  /** The task's triggers are these now; none where it is undefined. */
  watch(id: string, task: SoundTask | undefined): void {
    const before = this.#watched.get(id) ?? new Map<string, Watched>();
    const after = new Map<string, Watched>();
    for (const trigger of task?.definition.triggers ?? []) {
      if (isTimeTrigger(trigger)) continue;
      const key = triggerKey(trigger);
      const text = JSON.stringify(trigger);
      const known = before.get(key);
      if (known?.text === text) after.set(key, known);
      else {
        known?.unwatch();
        after.set(key, { text, trigger, unwatch: this.#setUp(id, key, trigger, known === undefined) });
      }
    }
    for (const [key, { unwatch }] of before) if (!after.has(key)) unwatch();
    if (after.size > 0) this.#watched.set(id, after);
    else this.#watched.delete(id);
  }

  /** All triggers of the start were set up: what comes from here on is new. */
  started(): void {
    this.#starting = false;
    for (const { task, key, trigger } of this.of((one) => 'startup' in one)) {
      // After the very start, which is the end of the time Luka was not running.
      this.#options.expect(task, key, this.#options.started + Math.max(1, trigger.startup.delay ?? 0));
    }
  }

  /** The machine woke. @param at ms since 1970 */
  woke(at: number): void {
    for (const { task, key, trigger } of this.of((one) => 'wake' in one)) {
      const { delay = 0 } = trigger.wake;
      if (delay > 0) this.#options.expect(task, key, at + delay);
      else this.#occur({ task, key, at });
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const watched of this.#watched.values()) for (const { unwatch } of watched.values()) unwatch();
    this.#watched.clear();
  }

  #setUp(task: string, key: string, trigger: Trigger, isNew: boolean): () => void {
    const kind = triggerKind(trigger);
    const source = kind in this.#options.sources ? this.#options.sources[kind as SourceKind] : undefined;
    if (!source) return () => undefined;
    const { lastAlive, onError } = this.#options;
    return source.watch(trigger, (occurrence) => this.#told(task, key, trigger, occurrence), {
      lastWatched: isNew && this.#starting ? lastAlive : undefined,
      onError,
    });
  }

  #told(task: string, key: string, trigger: Trigger, { at, subject, missed }: Occurrence): void {
    const delay = 'login' in trigger ? (trigger.login.delay ?? 0) : 0;
    if (delay > 0) this.#options.expect(task, key, at + delay);
    else
      this.#occur({
        task,
        key,
        at,
        missed,
        ...(subject === undefined ? {} : { subject: { text: subject } }),
      });
  }

  /** What cannot be written now is tried again: nobody will say it a second time. */
  #occur(event: Event): void {
    // What comes while Luka stops is missed, and found at the next start.
    if (this.#stopped) return;
    try {
      this.#options.enter([event]);
    } catch (error) {
      this.#options.onError(error);
      this.#options.clock.after(RETRY_MS, () => this.#occur(event));
    }
  }
}
