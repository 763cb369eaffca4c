/** What is due next, of all triggers whose moments are known: a heap, so that what is not due costs nothing. */
import TinyQueue from 'tinyqueue';
import type { TimeTrigger, Trigger } from '#shared/nouns/trigger.ts';

/** A trigger of time, with its next moment. */
export interface Repeating {
  readonly task: string;
  readonly key: string;
  readonly trigger: TimeTrigger;
  /** Everything up to here was looked at, ms since 1970. */
  readonly cursor: number;
  readonly due: number;
}

/** One moment of an event that comes later: a start or a waking, with its delay. */
export interface Single {
  readonly task: string;
  readonly key: string;
  readonly trigger: Exclude<Trigger, TimeTrigger>;
  readonly due: number;
  readonly subject?: string | undefined;
}

export type AgendaItem = Repeating | Single;

export function isRepeating(item: AgendaItem): item is Repeating {
  return 'cursor' in item;
}

export class Agenda {
  #heap = new TinyQueue<AgendaItem>([], byDue);
  /** What counts: the heap may hold items that were replaced. */
  readonly #current = new Map<string, Map<string, AgendaItem>>();
  #live = 0;

  get size(): number {
    return this.#live;
  }

  get(task: string, key: string): AgendaItem | undefined {
    return this.#current.get(task)?.get(key);
  }

  of(task: string): Iterable<AgendaItem> {
    return this.#current.get(task)?.values() ?? [];
  }

  tasks(): Iterable<string> {
    return this.#current.keys();
  }

  put(item: AgendaItem): void {
    let items = this.#current.get(item.task);
    if (!items) this.#current.set(item.task, (items = new Map()));
    if (!items.has(item.key)) this.#live += 1;
    items.set(item.key, item);
    this.#heap.push(item);
    if (this.#heap.length > 2 * this.#live + 64) this.#rebuild();
  }

  drop(task: string, key: string): void {
    const items = this.#current.get(task);
    if (!items?.delete(key)) return;
    this.#live -= 1;
    if (items.size === 0) this.#current.delete(task);
  }

  /** The earliest, which stays. */
  peek(): AgendaItem | undefined {
    for (;;) {
      const item = this.#heap.peek();
      if (!item || this.#isCurrent(item)) return item;
      this.#heap.pop();
    }
  }

  /** The earliest, which is no longer in the heap but counts until it is put again or dropped. */
  pop(): AgendaItem | undefined {
    const item = this.peek();
    if (item) this.#heap.pop();
    return item;
  }

  #isCurrent(item: AgendaItem): boolean {
    return this.#current.get(item.task)?.get(item.key) === item;
  }

  #rebuild(): void {
    const items: AgendaItem[] = [];
    for (const of of this.#current.values()) items.push(...of.values());
    this.#heap = new TinyQueue<AgendaItem>(items, byDue);
  }
}

function byDue(a: AgendaItem, b: AgendaItem): number {
  return a.due - b.due;
}
