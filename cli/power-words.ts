/** Power in words for the terminal. */
import { lengthText } from './length-text.ts';
import type { Hold, PowerStatus } from '#shared/nouns/power.ts';
import { formatClock } from './moments.ts';
import { safeText } from './table.ts';

/** `on mains, 87 %` */
export function sourceText({
  source,
  percent,
  lowPower,
}: Pick<PowerStatus, 'source' | 'percent' | 'lowPower'>): string {
  const words = { ac: 'on mains', battery: 'on battery', unknown: 'on a power source that cannot be told' }[
    source
  ];
  return [
    words,
    ...(percent === undefined ? [] : [`${percent} %`]),
    ...(lowPower ? ['low-power mode'] : []),
  ].join(', ');
}

/** `the run #12 (Backup)`, `person`. */
export function ownerText({ owner }: Pick<Hold, 'owner'>): string {
  return owner.kind === 'run' ? `#${owner.run} ${safeText(owner.title)}` : safeText(owner.by);
}

/** `today 14:00, 1 h 59 min left`; a dash where something else ends it. */
export function endText({ until }: Pick<Hold, 'until'>, now: number): string {
  if (until === undefined) return '-';
  return `${formatClock(until, now)}, ${lengthText(Date.parse(until) - now)} left`;
}

export function heldText({ held, notHeldBecause }: Pick<Hold, 'held' | 'notHeldBecause'>): string {
  return held ? 'awake' : `not held: ${safeText(notHeldBecause ?? 'why is not known')}`;
}
