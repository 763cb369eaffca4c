/** What a check may ask, and how a kind of check looks. One kind a file in `kinds/`. */
import type { FileHandle } from 'node:fs/promises';
import type { CheckKind, CheckOf } from '#shared/nouns/check.ts';
import type { Clock } from '../../clock.ts';

export interface OutputPiece {
  readonly stream: 'out' | 'err';
  readonly bytes: Uint8Array;
}

export type CheckCommand = { readonly run: string } | { readonly argv: readonly string[] };

export interface CommandEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly timedOut: boolean;
}

export interface CheckContext {
  readonly clock: Clock;
  /** ms since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** Of the step that ended the run. */
  readonly exitCode: number | undefined;
  /** Of the task; absolute. */
  readonly cwd: string;
  readonly personHome: string;
  /** Aborted when the run is being ended. */
  readonly signal: AbortSignal;
  /** What the run printed, from the beginning. */
  readOutput(): AsyncIterable<OutputPiece>;
  /** In the same environment, and confined, like the run. @param options.timeoutMs after which it is ended */
  runCommand(command: CheckCommand, options: { timeoutMs: number; signal: AbortSignal }): Promise<CommandEnd>;
  /**
   * For reading, where the run may read. Must not wait for the other end of a pipe (O_NONBLOCK).
   * @throws LukaError path_…; the system's error (ENOENT…)
   */
  openFile(path: string): Promise<FileHandle>;
  readonly knowledge: {
    contains(text: string, signal: AbortSignal): Promise<boolean>;
  };
  readonly fetch: typeof fetch;
}

/** `message` says what was found, in words. */
export interface Judgement {
  readonly outcome: 'passed' | 'failed' | 'undecided';
  readonly message: string;
}

export interface CheckRunner<K extends CheckKind> {
  readonly kind: K;
  /** What it asks, in words. */
  describe(check: CheckOf<K>): string;
  /** @param signal aborted when the run is being ended, or the check took too long */
  judge(check: CheckOf<K>, context: CheckContext, signal: AbortSignal): Promise<Judgement>;
}

export function passed(message: string): Judgement {
  return { outcome: 'passed', message };
}

export function failed(message: string): Judgement {
  return { outcome: 'failed', message };
}

/** A text as a message shows it. */
export function shown(text: string, length = 80): string {
  return JSON.stringify(text.length > length ? `${text.slice(0, length - 3)}...` : text);
}
