import { sourceText } from './ac.ts';
import type { Condition } from './condition.ts';

export const battery: Condition<'battery'> = {
  kind: 'battery',
  async check(wanted, readings) {
    const power = await readings.power();
    if (power.ac) return { met: true, text: sourceText(power) };
    if (power.battery === undefined)
      return { met: false, text: 'the machine does not say how full its battery is' };
    const met = power.battery > wanted;
    return { met, text: met ? sourceText(power) : `${sourceText(power)}, more than ${wanted} % wanted` };
  },
};
