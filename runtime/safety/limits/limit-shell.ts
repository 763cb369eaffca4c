export function limitShell(argv: readonly [string, ...string[]], _: unknown): readonly [string, ...string[]] {
  return argv;
}
