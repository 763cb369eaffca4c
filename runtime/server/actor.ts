/** Who a request is by, for what it sets off. */
import type { FastifyRequest } from 'fastify';
import { isAgent, NOBODY, type Actor } from '#shared/nouns/role.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';

export function actorOf(request: Pick<FastifyRequest, 'principal'>): Actor {
  return request.principal?.actor ?? NOBODY;
}

/** The cause of a run that a client asked for. */
export function causeBy(request: Pick<FastifyRequest, 'principal'>, kind: 'manual'): RunCause {
  const actor = actorOf(request);
  return {
    kind,
    by: isAgent(actor) ? 'agent' : 'person',
    ...(actor.role === 'person' ? {} : { client: actor.name }),
  };
}
