import type { ExitCode } from './exit-codes.ts';

export interface ErrorEntry {
  /** HTTP status. */
  readonly http: number;
  /** Exit code of the CLI. */
  readonly exit: ExitCode;
  /** What is wrong, where nothing more exact is known. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}
