/** Pauses: whose triggers are held, since when and until when. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Pause, PauseScope } from '#shared/nouns/slot.ts';
import { isoAt, type Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { PauseSpan } from './planner.ts';
import { clockWords } from './local-words.ts';

export interface PauseRow {
  readonly id: number;
  readonly scope: 'task' | 'tag' | 'all';
  readonly target: string;
  readonly from_at: number;
  readonly until_at: number | null;
  readonly reason: string | null;
  readonly ended_at: number | null;
}

const JUST_NOW_MS = 60_000;

/** Who a pause is asked about. */
export interface Paused {
  readonly id: string;
  readonly tags: readonly string[];
}

export class PauseBook {
  readonly #store: Store;
  readonly #clock: Clock;
  /** All that end after the oldest moment anybody asks about. */
  #rows: PauseRow[];

  constructor(store: Store, clock: Clock, since: number) {
    this.#store = store;
    this.#clock = clock;
    this.#rows = store.all<PauseRow>(
      'select * from pauses where coalesce(ended_at, until_at, 9e15) > ? order by from_at, id',
      since,
    );
  }

  /** @throws LukaError pause_invalid */
  async add(input: {
    scope: PauseScope;
    until?: number | undefined;
    reason?: string | undefined;
  }): Promise<Pause> {
    const now = this.#clock.now();
    if (input.until !== undefined && input.until <= now)
      throw new LukaError('pause_invalid', { message: `${clockWords(input.until, now)} is past` });
    const [scope, target] = words(input.scope);
    const row = this.#store.commit((tx) => {
      const { lastId } = tx.run(
        'insert into pauses (scope, target, from_at, until_at, reason) values (?, ?, ?, ?, ?)',
        scope,
        target,
        now,
        input.until ?? null,
        input.reason ?? null,
      );
      const added = tx.get<PauseRow>('select * from pauses where id = ?', lastId)!;
      tx.emit({ type: 'schedule.paused', data: { pause: toPause(added) } });
      return added;
    });
    // It holds from here on, and for good once it is durable.
    this.#rows.push(row);
    await this.#store.durable();
    return toPause(row);
  }

  /** Ends all that have exactly this scope. @throws LukaError not_paused */
  async end(scope: PauseScope): Promise<Pause[]> {
    const now = this.#clock.now();
    const [kind, target] = words(scope);
    const ended = this.inForce(now).filter((row) => row.scope === kind && row.target === target);
    if (ended.length === 0)
      throw new LukaError('not_paused', { message: `${scopeWords(scope)} is not paused` });
    this.#store.commit((tx) => {
      for (const row of ended) {
        tx.run('update pauses set ended_at = ? where id = ?', now, row.id);
        tx.emit({ type: 'schedule.resumed', data: { pause: toPause({ ...row, ended_at: now }) } });
      }
    });
    const ids = new Set(ended.map((row) => row.id));
    // Before its events are announced: who hears of them asks here.
    this.#rows = this.#rows.map((row) => (ids.has(row.id) ? { ...row, ended_at: now } : row));
    await this.#store.durable();
    return ended.map((row) => toPause({ ...row, ended_at: now }));
  }

  inForce(now: number): PauseRow[] {
    // Whatever the clock says of its beginning: a pause begins when it is made, and clocks are set back.
    return this.#rows.filter((row) => now < endOf(row));
  }

  /** Pauses that cover the task and reach into the time after `since`. */
  covering(task: Paused, since: number): PauseRow[] {
    return this.#rows.filter((row) => endOf(row) > since && covers(row, task));
  }

  spans(task: Paused, since: number, now: number): PauseSpan[] {
    return this.covering(task, since).map((row) => ({
      // One that begins after now was made before the clock was set back: it holds what is due now.
      from: row.from_at > now ? now - JUST_NOW_MS : row.from_at,
      to: endOf(row),
      words: `it was paused from ${clockWords(row.from_at, now)}`,
    }));
  }

  /** When the next pause ends by itself. */
  nextEnd(now: number): number | undefined {
    const ends = this.inForce(now).map(endOf);
    const next = Math.min(...ends);
    return Number.isFinite(next) ? next : undefined;
  }
}

function covers(row: PauseRow, task: Paused): boolean {
  switch (row.scope) {
    case 'all':
      return true;
    case 'task':
      return row.target === task.id;
    case 'tag':
      return task.tags.includes(row.target);
  }
}

/** Infinity where nobody knows. */
function endOf(row: PauseRow): number {
  return Math.min(row.ended_at ?? Infinity, row.until_at ?? Infinity);
}

function words(scope: PauseScope): ['task' | 'tag' | 'all', string] {
  if ('task' in scope) return ['task', scope.task];
  if ('tag' in scope) return ['tag', scope.tag];
  return ['all', ''];
}

function scopeWords(scope: PauseScope): string {
  if ('task' in scope) return `the task ${scope.task}`;
  return 'tag' in scope ? `the tag ${scope.tag}` : 'everything together';
}

export function toPause(row: PauseRow): Pause {
  return {
    id: row.id,
    scope:
      row.scope === 'all' ? { all: true } : row.scope === 'task' ? { task: row.target } : { tag: row.target },
    from: isoAt(row.from_at),
    ...(row.until_at === null ? {} : { until: isoAt(row.until_at) }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.ended_at === null ? {} : { ended: isoAt(row.ended_at) }),
  };
}
