/** Slots of a stretch, newest first, as far back as they were read. Pure. */
import type { Slot } from '#shared/nouns/slot.ts';

export interface SlotPages {
  readonly slots: readonly Slot[];
  /** Where the next page starts; undefined at the first slot of all. */
  readonly next: string | undefined;
}
interface Page {
  readonly slots: readonly Slot[];
  readonly next?: string | undefined;
}

export function slotKey({ task, trigger, due }: Pick<Slot, 'task' | 'trigger' | 'due'>): string {
  return `${task} ${trigger} ${due}`;
}

export function withPage(pages: SlotPages, page: Page): SlotPages {
  const known = new Set(pages.slots.map(slotKey));
  return {
    slots: [...pages.slots, ...page.slots.filter((slot) => !known.has(slotKey(slot)))],
    next: page.next,
  };
}

/** The first page read anew. What was read behind it stays, where the two still meet. */
export function withHead(pages: SlotPages, head: Page): SlotPages {
  const floor = head.slots.at(-1)?.due;
  const newest = pages.slots[0]?.due;
  if (head.next === undefined || floor === undefined || newest === undefined || newest < floor)
    return { slots: head.slots, next: head.next };
  const known = new Set(head.slots.map(slotKey));
  return {
    slots: [...head.slots, ...pages.slots.filter((slot) => slot.due <= floor && !known.has(slotKey(slot)))],
    next: pages.next,
  };
}
