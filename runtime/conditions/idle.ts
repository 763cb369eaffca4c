import { formatInterval } from '#shared/nouns/duration.ts';
import type { Condition } from './condition.ts';

export const idle: Condition<'idle'> = {
  kind: 'idle',
  async check(wanted, readings) {
    const ms = await readings.idleMs();
    if (ms === undefined) return { met: false, text: 'the machine does not say when it was last used' };
    const text = ms < 1_000 ? 'the machine is in use' : `the machine was last used ${whole(ms)} ago`;
    return ms >= wanted
      ? { met: true, text }
      : { met: false, text: `${text}, ${formatInterval(wanted)} wanted` };
  },
};

/** Seconds are of no interest once it is minutes. */
function whole(ms: number): string {
  const unit = ms < 60_000 ? 1_000 : 60_000;
  return formatInterval(Math.floor(ms / unit) * unit);
}
