/** The thread of a model: it may compute for long, or for ever, and is then ended. */
import { parentPort, workerData } from 'node:worker_threads';
import type { AskedAs } from '../embedder.ts';
import { OnnxModel } from './onnx-model.ts';

export interface ModelJob {
  /** Of the model, absolute. */
  readonly folder: string;
}
export interface ModelQuestion {
  readonly texts: readonly string[];
  readonly asked: AskedAs;
}
/** The first tells how opening it went; then one a question, in their order. */
export type ModelAnswer =
  { readonly model: string } | { readonly vectors: readonly Float32Array[] } | { readonly fault: string };

const reply = (answer: ModelAnswer): void => parentPort?.postMessage(answer);
const faultOf = (error: unknown): ModelAnswer => ({
  fault: error instanceof Error ? error.message : String(error),
});

try {
  const model = await OnnxModel.open((workerData as ModelJob).folder);
  let last: Promise<void> = Promise.resolve();
  parentPort?.on('message', ({ texts, asked }: ModelQuestion) => {
    last = last
      .then(() => model.embed(texts, asked))
      .then(
        (vectors) => reply({ vectors }),
        (error: unknown) => reply(faultOf(error)),
      );
  });
  reply({ model: model.model });
} catch (error) {
  reply(faultOf(error));
}
