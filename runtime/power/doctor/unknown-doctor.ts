/** For systems whose power Luka knows nothing of: it says so. */
import { isoAt, type Clock } from '../../clock.ts';
import type { PowerDoctor } from './ports.ts';

export function createUnknownDoctor(platform: string, clock: Clock): PowerDoctor {
  return {
    examine: ({ from, to }) =>
      Promise.resolve({
        at: isoAt(clock.now()),
        platform,
        findings: [],
        keepsAwake: [],
        events: [],
        eventsFrom: isoAt(from),
        eventsTo: isoAt(to),
        moreEvents: false,
        scheduled: [],
        lid: 'cannot be told on this system',
        settings: {},
        cannotKnow: [`how ${platform} sleeps: Luka knows macOS and Linux`],
      }),
  };
}
