/** Programs that behave as caffeinate(8) and systemd-inhibit(1) do, for tests: who holds is a file each. Never ships. */
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Ends with the process of `-w` or after `-t` seconds, whichever is first; without either it stays. */
const CAFFEINATE = `pid= seconds= kinds=
while [ $# -gt 0 ]; do
  case $1 in
    -w) pid=$2; shift 2 ;;
    -t) seconds=$2; shift 2 ;;
    -i | -d | -m | -s | -u) kinds="$kinds $1"; shift ;;
    *) echo 'usage: caffeinate [-dimsu] [-t timeout] [-w Process ID] [command arguments...]' >&2; exit 64 ;;
  esac
done
echo "caffeinate$kinds" > "$HELD/$$"
trap 'rm -f "$HELD/$$"; exit 0' TERM INT
end=$((seconds > 0 ? $(date +%s) + seconds : 0))
while { [ -z "$pid" ] || kill -0 "$pid" 2> /dev/null; } && { [ $end = 0 ] || [ "$(date +%s)" -lt $end ]; }; do
  sleep 0.25 & wait $!
done
rm -f "$HELD/$$"`;

/** Holds while its command runs; its command is ended with it. */
const INHIBIT = `what= why=
while [ $# -gt 0 ]; do
  case $1 in
    --what=*) what=\${1#--what=}; shift ;;
    --why=*) why=\${1#--why=}; shift ;;
    --who=* | --mode=*) shift ;;
    *) break ;;
  esac
done
case $what in *$DENIED*) echo 'Failed to inhibit: Access denied' >&2; exit 1 ;; esac
echo "$what $why" > "$HELD/$$"
trap 'kill $child 2> /dev/null; rm -f "$HELD/$$"; exit 143' TERM INT
"$@" <&0 & child=$!
wait $child
code=$?
rm -f "$HELD/$$"
exit $code`;

export interface BlockerStandIns {
  readonly caffeinate: string;
  readonly inhibit: string;
  /** Refuses to block sleep, and takes what is left. */
  readonly inhibitIdleOnly: string;
  /** Refuses all. */
  readonly inhibitDenied: string;
  /** A program that ends at once, with 3. */
  readonly broken: string;
  /** What is held just now: a line each. */
  readonly held: () => Promise<string[]>;
  /** Pids of those that hold. */
  readonly holders: () => Promise<number[]>;
}

export async function installBlockers(folder: string): Promise<BlockerStandIns> {
  const held = join(folder, 'held');
  await mkdir(held);
  const program = async (name: string, text: string, denied = 'nothing at all'): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, `#!/bin/bash\nHELD='${held}' DENIED='${denied}'\n${text}\n`);
    await chmod(file, 0o700);
    return file;
  };
  const files = async (): Promise<string[]> => (await readdir(held)).toSorted();
  return {
    caffeinate: await program('caffeinate', CAFFEINATE),
    inhibit: await program('systemd-inhibit', INHIBIT),
    inhibitIdleOnly: await program('systemd-inhibit-idle', INHIBIT, 'sleep'),
    inhibitDenied: await program('systemd-inhibit-denied', INHIBIT, ''),
    broken: await program('broken', 'echo "it is broken" >&2; exit 3'),
    held: async () => {
      const texts = await Promise.all(
        // One that ends while it is looked at is not held.
        (await files()).map((name) => readFile(join(held, name), 'utf8').catch(() => '')),
      );
      return texts.map((text) => text.trim()).filter((text) => text !== '');
    },
    holders: async () => (await files()).map(Number),
  };
}
