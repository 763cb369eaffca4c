/** Brings the index to what is in one folder: all of it, or some paths that something happened to. */
import { lstat, realpath, stat, type Stats } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import type { SkippedFile } from '#shared/nouns/knowledge.ts';
import type { IndexWriter, NewDocument } from '../index-store/index-writer.ts';
import type { HeavyReader } from '../read/apart/heavy-reader.ts';
import { BoundedIo } from './bounded-io.ts';
import { IGNORE_FILES, isIgnoreFile, withRules, type IgnoreRules } from './ignore-rules.ts';
import { AT_ONCE, PATIENT, TurnTaker } from './file-questions.ts';
import { isOnLocalDisk } from './local-disk.ts';
import { KnownFiles, type KnownFile } from './known-files.ts';
import type { SourceOrder } from './messages.ts';
import { readFiles } from './read-files.ts';
import { SourceFilter } from './source-filter.ts';
import type { SyncCount } from './sync-count.ts';
import { faultOf, foundFile, isGone, walkFolder, type FoundFile } from './walk-folder.ts';

/** Of libuv's four threads, a slow drive may keep two waiting. */
const QUESTIONS = { local: 16, slow: 2 } as const;
const LIMIT_MS = { local: 10_000, slow: 30_000 } as const;
const READS_AT_ONCE = { local: 8, slow: 2 } as const;
const REMOVALS_AT_ONCE = 500;
/** Of more, as after a checkout of another branch, a look at everything costs less. */
const MOST_PATHS = 500;

export interface FolderSyncOptions {
  readonly order: SourceOrder;
  readonly db: DatabaseSync;
  readonly writer: IndexWriter;
  readonly heavy: HeavyReader;
  /** What its documents are, where not by their names. */
  readonly kind?: NewDocument['kind'] | undefined;
}

export interface SyncRound {
  readonly count: SyncCount;
  readonly signal: AbortSignal;
  readonly onBatch: () => void;
}

/** How it ended; `absent`: the folder is not there, and nothing was changed. */
export type SyncEnd =
  | { readonly is: 'done' }
  | { readonly is: 'absent'; readonly message: string }
  | { readonly is: 'failing'; readonly message: string };

export class FolderSync {
  readonly order: SourceOrder;
  readonly known: KnownFiles;
  readonly #options: FolderSyncOptions;
  readonly #filter: SourceFilter;
  readonly #io: BoundedIo;
  #isLocal = false;

  constructor(options: FolderSyncOptions) {
    const { order, db } = options;
    this.#options = options;
    this.order = order;
    this.known = new KnownFiles(db, order.id);
    this.#filter = new SourceFilter(order);
    const speed = order.slow ? 'slow' : 'local';
    this.#io = new BoundedIo({ atOnce: QUESTIONS[speed], limitMs: LIMIT_MS[speed] });
  }

  /** Looks at every file. */
  async syncAll(round: SyncRound): Promise<SyncEnd> {
    const { known } = this;
    const root = await this.#root();
    if (root.is !== 'there') return root;
    known.nextRound();
    const timedOut = this.#io.timedOut;
    const { changed, skips } = await this.#walk(round, root.real);
    if (round.signal.aborted) return { is: 'done' };
    // It may have gone while it was walked: then everything looks as if it were deleted.
    const after = await this.#root();
    if (after.is !== 'there') return after;
    if (after.device !== root.device) return { is: 'absent', message: 'the volume was changed meanwhile' };
    if (known.documents > 0 && (await this.#isEmptyMountPoint(root.device)))
      return { is: 'absent', message: `${this.order.folder} is empty: its volume is not mounted` };
    this.#noteDevice(root.device);
    this.#skip(skips, round);
    const gone = [...known.unseen()];
    await this.#read(changed, round);
    await this.#remove(gone, round);
    const slow = this.#io.timedOut - timedOut;
    return slow === 0
      ? { is: 'done' }
      : { is: 'failing', message: `${slow} files or folders did not answer in time` };
  }

  /**
   * Looks at what events told of. Whatever they said: what is on the disk counts.
   * @param paths absolute, at or below the folder
   * @returns `all` where only a look at everything can tell
   */
  async syncPaths(paths: readonly string[], round: SyncRound): Promise<SyncEnd | 'all'> {
    const { folder } = this.order;
    if (paths.length > MOST_PATHS || paths.some((path) => path === folder || isIgnoreFile(nameOf(path))))
      return 'all';
    const root = await this.#root();
    if (root.is !== 'there') return root;
    this.known.nextRound();
    const rulesOf = new Map<string, Promise<IgnoreRules | undefined>>();
    // By path: a new folder and the files in it are told of by events of their own.
    const changed = new Map<string, FoundFile>();
    const skips: Skip[] = [];
    const gone: [string, KnownFile][] = [];
    for (const path of paths) {
      if (round.signal.aborted) return { is: 'done' };
      const found = await this.#lookAt(path, rulesOf);
      if (found === 'link') return 'all';
      if (found === undefined) {
        const file = this.known.get(path);
        if (file) gone.push([path, file]);
        else {
          this.known.nextRound();
          gone.push(...this.known.unseen(path));
        }
      } else if ('skip' in found) skips.push(found.skip);
      else if ('file' in found) changed.set(path, found.file);
      else {
        this.known.nextRound();
        const from = { folder: this.#below(path), rules: found.rules };
        const walked = await this.#walk(round, root.real, from);
        if (round.signal.aborted) return { is: 'done' };
        for (const file of walked.changed) changed.set(file.path, file);
        skips.push(...walked.skips);
        gone.push(...this.known.unseen(path));
      }
    }
    if (gone.length > 0 && (await this.#root()).is !== 'there') return 'all';
    this.#skip(skips, round);
    await this.#read([...changed.values()], round);
    await this.#remove(gone, round);
    return { is: 'done' };
  }

  async #walk(
    { count, signal }: SyncRound,
    realRoot: string,
    from?: { readonly folder: string; readonly rules: IgnoreRules | undefined },
  ): Promise<{ changed: FoundFile[]; skips: Skip[] }> {
    const { known } = this;
    const changed: FoundFile[] = [];
    const skips: Skip[] = [];
    const unseen: string[] = [];
    await walkFolder({
      root: this.order.folder,
      realRoot,
      from,
      filter: this.#filter,
      ...(this.#isLocal ? { io: new TurnTaker(), questions: AT_ONCE } : { io: this.#io, questions: PATIENT }),
      signal,
      onFile: (file) => {
        count.total += 1;
        const before = known.get(file.path);
        if (before === undefined) {
          changed.push(file);
          return;
        }
        known.see(before);
        if (before.size === file.size && before.mtimeMs === file.mtimeMs) count.files += 1;
        else changed.push(file);
      },
      onSkipped: (path, reason, message) => skips.push({ path, reason, message }),
      onUnseen: (folder) => unseen.push(folder),
    });
    for (const folder of unseen) known.seeBelow(folder);
    return { changed, skips };
  }

  /** @returns undefined where nothing is there that is to be read */
  async #lookAt(
    path: string,
    rulesOf: Map<string, Promise<IgnoreRules | undefined>>,
  ): Promise<
    | { file: FoundFile }
    | { folder: string; rules: IgnoreRules | undefined }
    | { skip: Skip }
    | 'link'
    | undefined
  > {
    try {
      const stats = await this.#io.asked<Stats>((done) => lstat(path, done));
      // Where it leads, and whether that is read in its own place, only a walk can tell.
      if (stats.isSymbolicLink()) return 'link';
      const rules = await this.#rulesFor(this.#below(path), rulesOf);
      if (rules === 'left out') return undefined;
      const below = this.#below(path);
      const name = nameOf(path);
      if (stats.isDirectory())
        return this.#filter.enters(below, name, rules.above)
          ? { folder: below, rules: rules.above }
          : undefined;
      const kind = stats.isFile() ? this.#filter.kind(below, name, rules.above) : undefined;
      return kind && { file: foundFile(path, kind, stats) };
    } catch (error) {
      const fault = faultOf(error as NodeJS.ErrnoException);
      return fault && { skip: { path, ...fault } };
    }
  }

  /** The rules of all folders above a path, unless one of them is left out with all that is in it. */
  async #rulesFor(
    below: string,
    cache: Map<string, Promise<IgnoreRules | undefined>>,
  ): Promise<{ above: IgnoreRules | undefined } | 'left out'> {
    const names = below.split('/');
    let above: IgnoreRules | undefined;
    for (let depth = 0; depth < names.length; depth += 1) {
      const folder = names.slice(0, depth).join('/');
      if (depth > 0 && !this.#filter.enters(folder, names[depth - 1]!, above)) return 'left out';
      const before = above;
      let own = cache.get(folder);
      if (own === undefined) cache.set(folder, (own = this.#readRules(folder, before)));
      above = await own;
    }
    return { above };
  }

  async #readRules(folder: string, above: IgnoreRules | undefined): Promise<IgnoreRules | undefined> {
    const base = folder === '' ? this.order.folder : `${this.order.folder}/${folder}`;
    const texts = await Promise.all(
      IGNORE_FILES.map((name) =>
        readFile(`${base}/${name}`, 'utf8').catch((error: NodeJS.ErrnoException) => {
          if (faultOf(error) === undefined || error.code === 'EISDIR') return '';
          throw error;
        }),
      ),
    );
    return withRules(above, folder, texts);
  }

  async #read(changed: readonly FoundFile[], round: SyncRound): Promise<void> {
    const { order, known } = this;
    round.count.read();
    await readFiles(changed, {
      ...this.#options,
      ...round,
      source: order.id,
      known,
      io: this.#io,
      atOnce: READS_AT_ONCE[order.slow ? 'slow' : 'local'],
      isLocal: this.#isLocal,
    });
  }

  async #remove(gone: readonly (readonly [string, KnownFile])[], round: SyncRound): Promise<void> {
    const { writer } = this.#options;
    const { id: source } = this.order;
    for (let at = 0; at < gone.length && !round.signal.aborted; at += REMOVALS_AT_ONCE) {
      const part = gone.slice(at, at + REMOVALS_AT_ONCE);
      writer.transaction(() => {
        for (const [path, { id }] of part)
          if (id > 0) writer.remove(id);
          else writer.unskip(source, path);
      });
      for (const [path, { id }] of part) {
        this.known.delete(path);
        if (id > 0) round.count.removed += 1;
      }
      round.onBatch();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #skip(skips: readonly Skip[], { count }: SyncRound): void {
    if (skips.length === 0) return;
    const { writer } = this.#options;
    const { known } = this;
    writer.transaction(() => {
      for (const { path, reason, message } of skips) {
        const before = known.get(path);
        if (before && before.id > 0 && reason !== 'timed-out') writer.remove(before.id);
        if (!before || before.id === 0 || reason !== 'timed-out')
          writer.skip({ source: this.order.id, path, reason, message });
      }
    });
    for (const { path, reason } of skips) {
      const before = known.get(path);
      count.skipped += 1;
      if (before && before.id > 0 && reason === 'timed-out') known.see(before);
      else known.set(path, { id: 0, size: -1, mtime: '' });
    }
  }

  async #root(): Promise<
    { is: 'there'; real: string; device: number } | Exclude<SyncEnd, { readonly is: 'done' }>
  > {
    const { folder } = this.order;
    try {
      const real = await this.#io.asked<string>((done) => realpath(folder, done));
      const stats = await this.#io.asked<Stats>((done) => stat(real, done));
      if (!stats.isDirectory()) return { is: 'absent', message: `${folder} is no folder` };
      this.#isLocal = !this.order.slow && (await isOnLocalDisk(real));
      return { is: 'there', real, device: stats.dev };
    } catch (error) {
      if (isGone(error as NodeJS.ErrnoException)) return { is: 'absent', message: `${folder} is not there` };
      const fault = faultOf(error as NodeJS.ErrnoException);
      return { is: 'failing', message: `${folder}: ${fault?.message}` };
    }
  }

  /** What is left of a volume on Linux when it is not mounted: its empty folder, on the disk of the folder above. */
  async #isEmptyMountPoint(device: number): Promise<boolean> {
    const noted = this.#options.writer.noteOf(this.order.id, 'device');
    if (noted === undefined || noted === String(device)) return false;
    return (await readdir(this.order.folder)).length === 0;
  }

  #noteDevice(device: number): void {
    const { writer } = this.#options;
    if (writer.noteOf(this.order.id, 'device') !== String(device))
      writer.note(this.order.id, 'device', String(device));
  }

  #below(path: string): string {
    return path.slice(this.order.folder === '/' ? 1 : this.order.folder.length + 1);
  }
}

interface Skip {
  readonly path: string;
  readonly reason: SkippedFile['reason'];
  readonly message: string;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
