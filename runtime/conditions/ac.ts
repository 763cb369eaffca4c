import type { Condition } from './condition.ts';
import type { PowerReading } from './ports.ts';

export const ac: Condition<'ac'> = {
  kind: 'ac',
  async check(_, readings) {
    const power = await readings.power();
    return { met: power.ac === true, text: sourceText(power) };
  },
};

/** `on mains`, `on battery (64 %)` */
export function sourceText({ ac, battery }: PowerReading): string {
  if (ac === undefined) return 'the machine does not say whether it is on mains';
  if (ac) return 'on mains';
  return battery === undefined ? 'on battery' : `on battery (${battery} %)`;
}
