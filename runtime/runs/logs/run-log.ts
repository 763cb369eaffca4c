/**
 * The log of a run while it is going. The step's processes hold the files of stdout and stderr themselves: nothing is
 * copied through Luka, a flood costs no memory, and output goes on if Luka dies. Luka watches the files (an event, not
 * a poll) only to know in which order they grew.
 */
import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import type { LogStream } from '#shared/nouns/log.ts';
import type { Clock } from '../../clock.ts';
import { GrowthWatch } from './growth-watch.ts';
import { formatEmptied, formatSegment } from './index-file.ts';
import type { LogFiles } from './log-files.ts';
import { LogIndex } from './log-index.ts';
import { TurnOver, type TurnedLog } from './turn-over.ts';

const STREAMS = ['out', 'err', 'note'] as const satisfies readonly LogStream[];

/** What processes that are being ended may have on the disk beyond their limit. */
const SLACK_BYTES = 16 * 1024 * 1024;

export class RunLog {
  readonly files: LogFiles;
  readonly index: LogIndex;
  readonly #clock: Clock;
  readonly #fds: Record<'out' | 'err', number>;
  /** Opened when first needed: most runs have no note and one segment, and a start waits for every file made. */
  #noteFd: number | undefined;
  #indexFd: number | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #watch: GrowthWatch;
  #turnOver: TurnOver | undefined;
  /** stdout and stderr are being emptied: how large they are says nothing. */
  #held = false;
  #complete = false;
  #incomplete = false;
  #limit: { readonly bytes: number; readonly onExceeded: () => void } | undefined;
  #capped = false;

  /**
   * Makes the files, or goes on with those of a log that was left in the middle.
   * @param known what the index file of such a log says
   * @throws the system's error when they cannot be made (a full disk, a lost folder)
   */
  constructor(files: LogFiles, clock: Clock, known?: LogIndex) {
    this.files = files;
    this.index = known ?? new LogIndex();
    this.#clock = clock;
    mkdirSync(files.folder, { recursive: true, mode: 0o700 });
    const out = openSync(files.out, 'a', 0o600);
    try {
      this.#fds = { out, err: openSync(files.err, 'a', 0o600) };
    } catch (error) {
      closeSync(out);
      throw error;
    }
    this.#watch = new GrowthWatch([files.out, files.err], clock, () => this.observe());
    // Its notes are part of the sequence, also those that the index file does not know.
    if (known) this.#noteFile();
  }

  /** To be handed to a child as its stdout and stderr. */
  get fds(): Readonly<Record<'out' | 'err', number>> {
    return this.#fds;
  }

  get complete(): boolean {
    return this.#complete;
  }

  /**
   * How much processes may write. Beyond it nothing is kept; they are to be ended by who is told.
   * @param onExceeded called once
   */
  limitTo(bytes: number, onExceeded: () => void): void {
    this.#limit = { bytes, onExceeded };
  }

  /** Whether something was left out because it was too much. */
  get capped(): boolean {
    return this.#capped;
  }

  /**
   * Keeps the newest of it, about so many bytes and half of them at least, however long it goes on.
   * @param around sees each step of what is done for it, and may stand in between
   */
  keepNewest(bytes: number, around: (log: TurnedLog) => TurnedLog = (log) => log): TurnOver {
    return (this.#turnOver ??= new TurnOver(
      around({
        files: this.files,
        index: this.index,
        isClosed: () => this.#complete || this.#capped,
        fd: (stream) => (stream === 'note' ? this.#noteFd : this.#fds[stream]),
        observe: () => this.observe(),
        hold: (held) => (this.#held = held),
        seal: () => this.#seal(),
        append: (line) => this.#append(line),
        indexReplaced: () => this.#closeIndex(),
        note: (text) => this.note(text),
      }),
      this.#clock,
      bytes,
    ));
  }

  /** Starts noticing what processes write. Without it (or where watching fails) the log is read when the step ends. */
  watch(): void {
    if (!this.#complete) this.#watch.start();
  }

  /**
   * Luka's own word in the log: which step starts, why something was ended. Where there is no room for it, the run goes
   * on without: its result does not hang on a note.
   */
  note(text: string): void {
    try {
      this.write('note', Buffer.from(`${text}\n`));
    } catch {
      this.#incomplete = true;
    }
  }

  /** Whether notes or the order of the streams were lost to a full disk. */
  get incomplete(): boolean {
    return this.#incomplete;
  }

  write(stream: LogStream, bytes: Uint8Array): void {
    // Its descriptors may be another file's by now.
    if (this.#complete) return;
    this.observe();
    writeSync(stream === 'note' ? this.#noteFile() : this.#fds[stream], bytes);
    this.observe();
  }

  /** Takes in how far the files have grown. */
  observe(): void {
    if (this.#complete) return;
    let grew = false;
    for (const stream of STREAMS) {
      const fd = stream === 'note' ? this.#noteFd : this.#fds[stream];
      if (fd === undefined || (this.#held && stream !== 'note')) continue;
      const { size } = fstatSync(fd);
      if (size < this.index.fileSizes[stream]) this.#emptied(stream);
      const growth = stream === 'note' ? size - this.index.fileSizes.note : this.#admit(stream, size);
      if (growth <= 0) continue;
      grew = true;
      const finished = this.index.grow(stream, growth, this.#clock.now());
      // It will not change any more.
      if (finished) this.#append(formatSegment(finished));
    }
    if (grew) this.#notify();
    this.#turnOver?.look();
  }

  /** @param size of the stream's file now @returns how many new bytes of it are kept */
  #admit(stream: 'out' | 'err', size: number): number {
    const { fileSizes, printed } = this.index;
    const growth = size - fileSizes[stream];
    if (this.#limit === undefined || growth <= 0) return growth;
    const room = Math.max(0, this.#limit.bytes - printed);
    if (growth <= room) return growth;
    if (!this.#capped) {
      this.#capped = true;
      // Not in the middle of a look: whoever is told writes a note, which looks again.
      queueMicrotask(this.#limit.onExceeded);
    }
    // The processes append: what is cut off here does not come back (open(2), O_APPEND).
    if (growth - room > SLACK_BYTES) ftruncateSync(this.#fds[stream], fileSizes[stream] + room);
    return room;
  }

  /** Called whenever the log has grown or is complete. @returns unsubscribe */
  onGrowth(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    if (this.#complete) return;
    this.observe();
    this.#seal();
    if (this.#capped)
      for (const stream of ['out', 'err'] as const)
        ftruncateSync(this.#fds[stream], this.index.fileSizes[stream]);
    this.#complete = true;
    this.#watch.stop();
    for (const fd of [this.#fds.out, this.#fds.err, this.#noteFd]) if (fd !== undefined) closeSync(fd);
    this.#closeIndex();
    this.#notify();
    this.#listeners.clear();
  }

  /**
   * On Linux a program that opens /dev/stdout or /dev/stderr for writing opens the file behind it anew, and empties it
   * (proc_pid_fd(5)). What it held is gone; positions stay as they were, and the log says what happened.
   */
  #emptied(stream: LogStream): void {
    // A turn-over that a crash broke off had cut it already: nothing is lost.
    const wasCut = this.index.fileSizes[stream] === this.index.base[stream];
    this.#seal();
    this.index.empty(stream);
    this.#append(formatEmptied(stream));
    if (wasCut) return;
    this.note(
      `a program emptied the ${stream === 'out' ? 'stdout' : 'stderr'} of this log by opening /dev/std${stream}: write >&${stream === 'out' ? 1 : 2} instead`,
    );
  }

  #noteFile(): number {
    return (this.#noteFd ??= openSync(this.files.note, 'a', 0o600));
  }

  /** The last segment goes into the index file, and does not change any more. */
  #seal(): void {
    const last = this.index.segments.at(-1);
    if (last && !this.index.sealed) this.#append(formatSegment(last));
    this.index.sealed = last !== undefined;
  }

  /** @returns whether it is there now */
  #append(line: string): boolean {
    try {
      this.#indexFd ??= openSync(this.files.index, 'a', 0o600);
      return writeSync(this.#indexFd, line) === Buffer.byteLength(line);
    } catch {
      // The bytes are in their files; without the index they are read stream by stream.
      this.#incomplete = true;
      return false;
    }
  }

  #closeIndex(): void {
    if (this.#indexFd !== undefined) closeSync(this.#indexFd);
    this.#indexFd = undefined;
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
