/** Due moments in words, signs and colours, the same in every command. */
import type { PauseScope, Slot, SlotState } from '#shared/nouns/slot.ts';
import { formatClock } from './moments.ts';
import { stateText } from './run-words.ts';
import { safeText } from './table.ts';
import type { Style, Terminal } from './terminal.ts';

const SIGNS = {
  waiting: ['…', 'cyan'],
  held: ['‖', 'cyan'],
  ran: ['✓', 'green'],
  caught_up: ['↻', 'green'],
  coalesced: ['=', 'dim'],
  skipped: ['-', 'dim'],
  blocked: ['✗', 'yellow'],
  missed: ['✗', 'red'],
} as const satisfies Record<SlotState, readonly [string, Style]>;

/** `✓ ran`, `✗ missed`: readable without the colour, too. */
export function outcomeText(terminal: Terminal, state: SlotState): string {
  const [sign, style] = SIGNS[state];
  return terminal.style(style, `${sign} ${state.replace('_', ' ')}`);
}

/** When it was due; for an entry that stands for many, the first and the last of them and how many. */
export function dueText(slot: Slot, now: number): string {
  const first = formatClock(slot.due, now);
  return slot.count === 1
    ? first
    : `${first} to ${formatClock(slot.lastDue ?? slot.due, now)} (${slot.count})`;
}

/** `#12 succeeded` */
export function slotRunText(terminal: Terminal, slot: Slot): string {
  if (slot.run === undefined) return '-';
  return slot.runState === undefined ? `#${slot.run}` : `#${slot.run} ${stateText(terminal, slot.runState)}`;
}

export function scopeText(scope: PauseScope): string {
  if ('task' in scope) return safeText(scope.task);
  return 'tag' in scope ? `tasks tagged ${safeText(scope.tag)}` : 'everything';
}
