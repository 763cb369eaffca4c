/**
 * The work of a run as the gate sees it: every step with what is known of it before it starts. Values that only exist
 * while it runs (outputs of earlier steps, secrets) stand as unknown words.
 */
import type { Asker } from '#shared/nouns/gate.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';

/** A word of a command: its text, or the text of its template where that is only known later. */
export interface WorkWord {
  readonly text: string;
  /** False: it is made of something that only the run will know. */
  readonly known: boolean;
}

export type WorkAction =
  /** A shell line; parameters and other values reach it as environment variables. */
  | { readonly kind: 'shell'; readonly script: string; readonly shell: string }
  | { readonly kind: 'argv'; readonly argv: readonly WorkWord[] }
  /** JavaScript that Luka's Node runs: inline, or a file (absolute) with what it imports beside it. */
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'file'; readonly file: WorkWord; readonly args: readonly WorkWord[] }
  | {
      readonly kind: 'http';
      readonly method: string;
      readonly url: WorkWord;
      readonly sends: boolean;
    };

export interface WorkStep {
  readonly action: WorkAction;
  readonly name: string;
  /** Absolute; unknown where a template makes it. */
  readonly cwd: WorkWord;
  /** The variables that the task sets for it, parameters among them. A value that is not known is undefined. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Work {
  readonly steps: readonly WorkStep[];
  /** Commands of its checks, which run after it in the same way. */
  readonly checks: readonly WorkStep[];
  readonly asker: Asker;
  readonly risk: TaskDefinition['risk'];
  /** The person's home folder. */
  readonly personHome: string;
  /** Luka's own. */
  readonly lukaHome: string;
  /** Folders that it may write to, absolute and real. */
  readonly writable: readonly string[];
  readonly history: WorkHistory;
}

/** What became of the same task before. */
export interface WorkHistory {
  /** Runs that succeeded with exactly this work. */
  readonly succeeded: number;
  /** Another version of it was approved, this one was not. */
  readonly changedSinceApproval: boolean;
  readonly failuresInRow: number;
}
