/**
 * Everything that a run started, wherever it went: by group, session, descent, mark, brand, by the log it writes to, and by
 * having been seen before. What is confined by bubblewrap has its own space of pids and never leaves the descent.
 *
 * Linux finds whatever a run started unless it changed its own limits on purpose. Without prlimit(1), and on macOS, one way
 * is left: unconfined, with a cleared environment, another session, a second fork and its descriptors closed, all before
 * anybody looked. Only a confined run is safe from that there: it can write nothing that it was not granted.
 */
import { setImmediate } from 'node:timers/promises';
import { brandOf, hasBrand, type Brand } from './brand.ts';
import { carriersOf, forgetMarks } from './known-marks.ts';
import { holdsLog, logHolders } from './log-holders.ts';
import { listProcesses, markedProcesses, type ProcessRow } from './process-table.ts';

/** How many processes are asked about in one turn of the event loop: about a millisecond. */
const SLICE = 32;

export interface RunTreeOptions {
  /** The process groups that were started: their leaders' pids. Asked at each look. */
  readonly groups: () => ReadonlySet<number>;
  /** `LUKA_MARK=…` of the run. */
  readonly mark: string;
  /** Absolute, real paths of the files that its processes write to as their output. */
  readonly logs?: readonly string[] | undefined;
  readonly platform?: NodeJS.Platform;
}

export class RunTree {
  readonly #options: RunTreeOptions;
  readonly #brand: Brand;
  readonly #logs: ReadonlySet<string>;
  readonly #platform: NodeJS.Platform;
  /** pid to start. */
  #ours = new Map<number, string>();
  #others = new Map<number, string>();
  /** Groups and sessions that processes of the run lead. */
  readonly #led = new Set<number>();

  constructor(options: RunTreeOptions) {
    this.#options = options;
    this.#brand = brandOf(options.mark);
    this.#logs = new Set(options.logs);
    this.#platform = options.platform ?? process.platform;
  }

  /** Those that are alive now. @throws the system's error where the table cannot be read just now */
  async look(): Promise<ProcessRow[]> {
    const rows = (await listProcesses(this.#platform)).filter(({ pid }) => pid !== process.pid);
    const found = new Map<number, ProcessRow>();
    const groups = this.#options.groups();
    const isKnown = (row: ProcessRow) =>
      groups.has(row.group) || groups.has(row.session) || this.#ours.get(row.pid) === row.started;
    for (const row of rows) if (isKnown(row)) found.set(row.pid, row);
    this.#descend(rows, found);
    const unknown = rows.filter((row) => !found.has(row.pid) && this.#others.get(row.pid) !== row.started);
    for (const row of await this.#withEvidence(unknown)) found.set(row.pid, row);
    this.#descend(rows, found);
    // Evidence does not come later: who has none now was not started by the run.
    this.#others = new Map(
      rows.filter(({ pid }) => !found.has(pid)).map(({ pid, started }) => [pid, started]),
    );
    forgetMarks(rows);
    this.#ours = new Map([...found.values()].map(({ pid, started }) => [pid, started]));
    return [...found.values()];
  }

  /** Adds descendants, and members of groups and sessions that are led by what was found, until there are no more. */
  #descend(rows: readonly ProcessRow[], found: Map<number, ProcessRow>): void {
    for (let size = -1; size !== found.size;) {
      size = found.size;
      for (const { pid, group, session } of found.values()) {
        if (group === pid) this.#led.add(pid);
        if (session === pid) this.#led.add(pid);
      }
      for (const row of rows) {
        if (found.has(row.pid)) continue;
        if (found.has(row.parent) || this.#led.has(row.group) || this.#led.has(row.session))
          found.set(row.pid, row);
      }
    }
    // A number that nobody bears any more may be given to somebody else.
    const borne = new Set(rows.flatMap(({ pid, group, session }) => [pid, group, session]));
    for (const pid of this.#led) if (!borne.has(pid)) this.#led.delete(pid);
  }

  async #withEvidence(rows: readonly ProcessRow[]): Promise<ProcessRow[]> {
    if (rows.length === 0) return [];
    const { mark } = this.#options;
    if (this.#platform !== 'linux') {
      const [marked, holding] = await Promise.all([
        markedProcesses(mark, this.#platform),
        this.#logs.size > 0 ? logHolders([...this.#logs]) : [],
      ]);
      const pids = new Set([...marked, ...holding]);
      return rows.filter(({ pid }) => pids.has(pid));
    }
    // Threads of the kernel belong to no group.
    const candidates = rows.filter(({ group }) => group !== 0);
    const found = new Set(await carriersOf(mark, candidates));
    for (let start = 0; start < candidates.length; start += SLICE) {
      for (const row of candidates.slice(start, start + SLICE))
        if (!found.has(row) && (hasBrand(row.pid, this.#brand) || holdsLog(row.pid, this.#logs)))
          found.add(row);
      await setImmediate();
    }
    return [...found];
  }
}
