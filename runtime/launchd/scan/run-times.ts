/**
 * Learns how long launchd's jobs take, from looks that find one running: launchd does not say. A run that was seen took at
 * least as long as its process was old at the last look.
 */
import { execFile } from 'node:child_process';
import type { Store } from '../../store/store.ts';

export interface RunningJob {
  /** Of its plist. */
  readonly file: string;
  readonly label: string;
  readonly pid: number;
}

/** The newest last. */
type Seen = readonly (readonly [pid: number, seconds: number])[];

/** So many runs say what is usual. */
const RUNS = 5;
/** A look at a run that grew by less is not written down. */
const GROWN = 1.2;

export class RunTimes {
  readonly #store: Store;
  readonly #ages: (pids: readonly number[]) => Promise<ReadonlyMap<number, number>>;
  #known: Map<string, { label: string | undefined; seen: Seen }> | undefined;

  /** @param options.ages seconds that processes have run, by pid; without those that cannot be told */
  constructor(options: {
    store: Store;
    ages: (pids: readonly number[]) => Promise<ReadonlyMap<number, number>>;
  }) {
    this.#store = options.store;
    this.#ages = options.ages;
  }

  /** To be called with what one look found, after its states were noted. */
  async note(running: readonly RunningJob[]): Promise<void> {
    if (running.length === 0) return;
    const ages = await this.#ages(running.map(({ pid }) => pid));
    const known = this.#load();
    const grown: [file: string, seen: Seen][] = [];
    for (const { file, label, pid } of running) {
      const seconds = ages.get(pid);
      const before = known.get(file)?.seen ?? [];
      if (seconds === undefined) {
        known.set(file, { label, seen: before });
        continue;
      }
      const same = before.find(([other]) => other === pid)?.[1];
      if (same !== undefined && seconds < same * GROWN) {
        known.set(file, { label, seen: before });
        continue;
      }
      const seen: Seen = [...before.filter(([other]) => other !== pid), [pid, seconds] as const].slice(-RUNS);
      known.set(file, { label, seen });
      grown.push([file, seen]);
    }
    if (grown.length > 0)
      this.#store.commit((tx) => {
        for (const [file, seen] of grown)
          tx.run('update agent_states set runs = ? where file = ?', JSON.stringify(seen), file);
      });
  }

  /** @returns s, the median of the last runs that were seen; undefined where none was */
  usual(label: string): number | undefined {
    const times = [...this.#load().entries()]
      .filter(([file, each]) => each.label === label || (each.label === undefined && isNamed(file, label)))
      .flatMap(([, { seen }]) => seen.map(([, seconds]) => seconds))
      .toSorted((a, b) => a - b);
    return times[Math.floor(times.length / 2)];
  }

  #load(): Map<string, { label: string | undefined; seen: Seen }> {
    this.#known ??= new Map(
      this.#store
        .all<{ file: string; runs: string }>("select file, runs from agent_states where runs <> '[]'")
        .map(({ file, runs }) => [file, { label: undefined, seen: JSON.parse(runs) as Seen }]),
    );
    return this.#known;
  }
}

/** Until it is seen again, a plist is taken to be named like its label. */
function isNamed(file: string, label: string): boolean {
  return file.endsWith(`/${label}.plist`);
}

/** Asks ps(1), whose `etime` macOS and Linux have alike. Where it cannot be asked nothing is known, and nothing fails. */
export function processAges(pids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  return new Promise((resolve) => {
    execFile(
      'ps',
      ['-o', 'pid=,etime=', '-p', pids.join(',')],
      { env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' }, timeout: 5_000 },
      // It ends with 1 where one of them is gone, and tells of the others all the same.
      (_error, out) => resolve(readAges(out)),
    );
  });
}

/** `  501 01-02:03:04`: a pid, and days, hours, minutes and seconds as far as there are any. */
export function readAges(text: string): ReadonlyMap<number, number> {
  const ages = new Map<number, number>();
  for (const line of text.split('\n')) {
    const [, pid, days = '0', hours = '0', minutes, seconds] =
      /^\s*(\d+)\s+(?:(?:(\d+)-)?(\d+):)?(\d+):(\d+)\s*$/.exec(line) ?? [];
    if (pid !== undefined)
      ages.set(
        Number(pid),
        ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds),
      );
  }
  return ages;
}
