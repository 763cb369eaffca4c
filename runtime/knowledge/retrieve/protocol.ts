/** What the main thread and the reader's thread say to each other. */
import type { SearchRequest } from '../retriever.ts';

export interface ReaderSettings {
  /** The index, absolute. */
  readonly file: string;
  /** Without a path. */
  readonly ollamaUrl: string;
}

/** The model that is to be used for meaning, where the person has set one. */
export interface WantedModel {
  /** Absolute. */
  readonly folder: string;
  /** Why it could not make its vectors. */
  readonly fault?: string | undefined;
}

export type ReaderCall =
  | { readonly call: 'search'; readonly request: SearchRequest }
  | {
      readonly call: 'recall';
      readonly request: SearchRequest;
      readonly wanted?: WantedModel | undefined;
    }
  | { readonly call: 'passages'; readonly chunks: readonly number[] };

/** `now`: ms since 1970, of the engine's clock. */
export type ReaderQuestion = ReaderCall & { readonly id: number; readonly now: number };

export type ReaderAnswer =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string };
