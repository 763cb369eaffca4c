/** The thread that reads the index: a search of a large one takes longer than the main thread may be kept. */
import { parentPort, workerData } from 'node:worker_threads';
import { createOllamaEmbedder } from '../recall/ollama.ts';
import { IndexReader } from './index-reader.ts';
import type { ReaderAnswer, ReaderQuestion, ReaderSettings } from './protocol.ts';

const { file, ollamaUrl } = workerData as ReaderSettings;
const PREFIX = 'ollama:';
const reader = new IndexReader({
  file,
  embedderOf: (model) =>
    model.startsWith(PREFIX) ? createOllamaEmbedder(ollamaUrl, model.slice(PREFIX.length)) : undefined,
});

async function answer(question: ReaderQuestion): Promise<unknown> {
  switch (question.call) {
    case 'search':
      return reader.search(question.request, question.now);
    case 'recall':
      return reader.recall(question.request, question.now);
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
