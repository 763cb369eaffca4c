/** One entry of another scheduler, before it has an id and before anybody asked whether it is here already. */
import type { Finding } from '#shared/nouns/finding.ts';
import type { TaskDraft } from './task-text.ts';

export interface Candidate {
  /** The id it would like to have. */
  readonly name: string;
  readonly title: string;
  readonly original: string;
  /** 1-based. */
  readonly line?: number | undefined;
  readonly findings: readonly Finding[];
  /** Absent where it cannot become a task; an error among the findings says why. */
  readonly draft?: TaskDraft | undefined;
}

export interface Reading {
  readonly candidates: readonly Candidate[];
  /** What concerns no single entry. */
  readonly findings: readonly Finding[];
}

/** Work in small parts: between two parts whoever drives it may look after something else. */
export type InParts<T> = Generator<undefined, T>;
