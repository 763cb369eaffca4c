/**
 * Keeps the log of a service that goes on for months within bounds, as logrotate's copytruncate does: what the files held is
 * copied beside them, and they begin anew under the hands of those who append to them. Of the older copies one
 * generation stays, so that at least half of what may be kept is always there.
 *
 * In this order, so that a crash at any point leaves a log that can be read:
 * 1. a new index without the generation before takes the place of the old one, then that generation's files go
 * 2. the files are copied, while their processes go on writing; nothing speaks of the copies yet
 * 3. at once: the last bytes are copied, a line of the index says that the generation has them, the files are cut
 * A crash between the line and the cut leaves bytes in two places, and the line says how many.
 */
import { ftruncateSync, fstatSync, renameSync, writeSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import type { LogStream } from '#shared/nouns/log.ts';
import { formatBytes } from '#shared/nouns/size.ts';
import type { Clock } from '../../clock.ts';
import { CopyOfLive } from './copy-of-live.ts';
import { formatEmptied, formatSegment, formatTurn } from './index-file.ts';
import { newIndexFile, olderFile, type LogFiles } from './log-files.ts';
import type { LogIndex, PerStream } from './log-index.ts';
import { writeWithoutOlder } from './write-index.ts';

const STREAMS = ['out', 'err', 'note'] as const satisfies readonly LogStream[];
/** So many pieces in live files are too many for memory, whatever their bytes. */
const MOST_SEGMENTS = 25_000;
/** How often is looked whether more came, before the cut. */
const LAST_LOOKS = 3;
const AGAIN_MS = 10_000;
/** Cutting off so many bytes takes a few milliseconds. */
const AT_ONCE_BYTES = 64_000_000;

interface Cut {
  /** Bytes that were part of the log, or came just then, and that no copy has. */
  readonly lost: number;
  readonly sizes: Readonly<PerStream>;
  /** False where stdout and stderr are still to be emptied. */
  readonly isDone: boolean;
}

/** What the log that is turned over lets do. */
export interface TurnedLog {
  readonly files: LogFiles;
  readonly index: LogIndex;
  /** Nothing is written any more, or no more than is there: then it is left as it is. */
  readonly isClosed: () => boolean;
  /** The stream's live file; undefined where there is none. */
  readonly fd: (stream: LogStream) => number | undefined;
  readonly observe: () => void;
  /** Whether stdout and stderr are not looked at for a while. */
  readonly hold: (held: boolean) => void;
  /** Writes the last segment down: it does not grow any more. */
  readonly seal: () => void;
  /** To the index file. @returns whether it is there */
  readonly append: (line: string) => boolean;
  /** The index file is another one. */
  readonly indexReplaced: () => void;
  readonly note: (text: string) => void;
}

export class TurnOver {
  readonly #log: TurnedLog;
  readonly #clock: Clock;
  readonly #bound: number;
  #going: Promise<void> | undefined;
  #notBefore = -Infinity;
  #hasFailed = false;

  /** @param bound bytes that are kept, about: half of them in live files, half in the generation before */
  constructor(log: TurnedLog, clock: Clock, bound: number) {
    this.#log = log;
    this.#clock = clock;
    this.#bound = bound;
  }

  /** Resolves when none is going on. */
  async idle(): Promise<void> {
    await this.#going;
  }

  /** Begins where it is too much by now. */
  look(): void {
    if (this.#going || !this.#isDue()) return;
    this.#going = this.#turn()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => (this.#going = undefined));
  }

  #isDue(): boolean {
    const { index } = this.#log;
    if (this.#log.isClosed() || this.#clock.monotonic() < this.#notBefore) return false;
    return index.liveBytes > this.#bound / 2 || index.segments.length - index.liveFrom > MOST_SEGMENTS;
  }

  async #turn(): Promise<void> {
    const { index, files } = this.#log;
    if (hasOlder(index) && !(await this.#dropOlder())) return;
    const generation = index.generation + 1;
    const { moves } = index;
    const copies: CopyOfLive[] = [];
    let done = false;
    try {
      for (const stream of STREAMS) {
        if (this.#log.fd(stream) === undefined) continue;
        const to = olderFile(files, stream, generation);
        copies.push(await CopyOfLive.make(stream, files[stream], to, index.base[stream]));
      }
      for (const copy of copies) await copy.catchUp();
      // A first note may have come meanwhile, whose file was not there yet.
      const isWhole = STREAMS.every(
        (one) => !index.fileSizes[one] || copies.some(({ stream }) => stream === one),
      );
      const cut = isWhole && index.moves === moves ? this.#cut(generation, copies) : undefined;
      done = cut !== undefined;
      if (cut) this.#tellLost(cut.lost + (cut.isDone ? 0 : await this.#emptyLater(copies, cut.sizes)));
    } finally {
      for (const copy of copies) await copy.close();
      // Luka could be gone by the time the log is closed: nothing else would remove them.
      if (!done) await removeGeneration(files, generation);
    }
    if (done) this.#hasFailed = false;
  }

  /** @returns false where the log was closed, or a file emptied, meanwhile */
  async #dropOlder(): Promise<boolean> {
    const { index, files } = this.#log;
    const { generation, moves } = index;
    const file = newIndexFile(files);
    try {
      await using handle = await open(file, 'w', 0o600);
      const written = await writeWithoutOlder(handle, index, this.#bound);
      if (this.#log.isClosed() || index.moves !== moves) return false;
      // At once: what has come since, then the new one takes the place of the old.
      const end = index.sealed ? index.segments.length : index.segments.length - 1;
      writeSync(handle.fd, index.segments.slice(written, end).map(formatSegment).join(''));
      renameSync(file, files.index);
      this.#log.indexReplaced();
      index.drop(this.#bound);
    } finally {
      await rm(file, { force: true });
    }
    await removeGeneration(files, generation);
    return true;
  }

  /**
   * Without letting go of the event loop. What processes write in the few microseconds between the last look and the cut is
   * lost; where it can be seen, the log says so.
   * @returns undefined where it may not be, or cannot: nothing has changed then
   */
  #cut(generation: number, copies: readonly CopyOfLive[]): Cut | undefined {
    const { index } = this.#log;
    const { moves } = index;
    let looks = 0;
    for (; looks < LAST_LOOKS; looks += 1) {
      this.#log.observe();
      if (this.#log.isClosed() || index.moves !== moves) return undefined;
      const more = copies.map((copy) => copy.takeRest(index.fileSizes[copy.stream]));
      if (!more.includes(true)) break;
    }
    this.#log.seal();
    const sizes = { ...index.fileSizes };
    const kept: PerStream = { out: 0, err: 0, note: 0 };
    for (const { stream, bytes } of copies)
      kept[stream] = Math.min(bytes, sizes[stream] - index.base[stream]);
    const lost = index.liveBytes - kept.out - kept.err - kept.note;
    // Cutting off many blocks, or in a flood, takes its time; otherwise the less time passes, the less is lost.
    const isDone = sizes.out + sizes.err <= AT_ONCE_BYTES && looks < LAST_LOOKS;
    if (!this.#log.append(formatTurn(generation, kept, sizes))) return undefined;
    index.turn(generation, kept, sizes);
    const late = this.#empty(isDone || copies.length === 0 ? STREAMS : ['note'], sizes);
    return { lost: lost + late, sizes, isDone };
  }

  /** @returns bytes that came too late to be copied */
  #empty(streams: readonly LogStream[], sizes: Readonly<PerStream>): number {
    let late = 0;
    for (const stream of streams) {
      const fd = this.#log.fd(stream);
      if (fd === undefined) continue;
      late += Math.max(0, fstatSync(fd).size - sizes[stream]);
      ftruncateSync(fd, 0);
      this.#emptied(stream);
    }
    return late;
  }

  /** The same, letting go of the event loop. */
  async #emptyLater(copies: readonly CopyOfLive[], sizes: Readonly<PerStream>): Promise<number> {
    let late = 0;
    this.#log.hold(true);
    try {
      for (const copy of copies) {
        if (copy.stream === 'note') continue;
        late += Math.max(0, (await copy.emptyLive()) - sizes[copy.stream]);
        // Closed meanwhile: then its index says no more, and who reads it sees that the file is short.
        if (!this.#log.isClosed()) this.#emptied(copy.stream);
      }
    } finally {
      this.#log.hold(false);
    }
    this.#log.observe();
    return late;
  }

  #emptied(stream: LogStream): void {
    this.#log.append(formatEmptied(stream));
    this.#log.index.empty(stream);
  }

  #tellLost(bytes: number): void {
    if (bytes > 0)
      this.#log.note(
        `${formatBytes(bytes)} of the output before this were lost: they came too fast to be copied`,
      );
  }

  /** A full disk, say. It is tried again; where it has become too much, nothing of it can be kept. */
  #failed(error: unknown): void {
    const { index } = this.#log;
    if (this.#log.isClosed()) return;
    this.#notBefore = this.#clock.monotonic() + AGAIN_MS;
    const reason = error instanceof Error ? error.message : String(error);
    if (!this.#hasFailed) this.#log.note(`the log could not be cut, and is tried again: ${reason}`);
    this.#hasFailed = true;
    if (index.liveBytes <= this.#bound || hasOlder(index)) return;
    try {
      const cut = this.#cut(index.generation + 1, []);
      const bytes = formatBytes(cut?.lost ?? 0);
      if (cut)
        this.#log.note(`${bytes} of the log before this are left out, and no copy could be made: ${reason}`);
    } catch (fault) {
      this.#log.note(`the log could not be cut without a copy either: ${String(fault)}`);
    }
  }
}

/** Whether something stands before what is live that is not put together into one piece. */
function hasOlder({ older, liveFrom, leftOut }: LogIndex): boolean {
  return older.out + older.err + older.note > 0 || liveFrom > (leftOut ? 1 : 0);
}

async function removeGeneration(files: LogFiles, generation: number): Promise<void> {
  for (const stream of STREAMS) await rm(olderFile(files, stream, generation), { force: true });
}
