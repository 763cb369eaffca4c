/** What asks the index, put together: the reader's thread, and the making of vectors after what was read. */
import type { MeaningModel } from '#shared/nouns/knowledge.ts';
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
  /** Of a model of embeddings, as it is set now. */
  readonly modelFolder?: (() => string | undefined) | undefined;
  /** Reports were written into the home, and are to be found as well. */
  readonly onWritten: () => void;
  readonly onError: (error: unknown) => void;
}

/** What was made of the documents, none of which changed: the model of meaning is further, reports were written. */
type Made = 'model' | 'reports';

export type Retrieval = ReturnType<typeof createRetrieval>;

export function createRetrieval({ store, clock, layout, onWritten, onError, ...options }: RetrievalOptions) {
  const { ollamaUrl = OLLAMA_URL, modelFolder = () => undefined } = options;
  const retriever = new WorkerRetriever({
    file: layout.knowledge,
    ollamaUrl,
    program: programPath('knowledge-search-worker'),
    clock,
    wantedModel() {
      const folder = modelFolder();
      if (folder === undefined) return undefined;
      // A volume may be there again.
      vectors.lookAgain();
      const made = vectors.byModel;
      return { folder, fault: made?.folder === folder ? made.fault : undefined };
    },
    onError,
  });
  const vectors: EmbedDesk = new EmbedDesk({
    file: layout.knowledge,
    ollamaUrl,
    folder: modelFolder,
    program: programPath('knowledge-embed-worker'),
    onModel: () =>
      store.commit((tx) => tx.emit({ type: 'knowledge.changed', data: { what: 'model' satisfies Made } })),
    onError,
  });
  const consolidation = new ConsolidationDesk({
    file: layout.knowledge,
    folder: join(layout.reports, 'knowledge'),
    program: programPath('knowledge-consolidate-worker'),
    clock,
    onWritten(reports) {
      onWritten();
      const data = { what: 'reports' satisfies Made, reports };
      try {
        store.commit((tx) => tx.emit({ type: 'knowledge.changed', data }));
      } catch (error) {
        // They are written all the same.
        onError(error);
      }
    },
  });
  let unheard: () => void = () => undefined;
  let isSyncing = false;
  return {
    retriever,
    vectors,
    consolidation,
    /** @returns undefined where no model is set, and no Ollama was found */
    meaningModel(): MeaningModel | undefined {
      const folder = modelFolder();
      const made = vectors.byModel;
      // What was made before it was set belongs to another.
      if (made?.folder !== folder || made === undefined)
        return folder === undefined ? undefined : { method: 'folder', folder, done: 0, chunks: 0 };
      const { method, model, done, chunks, fault } = made;
      return {
        method,
        done,
        chunks,
        ...(model === undefined ? {} : { model }),
        ...(folder === undefined ? {} : { folder }),
        ...(fault === undefined ? {} : { fault }),
      };
    },
    start(): void {
      unheard = store.onEvent((event) => {
        if (event.type !== 'knowledge.changed' || event.data['what'] !== undefined) return;
        consolidation.forget();
        const { state } = event.data;
        if (state !== undefined) isSyncing = state === 'walking' || state === 'reading';
        // While a sync writes, this would wait for it, and it for this; and both at once are more than two processors bear.
        if (!isSyncing) vectors.look();
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
