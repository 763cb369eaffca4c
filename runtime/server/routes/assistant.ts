import type { AskEvent } from '#shared/nouns/assistant.ts';
import { toErrorBody } from '#shared/errors/luka-error.ts';
import { actorOf } from '../actor.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { streamTo, type OpenStreams } from '../sse.ts';

export function assistantHandlers(
  { mind: { assistant, conversations } }: Services,
  streams: OpenStreams,
): Pick<
  Handlers,
  | 'ask'
  | 'streamAnswer'
  | 'listEscalated'
  | 'settleAnswer'
  | 'listConversations'
  | 'getConversation'
  | 'forgetConversation'
  | 'giveFeedback'
> {
  return {
    ask: ({ body }) => assistant.ask(body),
    async streamAnswer({ body }, _request, reply) {
      // Asked before the stream is opened, so that an unknown conversation is a coded answer and not a broken stream.
      if (body.conversation !== undefined) conversations.require(body.conversation);
      const events: AskEvent[] = [];
      await streamTo(reply, streams, {
        subscribe(wake) {
          const left = new AbortController();
          const tell = (event: AskEvent) => {
            events.push(event);
            wake();
          };
          assistant
            .ask(body, {
              onStep: (step) => tell({ kind: 'step', ...step }),
              onText: (text) => tell({ kind: 'text', text }),
              signal: left.signal,
            })
            .then(
              (answer) => tell({ kind: 'answer', answer }),
              (error: unknown) => tell({ kind: 'error', error: toErrorBody(error) }),
            );
          return () => left.abort();
        },
        async next(send) {
          for (let event = events.shift(); event; event = events.shift()) {
            await send({ event: event.kind, data: JSON.stringify(event) });
            if (event.kind === 'answer' || event.kind === 'error') return 'end';
          }
          return 'wait';
        },
      });
    },
    listEscalated: ({ query }) => conversations.escalated(query),
    settleAnswer: ({ params, body }, request) =>
      assistant.settle(params.answer, body.note || undefined, actorOf(request)),
    listConversations: () => ({ conversations: conversations.list() }),
    getConversation: ({ params }) => conversations.get(params.conversation),
    async forgetConversation({ params }) {
      await conversations.forget(params.conversation);
      return { ok: true };
    },
    giveFeedback: ({ params, body }, request) =>
      assistant.judge(params.answer, body.verdict, body.note, actorOf(request)),
  };
}
