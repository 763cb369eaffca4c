import { actorOf } from '../actor.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

export function housekeepingHandlers({
  retention,
}: Services): Pick<Handlers, 'planRetention' | 'applyRetention'> {
  return {
    async planRetention() {
      const plan = await retention.plan();
      return { plan, ...(retention.last === undefined ? {} : { last: retention.last }) };
    },
    applyRetention: (_, request) => retention.apply(actorOf(request)),
  };
}
