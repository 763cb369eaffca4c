/** What the worker of checks is asked, and what it answers. */
import type { OutputPiece } from '../check-runner.ts';

export interface OutputPatterns {
  readonly matches?: string | undefined;
  readonly lacks?: string | undefined;
}

export type CheckJob =
  | { readonly kind: 'output'; readonly patterns: OutputPatterns }
  | { readonly kind: 'schema'; readonly schema: unknown; readonly text: string };

/** For an output job: pieces, then the end. */
export type CheckMessage = { readonly piece: OutputPiece } | { readonly end: true };

export interface OutputFinding {
  /** The text that matched; undefined where none did. */
  readonly matched?: string | undefined;
  readonly lacked?: string | undefined;
}

export type CheckAnswer =
  | { readonly output: OutputFinding; readonly decided: boolean }
  /** What does not fit, in words; undefined where all does. */
  | { readonly fault: string | undefined };
