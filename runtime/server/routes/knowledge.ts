import { actorOf } from '../actor.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

export function knowledgeHandlers({
  knowledge,
  retrieval,
}: Services): Pick<
  Handlers,
  | 'knowledgeStatus'
  | 'addSource'
  | 'removeSource'
  | 'startSync'
  | 'getSync'
  | 'cancelSync'
  | 'listSkipped'
  | 'listDocuments'
  | 'getDocument'
> {
  const sync = () => {
    const progress = knowledge.sync();
    return progress ? { sync: progress } : {};
  };
  return {
    async knowledgeStatus() {
      const meaning = retrieval.meaningModel();
      return { ...(await knowledge.status()), ...(meaning ? { meaning } : {}) };
    },
    addSource: ({ body }, request) => knowledge.addSource(body, actorOf(request)),
    async removeSource({ params }, request) {
      await knowledge.removeSource(params.source, actorOf(request));
      return { ok: true };
    },
    startSync: ({ body }) => knowledge.startSync(body.source),
    getSync: sync,
    cancelSync() {
      knowledge.cancelSync();
      return sync();
    },
    listSkipped: ({ query }) => knowledge.skipped(query),
    listDocuments: ({ query }) => knowledge.documents(query),
    getDocument: ({ params }) => knowledge.document(params.document),
  };
}
