/** Makes vectors of what has none, on a thread of its own: after a first sync that takes seconds, by a model hours. */
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { INDEX_VERSION } from '../index-store/schema.ts';
import { letOthersFirst } from '../let-others-first.ts';
import { embedMissing, embedMissingBy, type ModelOutcome } from './embed-missing.ts';
import type { Embedder } from './embedder.ts';
import { FolderEmbedder } from './folder/folder-embedder.ts';
import { findOllama } from './ollama.ts';

export interface EmbedJob {
  /** The index, absolute. */
  readonly file: string;
  readonly ollamaUrl: string;
  /** Of the model that is to be used; an Ollama is asked only where there is none. */
  readonly folder?: string | undefined;
}
export interface EmbedResult {
  /** Vectors made by TF-IDF. */
  readonly words: number;
  /** What a model made, and how many chunks have its vectors now. */
  readonly byModel?: ModelOutcome & {
    readonly method: Embedder['method'];
    /** Undefined where it could not be opened. */
    readonly model?: string | undefined;
    readonly folder?: string | undefined;
    readonly done: number;
    readonly chunks: number;
  };
}
type ByModel = NonNullable<EmbedResult['byModel']>;

/** Then new chunks get their TF-IDF vectors before the model goes on. */
const MODEL_BUDGET_MS = 60_000;
/** A sync may be writing; its batches are short. */
const PRAGMAS = 'pragma busy_timeout = 10000; pragma foreign_keys = on; pragma synchronous = normal;';

async function embed({ file, ollamaUrl, folder }: EmbedJob): Promise<EmbedResult> {
  // Opening would make one, and that is the task of a sync.
  if (!existsSync(file)) return { words: 0 };
  const db = new DatabaseSync(file);
  try {
    db.exec(PRAGMAS);
    const { user_version: version } = db.prepare('pragma user_version').get() as { user_version: number };
    if (version !== INDEX_VERSION) return { words: 0 };
    const words = embedMissing(db);
    if (folder !== undefined) return { words, byModel: await embedByFolder(db, folder) };
    const ollama = await findOllama(ollamaUrl);
    return ollama ? { words, byModel: await embedBy(db, ollama) } : { words };
  } finally {
    db.close();
  }
}

async function embedByFolder(db: DatabaseSync, folder: string): Promise<ByModel> {
  try {
    await using model = await FolderEmbedder.open({ folder });
    return { ...(await embedBy(db, model)), folder };
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    return { method: 'folder', folder, made: 0, more: false, fault, ...countOf(db, '') };
  }
}

async function embedBy(db: DatabaseSync, embedder: Embedder): Promise<ByModel> {
  const outcome = await embedMissingBy(db, embedder, { budgetMs: MODEL_BUDGET_MS });
  return { method: embedder.method, model: embedder.model, ...outcome, ...countOf(db, embedder.model) };
}

function countOf(db: DatabaseSync, model: string): { done: number; chunks: number } {
  return db
    .prepare(
      `select (select count(*) from vectors where model = ?) as done, (select count(*) from chunks) as chunks`,
    )
    .get(model) as { done: number; chunks: number };
}

letOthersFirst();
parentPort?.postMessage(await embed(workerData as EmbedJob));
