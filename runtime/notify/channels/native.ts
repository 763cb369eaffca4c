/** A notice on the screen of this machine, by whatever shows one here. */
import type { Notifier } from '../native/notifier.ts';
import { again, dead, reasonOf, sent, type ChannelSender } from './channel.ts';
import { oneLine } from './http-send.ts';

/** @param find looks for it, each time: a program may be installed meanwhile */
export function createNativeSender(
  find: () => Promise<Notifier | { reason: string }>,
): ChannelSender<'native'> {
  return {
    kind: 'native',
    where: () => 'this screen',
    async problem() {
      const found = await find();
      return 'reason' in found ? found.reason : undefined;
    },
    async send(_, message) {
      const notifier = await find();
      if ('reason' in notifier) return dead(notifier.reason);
      const { kind } = message;
      if (kind !== 'summary' && kind !== 'test' && notifier.tells?.(kind) === true)
        return sent(`${notifier.name} told of it already`);
      try {
        await notifier.show(message);
        return sent(`shown by ${notifier.name}`);
      } catch (error) {
        return again(oneLine(`${notifier.name}: ${reasonOf(error)}`));
      }
    },
  };
}
