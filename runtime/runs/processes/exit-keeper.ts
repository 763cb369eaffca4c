/**
 * A program whose exit status outlives whoever started it. Only its parent may ask the system for a status (waitpid(2)),
 * so a shell stays its parent and writes it down. Signals to the group reach the program as they do without the shell.
 */
import { readFile } from 'node:fs/promises';

/**
 * The traps do nothing but keep the shell alive until the program has ended; a trap, unlike an ignored signal, is not
 * inherited (POSIX, "Signals and Error Handling"). `exec` starts what is meant, not a builtin of the same name. The
 * status appears whole or not at all, by rename(2). A signal shows as 128 and its number, as in any shell.
 */
const SCRIPT = `trap : HUP INT QUIT TERM USR1 USR2
file=$1
shift
echo "$$" > "$file.pid"
(exec "$@")
status=$?
{ echo "$status" > "$file.new" && /bin/mv -f "$file.new" "$file"; } 2>/dev/null
exit "$status"`;

type Argv = readonly [string, ...string[]];

/** @param file where the exit status is to be written; its folder must exist */
export function keepExit(argv: Argv, file: string): Argv {
  return ['/bin/sh', '-c', SCRIPT, 'luka-step', file, ...argv];
}

/** The exit status, 0 to 255; undefined where the program was not seen to end. */
export async function readExit(file: string): Promise<number | undefined> {
  return readNumber(file);
}

/** The shell's pid: known even where Luka died before it could write it down. */
export async function readKeeper(file: string): Promise<number | undefined> {
  return readNumber(`${file}.pid`);
}

async function readNumber(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return /^\d+\n$/.test(text) ? Number(text) : undefined;
}
