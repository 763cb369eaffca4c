/** What asks the index, put together: the reader's thread, and the making of vectors after what was read. */
import type { Clock } from '../clock.ts';
import type { HomeLayout } from '../home/layout.ts';
import { programPath } from '../home/programs.ts';
import type { Store } from '../store/store.ts';
import { join } from 'node:path';
import { ConsolidationDesk } from './consolidate/consolidation-desk.ts';
import { EmbedDesk } from './recall/embed-desk.ts';
import { OLLAMA_URL } from './recall/ollama.ts';
import { WorkerRetriever } from './retrieve/worker-retriever.ts';

export interface RetrievalOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly layout: HomeLayout;
  /** Where an Ollama of this machine is; its usual place where left out. */
  readonly ollamaUrl?: string | undefined;
  /** Reports were written into the home. */
  readonly onWritten?: (() => void) | undefined;
  readonly onError: (error: unknown) => void;
}

export type Retrieval = ReturnType<typeof createRetrieval>;

export function createRetrieval({ store, clock, layout, onError, ...options }: RetrievalOptions) {
  const { ollamaUrl = OLLAMA_URL, onWritten = () => undefined } = options;
  const retriever = new WorkerRetriever({
    file: layout.knowledge,
    ollamaUrl,
    program: programPath('knowledge-search-worker'),
    clock,
    onError,
  });
  const vectors = new EmbedDesk({
    file: layout.knowledge,
    ollamaUrl,
    program: programPath('knowledge-embed-worker'),
    onError,
  });
  const consolidation = new ConsolidationDesk({
    file: layout.knowledge,
    folder: join(layout.reports, 'knowledge'),
    program: programPath('knowledge-consolidate-worker'),
    clock,
    onWritten,
  });
  let unheard: () => void = () => undefined;
  return {
    retriever,
    vectors,
    consolidation,
    start(): void {
      unheard = store.onEvent((event) => {
        if (event.type !== 'knowledge.changed') return;
        vectors.look();
        consolidation.forget();
      });
      // What the last life did not come to.
      vectors.look();
    },
    async stop(): Promise<void> {
      unheard();
      await Promise.all([retriever.close(), vectors.close(), consolidation.stop()]);
    },
  };
}
