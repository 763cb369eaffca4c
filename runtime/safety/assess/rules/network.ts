/** Speaking to other machines. */
import { isLoopback } from '../effects/hosts.ts';
import { eachCommand } from './rule.ts';

export const network = eachCommand(function* (command) {
  for (const effect of command.effects) {
    if (effect.kind !== 'connect') continue;
    const host = effect.host?.value;
    if (host !== undefined && isLoopback(host)) continue;
    const points = effect.sends ? 12 : 8;
    if (host === undefined)
      yield {
        rule: 'network',
        points: points + 3,
        text: `${effect.sends ? 'sends something to' : 'reads from'} the network`,
      };
    else
      yield {
        rule: 'network',
        points,
        text: `${effect.sends ? 'sends something to' : 'reads from'} ${host}`,
      };
  }
});
