/** Pauses in words, and whom they hold. Pure. */
import type { Pause, PauseScope } from '#shared/nouns/slot.ts';

export interface Held {
  readonly id: string;
  readonly tags: readonly string[];
}

export function holds(scope: PauseScope, task: Held): boolean {
  if ('task' in scope) return scope.task === task.id;
  return 'all' in scope || task.tags.includes(scope.tag);
}

/** `Everything`, `#backup`, or the task's title. */
export function scopeWords(scope: PauseScope, titleOf: (task: string) => string): string {
  if ('task' in scope) return titleOf(scope.task);
  return 'all' in scope ? 'Everything' : `#${scope.tag}`;
}

/** Not ended and not over at `now`, ms since 1970. One to come counts: it was asked for. */
export function inForce({ ended, until }: Pause, now: number): boolean {
  return ended === undefined && (until === undefined || Date.parse(until) > now);
}
