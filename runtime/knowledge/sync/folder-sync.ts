/** Brings the index to what is in one folder: all of it, or some paths that something happened to. */
import type { DatabaseSync } from 'node:sqlite';
import type { IndexWriter, NewDocument } from '../index-store/index-writer.ts';
import type { HeavyReader } from '../read/apart/heavy-reader.ts';
import { BoundedIo } from './bounded-io.ts';
import { isIgnoreFile, type IgnoreRules } from './ignore-rules.ts';
import { AT_ONCE, PATIENT, TurnTaker, type PatientQuestions } from './file-questions.ts';
import { noteSkips, removeGone, type KnownChangesOptions } from './known-changes.ts';
import { KnownFiles, type KnownFile } from './known-files.ts';
import type { SourceOrder, SyncJob } from './messages.ts';
import { nameOf, PathLook } from './path-look.ts';
import { readFiles } from './read-files.ts';
import { SourceFilter } from './source-filter.ts';
import { SourceRoot, type RootThere } from './source-root.ts';
import type { Skip, SyncEnd, SyncRound } from './sync-round.ts';
import { walkFolder, type FoundFile } from './walk-folder.ts';

/** Of libuv's four threads, a drive that may not answer may keep two waiting. */
const QUESTIONS = { local: 16, far: 2 } as const;
const LIMIT_MS = { quick: 10_000, slow: 30_000 } as const;
const READS_AT_ONCE = { local: 8, far: 2 } as const;
/** Of more, as after a checkout of another branch, a look at everything costs less. */
const MOST_PATHS = 500;

/** Where others are wanted. */
export type ReadSizes = Pick<SyncJob, 'batchFiles' | 'wholeBytes' | 'partUnits'>;

export interface FolderSyncOptions extends ReadSizes {
  readonly order: SourceOrder;
  readonly db: DatabaseSync;
  readonly writer: IndexWriter;
  readonly heavy: HeavyReader;
  /** What its documents are, where not by their names. */
  readonly kind?: NewDocument['kind'] | undefined;
  /** ms that each question may take, where others are wanted. */
  readonly limitMs?: number | undefined;
  /** Where it is asked for what may not be answered. */
  readonly questions?: PatientQuestions | undefined;
}

export class FolderSync {
  readonly order: SourceOrder;
  readonly known: KnownFiles;
  readonly #options: FolderSyncOptions;
  readonly #filter: SourceFilter;
  /** For disks of this machine, and for all that may hang, as whatever is not known yet. */
  readonly #near: BoundedIo;
  readonly #far: BoundedIo;
  readonly #questions: PatientQuestions;
  readonly #root: SourceRoot;
  readonly #changes: KnownChangesOptions;
  /** The disk that had nothing of what was read. */
  #strange: number | undefined;

  constructor(options: FolderSyncOptions) {
    const { order, db, writer, questions = PATIENT } = options;
    this.#options = options;
    this.order = order;
    this.known = new KnownFiles(db, order.id);
    this.#filter = new SourceFilter(order);
    const limitMs = options.limitMs ?? LIMIT_MS[order.slow ? 'slow' : 'quick'];
    this.#near = new BoundedIo({ atOnce: QUESTIONS.local, limitMs });
    this.#far = new BoundedIo({ atOnce: QUESTIONS.far, limitMs });
    this.#questions = questions;
    this.#root = new SourceRoot(order, writer, this.#far, questions);
    this.#changes = { source: order.id, writer, known: this.known };
  }

  /** It was last found on a disk that has nothing of what was read. */
  get isElsewhere(): boolean {
    return this.#strange !== undefined;
  }

  /** When its folder was last looked for, no answer came in time. */
  get isSilent(): boolean {
    return this.#root.isSilent;
  }

  /** It answers, and is there. */
  async isThere(signal: AbortSignal): Promise<boolean> {
    return (await this.#root.look(signal)).is === 'there';
  }

  /** It is there, on a disk that was not yet looked over in vain. */
  async isBack(): Promise<boolean> {
    const root = await this.#root.look();
    return root.is === 'there' && root.device !== this.#strange;
  }

  /** Looks at every file. */
  async syncAll(round: SyncRound): Promise<SyncEnd> {
    const { known } = this;
    const root = await this.#root.look(round.signal);
    if (root.is !== 'there') return root;
    known.nextRound();
    const timedOut = this.#timedOut;
    const { changed, skips, unseen, recognized } = await this.#walk(round, root);
    if (round.signal.aborted) return { is: 'done' };
    // It may have gone while it was walked: then everything looks as if it were deleted.
    const after = await this.#root.look();
    if (after.is !== 'there') return after;
    if (after.device !== root.device) return { is: 'absent', message: 'the volume was changed meanwhile' };
    if (known.documents > 0 && recognized === 0 && this.#root.isElsewhere(root)) {
      if (unseen === 0) {
        this.#strange = root.device;
        return this.#root.elsewhere;
      }
      return {
        is: 'failing',
        message: `${this.order.folder} is on another disk, and could not be looked into`,
      };
    }
    this.#strange = undefined;
    this.#root.noteDevice(root);
    noteSkips(skips, this.#changes, round);
    const gone = [...known.unseen()];
    await this.#read(changed, root, round);
    await removeGone(gone, this.#changes, round);
    const slow = this.#timedOut - timedOut;
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
    const root = await this.#root.look();
    if (root.is !== 'there') return root;
    // Of an empty place where a volume was, events say that everything is gone.
    if (this.#root.isElsewhere(root)) return 'all';
    this.known.nextRound();
    const look = new PathLook(folder, this.#filter, this.#ioFor(root), this.#questions);
    // By path: a new folder and the files in it are told of by events of their own.
    const changed = new Map<string, FoundFile>();
    const skips: Skip[] = [];
    const gone: [string, KnownFile][] = [];
    for (const path of paths) {
      if (round.signal.aborted) return { is: 'done' };
      const found = await look.at(path);
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
        const walked = await this.#walk(round, root, found);
        if (round.signal.aborted) return { is: 'done' };
        for (const file of walked.changed) changed.set(file.path, file);
        skips.push(...walked.skips);
        gone.push(...this.known.unseen(path));
      }
    }
    const after = gone.length > 0 ? await this.#root.look() : root;
    if (after.is !== 'there' || after.device !== root.device) return 'all';
    noteSkips(skips, this.#changes, round);
    await this.#read([...changed.values()], root, round);
    await removeGone(gone, this.#changes, round);
    return { is: 'done' };
  }

  get #timedOut(): number {
    return this.#near.timedOut + this.#far.timedOut;
  }

  #ioFor({ isLocal }: RootThere): BoundedIo {
    return isLocal ? this.#near : this.#far;
  }

  async #walk(
    { count, signal }: SyncRound,
    { real, isLocal }: RootThere,
    from?: { readonly folder: string; readonly rules: IgnoreRules | undefined },
  ): Promise<{ changed: FoundFile[]; skips: Skip[]; unseen: number; recognized: number }> {
    const { known } = this;
    const changed: FoundFile[] = [];
    const skips: Skip[] = [];
    const unseen: string[] = [];
    let recognized = 0;
    await walkFolder({
      root: this.order.folder,
      realRoot: real,
      from,
      filter: this.#filter,
      ...(isLocal
        ? { io: new TurnTaker(), questions: AT_ONCE }
        : { io: this.#far, questions: this.#questions }),
      signal,
      onFile: (file) => {
        count.total += 1;
        const before = known.get(file.path);
        if (before === undefined) {
          changed.push(file);
          return;
        }
        known.see(before);
        // A copy has times of its own.
        if (before.id > 0 && before.size === file.size) recognized += 1;
        if (before.size === file.size && before.mtimeMs === file.mtimeMs) count.files += 1;
        else changed.push(file);
      },
      onSkipped: (path, reason, message) => skips.push({ path, reason, message }),
      onUnseen: (folder) => unseen.push(folder),
    });
    for (const folder of unseen) known.seeBelow(folder);
    return { changed, skips, unseen: unseen.length, recognized };
  }

  async #read(changed: readonly FoundFile[], root: RootThere, round: SyncRound): Promise<void> {
    const { order, known } = this;
    round.count.read();
    await readFiles(changed, {
      ...this.#options,
      ...round,
      source: order.id,
      known,
      io: this.#ioFor(root),
      questions: this.#questions,
      atOnce: READS_AT_ONCE[root.isLocal ? 'local' : 'far'],
      isLocal: root.isLocal,
    });
  }
}
