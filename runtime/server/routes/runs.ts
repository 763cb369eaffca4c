import { LukaError } from '#shared/errors/luka-error.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { streamTo, type OpenStreams } from '../sse.ts';

/** A page of a followed log: small enough that a slow reader holds little memory. */
const STREAM_BYTES = 65_536;

export function runHandlers(
  { runs, queries, logs, store }: Services,
  streams: OpenStreams,
): Pick<Handlers, 'listRuns' | 'getRun' | 'cancelRun' | 'rerun' | 'readLog' | 'searchLog' | 'streamLog'> {
  return {
    listRuns: ({ query }) =>
      queries.list({ states: query.state, task: query.task, before: query.before, limit: query.limit }),
    getRun: ({ params }) => runs.get(params.run),
    cancelRun: ({ params, body }) => runs.cancel(params.run, body.reason),
    rerun: ({ params }) => runs.rerun(params.run, 'person'),
    readLog({ params, query }) {
      if (query.from !== undefined && query.before !== undefined) {
        throw new LukaError('request_invalid', {
          message: 'from and before exclude each other',
          remedy: 'send one of them',
        });
      }
      return runs.readLog(params.run, query);
    },
    searchLog: ({ params, query }) => runs.searchLog(params.run, query.q, query.limit),
    async streamLog({ params, query }, request, reply) {
      const last = request.headers['last-event-id'];
      let at = typeof last === 'string' && /^\d{1,15}$/.test(last) ? Number(last) : (query.from ?? 0);
      // Asked before the stream is opened, so that an unknown run is a coded answer and not a broken stream.
      await runs.readLog(params.run, { from: at, limit: 1 });
      await streamTo(reply, streams, {
        subscribe(wake) {
          // A queued run has no log yet: its own events say when there is one, and when it ends without.
          const offEvents = store.onEvent((event) => {
            if (event.run !== params.run) return;
            offLog ??= logs.live(params.run)?.onGrowth(wake);
            wake();
          });
          let offLog = logs.live(params.run)?.onGrowth(wake);
          return () => {
            offEvents();
            offLog?.();
          };
        },
        async next(send) {
          const page = await runs.readLog(params.run, { from: at, limit: STREAM_BYTES });
          for (const entry of page.entries) {
            at = entry.at + entry.bytes;
            // The id is where to go on from: Last-Event-ID resumes behind what was received.
            await send({ event: 'log', id: String(at), data: JSON.stringify(entry) });
          }
          if (page.to < page.size && page.entries.length > 0) return 'more';
          if (!page.complete) return 'wait';
          const run = runs.snapshot(params.run);
          await send({
            event: 'end',
            id: String(at),
            data: JSON.stringify({ state: run.state, exitCode: run.exitCode ?? null }),
          });
          return 'end';
        },
      });
    },
  };
}
