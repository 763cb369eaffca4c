/** Answers what a `Retriever` is asked, on the thread that it is called on. */
import { isoAt } from '../../clock.ts';
import type { RecallMethod, SearchAnswer } from '#shared/nouns/knowledge.ts';
import type { Embedder } from '../recall/embedder.ts';
import { Meanings } from '../recall/meanings.ts';
import { recallIndex } from '../recall/recall-index.ts';
import type { Passage, SearchRequest } from '../retriever.ts';
import { citationOf, loadChunks } from '../search/load-hits.ts';
import { askedText } from '../recall/asked-text.ts';
import { searchIndex, type Found } from '../search/search-index.ts';
import { IndexFile, type OpenIndex } from './open-index.ts';
import type { WantedModel } from './protocol.ts';
import { WordLists } from './word-lists.ts';

/** A question that waited longer would be answered sooner without the model. */
const MODEL_PATIENCE_MS = 1_500;

export interface IndexReaderOptions {
  readonly file: string;
  /** The embedder with this name, where it is known how to reach it. */
  readonly embedderOf: (model: string, folder?: string) => Embedder | undefined;
  readonly modelPatienceMs?: number | undefined;
}

const nothing = (): Found => ({ hits: [], total: 0, corrected: [], remarks: [] });

export class IndexReader implements Disposable {
  readonly #file: IndexFile;
  readonly #words = new WordLists();
  readonly #meanings: Meanings;

  constructor({ file, embedderOf, modelPatienceMs }: IndexReaderOptions) {
    this.#file = new IndexFile(file);
    this.#meanings = new Meanings({ embedderOf, patienceMs: modelPatienceMs ?? MODEL_PATIENCE_MS });
  }

  /** @param now ms since 1970 */
  search(request: SearchRequest, now: number): SearchAnswer {
    const started = performance.now();
    const found = this.#read((index) =>
      searchIndex(index, request, { now, vocabulary: () => this.#words.of(index) }),
    );
    return { ...nothing(), ...found, tookMs: tookSince(started) };
  }

  /** @param now ms since 1970 */
  async recall(
    request: SearchRequest,
    now: number,
    wanted?: WantedModel,
  ): Promise<SearchAnswer & { method: RecallMethod }> {
    const started = performance.now();
    const text = askedText(request.q);
    const asked = this.#read((index) => ({ index, meaning: this.#meanings.of(index, text, wanted) }));
    const meaning = await asked?.meaning;
    const found = this.#read((index) =>
      recallIndex(index, request, {
        now,
        vocabulary: () => this.#words.of(index),
        // The index may have been replaced while a model was asked.
        meaning: index === asked?.index ? meaning : undefined,
      }),
    );
    return { ...nothing(), method: 'tf-idf', ...found, tookMs: tookSince(started) };
  }

  passages(chunks: readonly number[]): Passage[] {
    const rows = this.#read((index) => loadChunks(index, chunks));
    return chunks.flatMap((chunk) => {
      const row = rows?.get(chunk);
      return row ? [{ chunk, citation: citationOf(row), at: isoAt(row.at), text: row.text }] : [];
    });
  }

  /**
   * Where the file was replaced or damaged while it was read, once more with what is there now.
   * @returns undefined where there is no index
   */
  #read<T>(look: (index: OpenIndex) => T): T | undefined {
    try {
      return this.#once(look);
    } catch {
      this.#forget();
      try {
        return this.#once(look);
      } catch (error) {
        this.#forget();
        throw error;
      }
    }
  }

  #once<T>(look: (index: OpenIndex) => T): T | undefined {
    const index = this.#file.current();
    if (!index) {
      this.#words.close();
      this.#meanings.close();
      return undefined;
    }
    const found = look(index);
    this.#words.prepare(index);
    this.#meanings.prepare(index);
    return found;
  }

  #forget(): void {
    this.#words.close();
    this.#meanings.close();
    this.#file.close();
  }

  [Symbol.dispose](): void {
    this.#forget();
  }
}

export function tookSince(started: number): number {
  return Math.round((performance.now() - started) * 100) / 100;
}
