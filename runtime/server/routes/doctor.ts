import { actorOf } from '../actor.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

export function doctorHandlers({ doctor }: Services): Pick<Handlers, 'examine' | 'mendFinding'> {
  return {
    examine: ({ query }) => doctor.examine({ full: query.full === '1' }),
    mendFinding: ({ body }, request) => doctor.mend(body, actorOf(request)),
  };
}
