import { LukaError } from '#shared/errors/luka-error.ts';
import type { Run, RunState } from '#shared/nouns/run.ts';
import { actorOf } from '../actor.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { streamTo, type OpenStreams } from '../sse.ts';

/** A page of a followed log: small enough that a slow reader holds little memory. */
const STREAM_BYTES = 65_536;

export function runHandlers(
  { runs, queries, logs, store, power }: Services,
  streams: OpenStreams,
): Pick<Handlers, 'listRuns' | 'getRun' | 'cancelRun' | 'rerun' | 'readLog' | 'searchLog' | 'streamLog'> {
  return {
    listRuns: ({ query }) =>
      queries.list({ states: query.state, task: query.task, before: query.before, limit: query.limit }),
    async getRun({ params }) {
      const run = await runs.get(params.run);
      const receipt = power.receipt(run.id);
      return receipt ? { ...run, power: receipt } : run;
    },
    cancelRun: ({ params, body }, request) =>
      runs.cancel(params.run, { reason: body.reason, by: actorOf(request) }),
    rerun: ({ params }, request) => runs.rerun(params.run, actorOf(request)),
    readLog({ params, query }) {
      if (query.from !== undefined && query.before !== undefined) {
        throw new LukaError('request_invalid', {
          message: 'from and before exclude each other',
          remedy: 'send one of them',
        });
      }
      return runs.readLog(params.run, query);
    },
    searchLog: ({ params, query }) => runs.searchLog(params.run, query.q, query),
    async streamLog({ params, query }, request, reply) {
      const last = readPlace(request.headers['last-event-id']);
      let at = last?.at ?? query.from ?? 0;
      // Asked before the stream is opened, so that an unknown run is a coded answer and not a broken stream.
      const first = await runs.readLog(params.run, {
        from: at,
        limit: 1,
        attempt: query.attempt ?? last?.attempt,
      });
      // One stream is one attempt's, whichever comes after it: positions mean nothing in another.
      const { attempt = 1 } = first;
      await streamTo(reply, streams, {
        subscribe(wake) {
          // A queued run has no log yet: its own events say when there is one, and when it ends without.
          const offEvents = store.onEvent((event) => {
            if (event.run !== params.run) return;
            offLog ??= logs.live(params.run, attempt)?.onGrowth(wake);
            wake();
          });
          let offLog = logs.live(params.run, attempt)?.onGrowth(wake);
          return () => {
            offEvents();
            offLog?.();
          };
        },
        async next(send) {
          const page = await runs.readLog(params.run, { from: at, limit: STREAM_BYTES, attempt });
          for (const entry of page.entries) {
            at = entry.at + entry.bytes;
            // The id is where to go on from: Last-Event-ID resumes behind what was received.
            await send({ event: 'log', id: `${attempt}.${at}`, data: JSON.stringify(entry) });
          }
          if (page.to < page.size && page.entries.length > 0) return 'more';
          if (!page.complete) return 'wait';
          await send({
            event: 'end',
            id: `${attempt}.${at}`,
            data: JSON.stringify(endOf(runs.snapshot(params.run), attempt)),
          });
          return 'end';
        },
      });
    },
  };
}

/** Attempt and position, as the ids of `log` events say them; a bare position is of the attempt that was asked for. */
function readPlace(
  id: string | string[] | undefined,
): { attempt: number | undefined; at: number } | undefined {
  const match = typeof id === 'string' ? /^(?:(\d{1,4})\.)?(\d{1,15})$/.exec(id) : null;
  if (!match) return undefined;
  return { attempt: match[1] === undefined ? undefined : Number(match[1]), at: Number(match[2]) };
}

/** How the attempt ended; `next` where there is another one, whose log is a stream of its own. */
function endOf(run: Run, number: number): { state: RunState; exitCode: number | null; next?: number } {
  const last = run.attempts.at(-1)?.number ?? number;
  const waits = run.state === 'queued';
  if (number < last || waits) {
    const attempt = run.attempts.find((one) => one.number === number);
    return { state: attempt?.state ?? run.state, exitCode: attempt?.exitCode ?? null, next: number + 1 };
  }
  return { state: run.state, exitCode: run.exitCode ?? null };
}
