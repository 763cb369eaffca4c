import { actorOf } from '../actor.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

export function notifyHandlers({
  notify: { room },
}: Services): Pick<
  Handlers,
  | 'getNotify'
  | 'getNotifyText'
  | 'checkNotify'
  | 'setNotify'
  | 'testChannel'
  | 'listMessages'
  | 'retryMessage'
  | 'routeNotice'
> {
  return {
    getNotify: () => room.view(),
    getNotifyText: () => room.text(),
    checkNotify: ({ body }) => room.check(body.text),
    setNotify: ({ body }, request) => room.set(body.text, body.hash, actorOf(request)),
    testChannel: ({ params }, request) => room.test(params.channel, actorOf(request)),
    listMessages: ({ query }) => room.list(query),
    retryMessage: ({ params }, request) => room.retry(params.message, actorOf(request)),
    routeNotice: ({ query }) => ({ channels: room.routeOf(query) }),
  };
}
