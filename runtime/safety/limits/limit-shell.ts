/**
 * Limits that the kernel keeps for each process by itself (getrlimit(2)): what holds also where Luka does not look. Only
 * time on the processor is one. The others count the wrong thing: RLIMIT_NPROC counts all processes of the user, theirs
 * included, and none of root's; RLIMIT_AS counts addresses, of which Node, Java and Go reserve gigabytes that they never use;
 * RLIMIT_RSS counts nothing on Linux and macOS; RLIMIT_FSIZE counts one file at a time, and nobody set a limit to that.
 */
import type { Limits } from '#shared/nouns/confinement.ts';

type Argv = readonly [string, ...string[]];

/** A second after SIGXCPU comes SIGKILL. A limit that was lower already stays. */
const SCRIPT = 'ulimit -S -t "$1" 2>/dev/null; ulimit -H -t "$2" 2>/dev/null; shift 2; exec "$@"';

/** @returns the command as it was where there is nothing to limit. A process over its time ends by SIGXCPU (or SIGKILL). */
export function limitShell(argv: Argv, { cpu }: Pick<Limits, 'cpu'>): Argv {
  if (cpu === undefined) return argv;
  const seconds = Math.max(1, Math.ceil(cpu / 1_000));
  return ['/bin/sh', '-c', SCRIPT, 'luka-limits', String(seconds), String(seconds + 1), ...argv];
}
