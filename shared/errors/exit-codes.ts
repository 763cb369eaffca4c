/**
 * What the `luka` command exits with. Below 64 are a followed run's own codes; 64 and up follow sysexits(3), so that a
 * script can tell "my input was wrong" from "Luka is not running" from "the run failed".
 */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 64,
  dataError: 65,
  noInput: 66,
  unavailable: 69,
  internal: 70,
  cantCreate: 73,
  io: 74,
  tempFail: 75,
  denied: 77,
  config: 78,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
