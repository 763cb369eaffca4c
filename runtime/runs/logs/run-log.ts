/**
 * The log of a run while it is going. The step's processes hold the files of stdout and stderr themselves: nothing is
 * copied through Luka, a flood costs no memory, and output goes on if Luka dies. Luka watches the files (an event, not
 * a poll) only to know in which order they grew.
 */
import { closeSync, fstatSync, mkdirSync, openSync, watch, writeSync, type FSWatcher } from 'node:fs';
import type { LogStream } from '#shared/nouns/log.ts';
import type { Clock } from '../../clock.ts';
import type { LogFiles } from './log-files.ts';
import { formatSegment, LogIndex } from './log-index.ts';

const STREAMS = ['out', 'err', 'note'] as const satisfies readonly LogStream[];

export class RunLog {
  readonly files: LogFiles;
  readonly index = new LogIndex();
  readonly #clock: Clock;
  readonly #fds: Record<LogStream, number>;
  readonly #indexFd: number;
  readonly #listeners = new Set<() => void>();
  #watchers: FSWatcher[] = [];
  #complete = false;

  /** Makes the files. @throws the system's error when they cannot be made (a full disk, a lost folder) */
  constructor(files: LogFiles, clock: Clock) {
    this.files = files;
    this.#clock = clock;
    mkdirSync(files.folder, { recursive: true, mode: 0o700 });
    const fds: number[] = [];
    try {
      for (const file of [files.out, files.err, files.note, files.index]) fds.push(openSync(file, 'a', 0o600));
    } catch (error) {
      for (const fd of fds) closeSync(fd);
      throw error;
    }
    const [out, err, note, index] = fds as [number, number, number, number];
    this.#fds = { out, err, note };
    this.#indexFd = index;
  }

  /** To be handed to a child as its stdout and stderr. */
  get fds(): Readonly<Record<LogStream, number>> {
    return this.#fds;
  }

  get complete(): boolean {
    return this.#complete;
  }

  /** Starts noticing what processes write. Without it (or where watching fails) the log is read when the step ends. */
  watch(): void {
    if (this.#watchers.length > 0 || this.#complete) return;
    for (const stream of ['out', 'err'] as const) {
      try {
        const watcher = watch(this.files[stream], { persistent: false }, () => this.observe());
        watcher.on('error', () => watcher.close());
        this.#watchers.push(watcher);
      } catch {
        // No watch to be had (a limit, a file system without events): `observe` at the end of the step sees it all.
      }
    }
  }

  /** Luka's own word in the log: which step starts, why something was ended. */
  note(text: string): void {
    this.write('note', Buffer.from(`${text}\n`));
  }

  write(stream: LogStream, bytes: Uint8Array): void {
    this.observe();
    writeSync(this.#fds[stream], bytes);
    this.observe();
  }

  /** Takes in how far the files have grown. */
  observe(): void {
    if (this.#complete) return;
    let grew = false;
    for (const stream of STREAMS) {
      const growth = fstatSync(this.#fds[stream]).size - this.index.sizes[stream];
      if (growth <= 0) continue;
      grew = true;
      const finished = this.index.grow(stream, growth, this.#clock.now());
      if (finished) writeSync(this.#indexFd, formatSegment(finished));
    }
    if (grew) this.#notify();
  }

  /** Called whenever the log has grown or is complete. @returns unsubscribe */
  onGrowth(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    if (this.#complete) return;
    this.observe();
    const last = this.index.segments.at(-1);
    if (last) writeSync(this.#indexFd, formatSegment(last));
    this.#complete = true;
    for (const watcher of this.#watchers) watcher.close();
    this.#watchers = [];
    for (const fd of [...Object.values(this.#fds), this.#indexFd]) closeSync(fd);
    this.#notify();
    this.#listeners.clear();
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
