import { actorOf } from '../actor.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

export function deployHandlers({
  modules,
}: Services): Pick<Handlers, 'deployModule' | 'listReleases' | 'rollbackModule'> {
  return {
    deployModule: ({ body }, request) => modules.deploy(body, actorOf(request)),
    listReleases: async ({ query }) => ({ releases: await modules.list(query.module) }),
    rollbackModule: ({ params, body }, request) => modules.rollback(params.module, body.to, actorOf(request)),
  };
}
