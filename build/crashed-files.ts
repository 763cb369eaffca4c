/** Test files whose process was ended by the machine, not by a test: what Vitest tells of them, read. */

/** What a fault of the program below the tests ends a process by: Node, V8, a native module. */
const FAULT =
  /^Worker exited unexpectedly with signal (SIGSEGV|SIGBUS|SIGILL) during .* while running test files? (.+)$/;

export interface Crash {
  readonly signal: string;
  /** Absolute. */
  readonly files: readonly string[];
}

/**
 * @param errors what a run of Vitest could not put down to a test
 * @returns the crashes, or undefined where any of the errors is something else
 */
export function crashesOf(errors: readonly unknown[]): Crash[] | undefined {
  const crashes = errors.map(crashOf);
  return crashes.every((crash) => crash !== undefined) ? crashes : undefined;
}

function crashOf(error: unknown): Crash | undefined {
  // The pool wraps what its process said.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
  const found = FAULT.exec(cause);
  return found ? { signal: found[1]!, files: found[2]!.split(', ') } : undefined;
}
