/** What is asked of the ledger in a worker: questions that look at more rows than the main thread has time for. */
import type { Memory, MemoryKind } from '#shared/nouns/memory.ts';

export interface FindMemories {
  /** Nothing asks for all of them, the weightiest first. */
  readonly q: string;
  readonly kind?: MemoryKind | undefined;
  readonly limit: number;
  /** How many of the first are left out. */
  readonly offset: number;
  /** ms since 1970. */
  readonly now: number;
}

export interface FoundMemories {
  readonly memories: readonly (Memory & { readonly score: number })[];
  readonly total: number;
}

export interface MemoryCounts {
  readonly total: number;
  readonly pinned: number;
  readonly merged: number;
  readonly kinds: Readonly<Record<MemoryKind, number>>;
  /** ms since 1970. */
  readonly oldest?: number;
  readonly newest?: number;
}

/** A run that ended badly, as far as it is compared. Times are ms since 1970. */
export interface FailedRun {
  readonly id: number;
  readonly task: string | null;
  readonly error_code: string | null;
  readonly exit_code: number | null;
  readonly message: string | null;
  readonly definition_hash: string;
  readonly attempt: number;
}

/** The questions by name, each with what it is given and what it answers. */
export interface LedgerQuestions {
  readonly find: { readonly given: FindMemories; readonly answer: FoundMemories };
  /** Memories that may say nearly the same. */
  readonly near: {
    readonly given: { readonly kind: MemoryKind; readonly text: string };
    readonly answer: readonly { readonly id: number; readonly text: string; readonly meta: string }[];
  };
  readonly counts: { readonly given: Record<string, never>; readonly answer: MemoryCounts };
  /** Bad runs before this one: of its task, and of others that ended with the same code; the newest first. */
  readonly failures: {
    readonly given: { readonly run: number; readonly limit: number };
    readonly answer: readonly (FailedRun & { readonly mendedBy: number | null })[];
  };
}
export type QuestionName = keyof LedgerQuestions;

export type LedgerJob = {
  [K in QuestionName]: { readonly id: number; readonly name: K; readonly given: LedgerQuestions[K]['given'] };
}[QuestionName];

export type LedgerAnswer =
  { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly error: string };
