/** What kept the machine awake, and when it slept. */
import { formatDuration } from '#shared/nouns/duration.ts';
import type { Line, Section } from '../document.ts';
import type { ReportFacts } from '../facts.ts';

export function powerSection({ power }: ReportFacts): Section | undefined {
  const { heldMs, holders, refused, sleptMs, sleeps, batteryMs } = power;
  const items: Line[] = [
    ...(heldMs === 0
      ? []
      : [
          [
            `Kept awake for ${formatDuration(heldMs)}: ${holders.map(({ reason, ms }) => `${reason} (${formatDuration(ms)})`).join(', ')}`,
          ],
        ]),
    ...refused.map(({ reason, because, ms }): Line => [
      `Not kept awake for ${formatDuration(ms)}: ${reason}, because ${because}`,
    ]),
    ...(sleeps === 0
      ? []
      : [[`Slept for ${formatDuration(sleptMs)}${sleeps === 1 ? '' : ` in ${sleeps} stretches`}`]]),
    ...(batteryMs === 0 ? [] : [[`On battery for ${formatDuration(batteryMs)}`]]),
  ];
  return items.length === 0 ? undefined : { title: 'Power', blocks: [{ kind: 'list', items }] };
}
