/** Ways in which a run's processes get away from who started them, for tests. Each leaves at least one `sleep` with a number that is told. */
import { readFileSync } from 'node:fs';
import { open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../clock.ts';
import { endTree } from './end-tree.ts';
import { runMark } from './run-mark.ts';
import { pause, signal } from './signal.ts';
import { spawnProcess } from './spawn.ts';

/** Lines for bash. `$N` is the number; what comes last keeps the run going. */
export const ESCAPES: Readonly<Record<string, string>> = {
  child: 'sleep $N & sleep $N',
  nohup: 'nohup sleep $N > /dev/null 2>&1 & sleep $N',
  setsid: 'setsid sleep $N & sleep $N',
  'double fork': '( ( sleep $N & ) & ); sleep $N',
  'setsid, double fork': '( setsid bash -c "(sleep $N &)" & ); sleep $N',
  'nohup, setsid, double fork, closed':
    '( nohup setsid bash -c "(sleep $N < /dev/null > /dev/null 2>&1 &)" > /dev/null 2>&1 & ); sleep $N',
  'empty environment': 'env -i /bin/sleep $N & sleep $N',
  'empty environment, setsid, double fork': '( env -i setsid bash -c "(/bin/sleep $N &)" & ); sleep $N',
  'all at once':
    '( cd / && exec env -i setsid bash -c "(setsid nohup /bin/sleep $N <&- >&- 2>&- &)" <&- >&- 2>&- & ); sleep $N',
  'ignores SIGTERM': 'trap "" TERM HUP INT; bash -c "sleep $N; sleep $N" & sleep $N',
  'ignores SIGTERM in a session': 'setsid bash -c "trap \\"\\" TERM; sleep $N; sleep $N" & sleep $N',
  renamed: '(exec -a "[kworker/0:1]" sleep $N) & sleep $N',
  'renamed, empty environment, setsid': '(exec env -i setsid bash -c "exec -a init sleep $N") & sleep $N',
  'groups of their own': 'set -m; sleep $N & sleep $N & (sleep $N & sleep $N &) & wait',
  'deep descent': 'f() { if [ $1 -gt 0 ]; then (f $(($1 - 1))); true; else sleep $N; fi; }; f 25',
  wide: 'for i in $(seq 30); do setsid sleep $N & done; sleep $N',
  stopped: 'sleep $N & kill -STOP $!; sleep $N',
  'starts anew when it is ended': 'trap "setsid sleep $N &" TERM; sleep $N & while :; do sleep 0.05; done',
  'parent gone at once':
    '(setsid bash -c "setsid bash -c \\"env -i /bin/sleep $N > /dev/null 2>&1 &\\"" &) ; sleep $N',
  'a daemon as books say':
    'perl -e "use POSIX; %ENV=(); exit if fork; setsid; exit if fork; chdir q(/); POSIX::close(\\$_) for 0..64; exec q(/bin/sleep), q($N)"; sleep $N',
};

export interface EscapeTrial {
  readonly shape: string;
  /** Processes with the number that were there before the run was ended. */
  readonly before: number;
  /** Those that are there 2 s after it was asked for, or when it is done. */
  readonly survivors: readonly number[];
  /** How long it took until it was certain that nothing is left. */
  readonly ms: number;
}

/** Confines the command, where it is to be. */
export type Wrap = (argv: readonly [string, ...string[]]) => Promise<readonly [string, ...string[]]>;

/** What is left then has survived. */
export const WITHIN_MS = 2_000;

let numbers = 0;

/** Starts a run of the shape, ends it as a cancel does, and looks for what is left by other means than those that ended it. */
export async function tryEscape(
  shape: string,
  folder: string,
  { wrap = async (argv) => argv, withinMs = WITHIN_MS }: { wrap?: Wrap; withinMs?: number } = {},
): Promise<EscapeTrial> {
  numbers += 1;
  // No other process on this machine sleeps for just so long.
  const number = `${100_000 + numbers}.${process.pid}`;
  const script = ESCAPES[shape]!.replaceAll('$N', number);
  const mark = runMark(folder, numbers);
  const file = join(folder, `${numbers}.log`);
  const log: FileHandle = await open(file, 'a');
  const argv = await wrap(['/bin/bash', '-c', script]);
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', [mark.name]: mark.value };
  const child = await spawnProcess({ argv, cwd: '/', env, out: log.fd, err: log.fd });
  await log.close();
  const before = await settled(number);
  const start = performance.now();
  const ending = endTree({
    groups: new Set([child.pid]),
    mark: mark.text,
    graceMs: 200,
    clock: systemClock,
    logs: [file],
  }).then(() => performance.now() - start);
  await Promise.race([ending, pause(systemClock, withinMs)]);
  const survivors = await sleepers(number);
  const ms = await ending;
  for (const pid of survivors) signal(pid, 'SIGKILL');
  return { shape, before: before.length, survivors, ms };
}

/** When the shape has unfolded: as many for a while. */
async function settled(number: string): Promise<number[]> {
  let found: number[] = [];
  for (let same = 0, looks = 0; same < 4 && looks < 100; looks += 1) {
    await pause(systemClock, 40);
    const now = await sleepers(number);
    same = now.length > 0 && now.length === found.length ? same + 1 : 0;
    found = now;
  }
  return found;
}

/** Processes with the number among their words, zombies left out: they have none. */
async function sleepers(number: string): Promise<number[]> {
  return (await readdir('/proc')).flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').includes(number) ? [Number(name)] : [];
    } catch {
      // Gone.
      return [];
    }
  });
}
