/** One guard, how it is taken away, and the test that must then fail. */
export interface GuardRemoval {
  /** What it keeps out, in a few words. */
  readonly guard: string;
  /** Relative to the root of the repository. */
  readonly file: string;
  /** Exact text that stands in the file once. */
  readonly find: string;
  readonly replace: string;
  /** It keeps something from going on for ever: a test that never ends has noticed. */
  readonly endless?: true;
  readonly test: {
    /** Relative to the root of the repository. */
    readonly file: string;
    /** A part of the full name of the tests that are run: names of `describe` and `it`, joined by blanks. */
    readonly name: string;
  };
}
