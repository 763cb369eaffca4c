import type { LogSearchQuery } from '#shared/http/logs.ts';
import type { LogSearchEvent } from '#shared/nouns/log-search.ts';
import { actorOf } from '../actor.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { streamTo, type OpenStreams } from '../sse.ts';

export function logHandlers({ logSearch }: Services, streams: OpenStreams): Pick<Handlers, 'searchLogs'> {
  return {
    async searchLogs({ query }, request, reply) {
      const events: LogSearchEvent[] = [];
      let wake = (): void => undefined;
      const search = logSearch.begin(wishesOf(query), actorOf(request).name, (event) => {
        events.push(event);
        wake();
      });
      // Who goes while it is still being started is not waited for either.
      reply.raw.once('close', () => search.stop());
      // Asked before the stream is opened, so that a bad pattern is a coded answer and not a broken stream.
      await search.ready;
      await streamTo(reply, streams, {
        subscribe(wakeUp) {
          wake = wakeUp;
          return () => search.stop();
        },
        async next(send) {
          for (let event = events.shift(); event; event = events.shift()) {
            await send({ event: event.kind, data: JSON.stringify(event) });
            if (event.kind === 'end' || event.kind === 'error') return 'end';
          }
          search.taken();
          return 'wait';
        },
      });
    },
  };
}

function wishesOf(query: LogSearchQuery) {
  const { q, regex, task, state, run, before, since, until, stream, context, limit, each } = query;
  return {
    pattern: { q, regex, case: query.case },
    runs: {
      task,
      states: state,
      run,
      before,
      since: since === undefined ? 0 : Date.parse(since),
      until: until === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(until),
    },
    stream,
    context,
    limit,
    each,
  };
}
