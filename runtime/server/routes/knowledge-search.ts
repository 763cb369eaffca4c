import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

export function knowledgeSearchHandlers({
  retrieval: { retriever, consolidation },
}: Services): Pick<
  Handlers,
  | 'searchKnowledge'
  | 'recallKnowledge'
  | 'consolidateKnowledge'
  | 'listDuplicates'
  | 'listKnowledgeReports'
  | 'getKnowledgeReport'
> {
  return {
    searchKnowledge: ({ query }) => retriever.search(query),
    recallKnowledge: ({ query }) => retriever.recall(query),
    consolidateKnowledge: () => consolidation.consolidate(),
    async listDuplicates({ query: { limit, offset } }) {
      const { pairs, at } = await consolidation.duplicates();
      const next = offset + limit < pairs.length ? { next: offset + limit } : {};
      return { pairs: pairs.slice(offset, offset + limit), total: pairs.length, at, ...next };
    },
    listKnowledgeReports: async () => ({ reports: await consolidation.reports() }),
    getKnowledgeReport: ({ params }) => consolidation.report(params.report),
  };
}
