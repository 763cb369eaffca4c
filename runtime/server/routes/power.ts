import { actorOf } from '../actor.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

export function powerHandlers({
  power,
}: Services): Pick<
  Handlers,
  'getPower' | 'getPowerTimeline' | 'powerDoctor' | 'keepAwake' | 'releaseHold' | 'listWakes' | 'planWake'
> {
  return {
    getPower: () => power.status(),
    getPowerTimeline: ({ query }) => power.timeline(query),
    powerDoctor: ({ query }) => power.doctor(query),
    keepAwake: ({ body }, request) => power.awake(body, actorOf(request)),
    releaseHold: async ({ params }, request) => ({
      released: await power.release(params.hold, actorOf(request)),
    }),
    listWakes: ({ query }) => power.wakes(query.task),
    planWake: ({ body }, request) =>
      power.planWake(body.task, { cancel: body.cancel ?? false, by: actorOf(request) }),
  };
}
