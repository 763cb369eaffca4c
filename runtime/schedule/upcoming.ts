/** Moments to come, of all triggers whose moments are known beforehand, earliest first. */
import TinyQueue from 'tinyqueue';
import type { BlackoutWindow } from '#shared/nouns/schedule-policy.ts';
import type { Pause, TaskHealth, Upcoming } from '#shared/nouns/slot.ts';
import { isTimeTrigger, triggerKind, type TimeTrigger } from '#shared/nouns/trigger.ts';
import { isoAt } from '../clock.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import { blackoutAt } from './blackout.ts';
import { occurrences } from './occurrences.ts';
import { dayWords, pauseEnd, pauseHolds, pauseWords } from './pause-words.ts';
import { describeTrigger } from './describe-trigger.ts';
import { triggerKey } from './trigger-key.ts';

/** What will keep a moment from running, as far as is known now; undefined where nothing does. */
export type Obstacles = (task: LoadedTask, due: number) => string | undefined;

/** Of one trigger: its next moment, and how to get to the one after. */
interface Source {
  readonly task: LoadedTask;
  readonly trigger: TimeTrigger;
  readonly kind: Upcoming['kind'];
  readonly key: string;
  readonly rest: Iterator<number>;
  due: number;
}

/**
 * @param options.from from this moment on, ms since 1970
 * @param options.to before this moment
 * Computes one moment of each trigger and one more for each that is told, however dense a trigger is.
 */
export function upcoming(options: {
  readonly tasks: readonly LoadedTask[];
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  readonly obstacles: Obstacles;
}): { upcoming: Upcoming[]; more: boolean } {
  const found: Upcoming[] = [];
  for (const { tell } of eachUpcoming(options)) {
    if (found.length === options.limit) return { upcoming: found, more: true };
    found.push(tell());
  }
  return { upcoming: found, more: false };
}

/** The same without an end but `to`. What is yielded describes the moment when called: telling costs more than finding. */
export function* eachUpcoming(options: {
  readonly tasks: readonly LoadedTask[];
  readonly from: number;
  readonly to: number;
  readonly obstacles: Obstacles;
}): Generator<{ readonly key: string; readonly tell: () => Upcoming }> {
  const heap = new TinyQueue<Source>([], byDue);
  const advance = (source: Source) => {
    const next = source.rest.next();
    if (next.done === true || next.value >= options.to) return;
    source.due = next.value;
    heap.push(source);
  };
  for (const source of sources(options.tasks, options.from, options.to)) advance(source);
  for (let first = heap.pop(); first; first = heap.pop()) {
    const { task, due, trigger, kind, key } = first;
    const tell = (): Upcoming => {
      const obstacle = options.obstacles(task, due);
      const title = task.definition?.title ?? task.id;
      return {
        task: task.id,
        title,
        due: isoAt(due),
        trigger: describeTrigger(trigger),
        kind,
        ...(obstacle === undefined ? {} : { obstacle }),
      };
    };
    yield { key, tell };
    advance(first);
  }
}

/** Of tasks that are ready: the triggers of one that is switched off or has faults start nothing. */
function* sources(tasks: readonly LoadedTask[], from: number, to: number): Generator<Source> {
  for (const task of tasks) {
    if (!task.definition || task.definition.enabled === false) continue;
    const keys = new Set<string>();
    for (const trigger of task.definition.triggers ?? []) {
      if (!isTimeTrigger(trigger)) continue;
      const key = triggerKey(trigger);
      // A trigger that is written twice has one slot for each moment.
      if (keys.has(key)) continue;
      keys.add(key);
      yield {
        task,
        trigger,
        kind: triggerKind(trigger),
        key,
        rest: occurrences(trigger, from - 1, to),
        due: 0,
      };
    }
  }
}

function byDue(a: Source, b: Source): number {
  if (a.due !== b.due) return a.due - b.due;
  if (a.task.id !== b.task.id) return a.task.id < b.task.id ? -1 : 1;
  return a.key < b.key ? -1 : 1;
}

/**
 * @param facts.pauses in force now, or to come
 * @param facts.blackout windows of the settings; those of the task are added
 */
export function obstaclesFor(facts: {
  readonly pauses: readonly Pause[];
  readonly blackout: readonly BlackoutWindow[];
  readonly health: (task: string) => TaskHealth | undefined;
  readonly now: number;
}): Obstacles {
  const { now } = facts;
  return (task, due) => {
    const pause = longest(
      facts.pauses.filter(
        (one) =>
          Date.parse(one.from) <= due &&
          due < pauseEnd(one) &&
          pauseHolds(one.scope, task.id, task.definition?.tags),
      ),
    );
    if (pause) return `paused ${pauseWords(pause, now)}`;
    const health = facts.health(task.id);
    if (health?.quarantinedAt !== undefined) {
      if (health.releaseAt === undefined) return 'in quarantine until you release it';
      const release = Date.parse(health.releaseAt);
      if (due < release) return `in quarantine until ${dayWords(release, now)}`;
    }
    const windows = task.definition?.blackout
      ? [...facts.blackout, ...task.definition.blackout]
      : facts.blackout;
    const blackout = windows.length === 0 ? undefined : blackoutAt(windows, due);
    return blackout && `in the ${blackout.text}`;
  };
}

function longest(pauses: readonly Pause[]): Pause | undefined {
  return pauses.reduce<Pause | undefined>(
    (last, pause) => (last === undefined || pauseEnd(pause) > pauseEnd(last) ? pause : last),
    undefined,
  );
}
