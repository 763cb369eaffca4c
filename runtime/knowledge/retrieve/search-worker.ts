/** The thread that reads the index: a search of a large one takes longer than the main thread may be kept. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Embedder } from '../recall/embedder.ts';
import { FolderEmbedder } from '../recall/folder/folder-embedder.ts';
import { createOllamaEmbedder } from '../recall/ollama.ts';
import { IndexReader } from './index-reader.ts';
import type { ReaderAnswer, ReaderQuestion, ReaderSettings } from './protocol.ts';

const { file, ollamaUrl } = workerData as ReaderSettings;
const PREFIX = 'ollama:';
const reader = new IndexReader({
  file,
  embedderOf: (model, folder) => (folder === undefined ? ofOllama(model) : ofFolder(model, folder)),
});
let held: { readonly folder: string; readonly embedder: FolderEmbedder } | undefined;

function ofOllama(model: string): Embedder | undefined {
  return model.startsWith(PREFIX) ? createOllamaEmbedder(ollamaUrl, model.slice(PREFIX.length)) : undefined;
}

/** One at a time: each holds a model in memory. */
function ofFolder(model: string, folder: string): Embedder | undefined {
  if (!model.startsWith('folder:')) return undefined;
  if (held?.folder !== folder || held.embedder.model !== model) {
    void held?.embedder[Symbol.asyncDispose]();
    held = { folder, embedder: new FolderEmbedder({ folder, model }) };
  }
  return held.embedder;
}

async function answer(question: ReaderQuestion): Promise<unknown> {
  switch (question.call) {
    case 'search':
      return reader.search(question.request, question.now);
    case 'recall':
      return reader.recall(question.request, question.now, question.wanted);
    case 'passages':
      return reader.passages(question.chunks);
  }
}

parentPort?.on('message', (question: ReaderQuestion) => {
  const { id } = question;
  const reply = (message: ReaderAnswer): void => parentPort!.postMessage(message);
  answer(question).then(
    (value) => reply({ id, value }),
    (error: unknown) => reply({ id, error: error instanceof Error ? error.message : String(error) }),
  );
});
