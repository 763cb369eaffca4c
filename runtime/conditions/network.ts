import type { Condition } from './condition.ts';

export const network: Condition<'network'> = {
  kind: 'network',
  async check(wanted, readings) {
    const target = wanted === true ? undefined : wanted;
    const met = await readings.network(target);
    if (target === undefined)
      return { met, text: met ? 'the network is reachable' : 'the network is not reachable' };
    return { met, text: met ? `${target} answers` : `${target} does not answer` };
  },
};
