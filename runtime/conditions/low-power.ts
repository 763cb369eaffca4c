import type { Condition } from './condition.ts';

export const lowPower: Condition<'lowPower'> = {
  kind: 'lowPower',
  async check(_, readings) {
    const power = await readings.power();
    if (power.lowPower === undefined)
      return { met: false, text: 'the machine does not say whether it is in low-power mode' };
    return power.lowPower
      ? { met: false, text: 'in low-power mode' }
      : { met: true, text: 'not in low-power mode' };
  },
};
