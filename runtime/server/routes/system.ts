import { contract } from '#shared/http/contract.ts';
import { openApiDocument } from '#shared/http/openapi.ts';
import { STEP_KINDS } from '#shared/nouns/step.ts';
import { TRIGGER_KINDS } from '#shared/nouns/trigger.ts';
import { actorOf } from '../actor.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { streamTo, type OpenStreams } from '../sse.ts';

/** How many events are read from the ledger at once while a client catches up. */
const EVENT_PAGE = 200;

export function systemHandlers(
  { system, store, safety }: Services,
  streams: OpenStreams,
): Pick<
  Handlers,
  | 'healthz'
  | 'legacyStatus'
  | 'capabilities'
  | 'getStatus'
  | 'getOverview'
  | 'streamEvents'
  | 'getSettings'
  | 'updateSettings'
  | 'openapi'
> {
  return {
    healthz: () => ({ ok: true }),
    legacyStatus: () => system.status(),
    getStatus: () => system.status(),
    getOverview: () => system.overview(),
    capabilities() {
      const { name, version, host } = system.status();
      return {
        name,
        version,
        host,
        steps: [...STEP_KINDS],
        skills: ['bash', 'node', 'git', 'http'],
        triggers: [...TRIGGER_KINDS],
        ...system.capabilities(),
        endpoints: Object.values(contract).map((endpoint) => `${endpoint.method} ${endpoint.path}`),
      };
    },
    getSettings: () => system.settings(),
    async updateSettings({ body }, request) {
      const patch = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      const before = system.settings();
      const after = await system.updateSettings(patch);
      safety.noteSettings(before, after, actorOf(request));
      return after;
    },
    openapi: () => openApiDocument(system.status().version),
    async streamEvents({ query }, request, reply) {
      const last = request.headers['last-event-id'];
      let after =
        typeof last === 'string' && /^\d{1,15}$/.test(last) ? Number(last) : (query.after ?? store.eventSeq);
      await streamTo(reply, streams, {
        subscribe: (wake) => store.onEvent(wake),
        async next(send) {
          const events = store.eventsAfter(after, EVENT_PAGE);
          for (const event of events) {
            await send({ event: 'event', id: String(event.seq), data: JSON.stringify(event) });
            after = event.seq;
          }
          return events.length === EVENT_PAGE ? 'more' : 'wait';
        },
      });
    },
  };
}
