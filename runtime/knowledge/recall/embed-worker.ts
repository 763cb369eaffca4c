/** Makes vectors of what has none, on a thread of its own: after a first sync that takes seconds, by a model hours. */
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { INDEX_VERSION } from '../index-store/schema.ts';
import { embedMissing, embedMissingBy, type ModelOutcome } from './embed-missing.ts';
import { findOllama } from './ollama.ts';

export interface EmbedJob {
  /** The index, absolute. */
  readonly file: string;
  readonly ollamaUrl: string;
}
export interface EmbedResult {
  /** Vectors made by TF-IDF. */
  readonly words: number;
  /** Vectors made by a model, and its name. */
  readonly byModel?: ModelOutcome & { readonly model: string };
}

/** Then new chunks get their TF-IDF vectors before the model goes on. */
const MODEL_BUDGET_MS = 60_000;
/** A sync may be writing; its batches are short. */
const PRAGMAS = 'pragma busy_timeout = 10000; pragma foreign_keys = on; pragma synchronous = normal;';

async function embed({ file, ollamaUrl }: EmbedJob): Promise<EmbedResult> {
  // Opening would make one, and that is the task of a sync.
  if (!existsSync(file)) return { words: 0 };
  const db = new DatabaseSync(file);
  try {
    db.exec(PRAGMAS);
    const { user_version: version } = db.prepare('pragma user_version').get() as { user_version: number };
    if (version !== INDEX_VERSION) return { words: 0 };
    const words = embedMissing(db);
    const model = await findOllama(ollamaUrl);
    if (!model) return { words };
    const outcome = await embedMissingBy(db, model, { budgetMs: MODEL_BUDGET_MS });
    return { words, byModel: { model: model.model, ...outcome } };
  } finally {
    db.close();
  }
}

parentPort?.postMessage(await embed(workerData as EmbedJob));
