/** What Luka asks of launchd, through its own program. Parsers of what it prints are apart. */

export interface LaunchctlAnswer {
  /** What the program ended with: 0, or one of launchctl's codes (errors of XNU and of launchd, not of the job). */
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Launchctl {
  /** Of the person whose domain `gui/<uid>` is. */
  readonly uid: number;
  /**
   * Runs `launchctl` with these arguments and waits for its end. Never throws for a code that is not 0.
   * @throws LukaError launchd_absent where there is none on this machine; launchctl_silent where it does not answer in time
   */
  run(args: readonly string[]): Promise<LaunchctlAnswer>;
}
