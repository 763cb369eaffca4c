/** Every event as it is taken, for parts of the page that follow single things of a long list. */
import type { LukaEvent } from '#shared/nouns/event.ts';

const listeners = new Set<(event: LukaEvent) => void>();

export function onEvent(listener: (event: LukaEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tellEvent(event: LukaEvent): void {
  for (const listener of listeners) listener(event);
}
