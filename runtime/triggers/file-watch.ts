/** One file trigger: its folder is watched, its files are waited for, and what is news of them is told. */
import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LukaError } from '#shared/errors/luka-error.ts';
import type { FILE_CHANGES } from '#shared/nouns/trigger.ts';
import type { FileWatchOptions } from './file-options.ts';
import { filePattern, type FilePattern } from './file-pattern.ts';
import { COARSE_MS, KnownFiles, type Learning } from './known-files.ts';
import { limit } from './limit.ts';
import type { News } from './news-of.ts';
import { scanFiles } from './scan-files.ts';
import { Settling } from './settling.ts';
import { lookAt, type Stamp } from './stamp.ts';
import { BaseWatch, type Found } from './watch-base.ts';
import { tooManyFiles, watchFailure } from './watch-failure.ts';
import { watchTree, type Tree } from './watch-tree.ts';

const SETTLE_MS = 2_000;
const MOST_FILES = 50_000;
const LOOKS_AT_ONCE = 16;

export class FileWatch {
  readonly #options: FileWatchOptions;
  readonly #pattern: FilePattern;
  readonly #base: BaseWatch;
  readonly #known: KnownFiles;
  readonly #settling: Settling;
  readonly #settle: number;
  readonly #started: number;
  readonly #inTurn = limit(LOOKS_AT_ONCE);
  readonly #looking = new Set<string>();
  #root = '';
  #tree: Tree | undefined;
  #isFirst = true;
  /** What happened on a volume after this, while it was away, was missed. */
  #goneSince: number | undefined;
  #reading: Promise<void> = Promise.resolve();
  /** How many readings are under way that say what was there before. */
  #learning = 0;
  readonly #held = new Set<string>();
  #toldFull = false;
  readonly #cancels = new Set<() => void>();
  #isCheckPlanned = false;
  #unsubscribe: (() => void) | undefined;
  #closed = false;

  constructor(options: FileWatchOptions) {
    const { clock, trigger, home, platform, mostFiles = MOST_FILES } = options;
    this.#options = options;
    this.#pattern = filePattern(trigger.file, home, platform);
    this.#settle = trigger.settle ?? SETTLE_MS;
    this.#started = clock.now();
    this.#known = new KnownFiles(mostFiles, this.#started);
    this.#settling = new Settling({
      clock,
      settle: this.#settle,
      look: (path) => lookAt(join(this.#root, path)),
      settled: (path, stamp) => this.#settled(path, stamp),
    });
    this.#base = new BaseWatch({
      base: this.#pattern.base,
      platform,
      there: (found) => this.#there(found),
      gone: () => this.#gone(),
      failed: (error) => this.#failed(error),
    });
  }

  start(): void {
    void this.#checkBase();
    this.#unsubscribe = this.#options.onVolumes?.(() => void this.#checkBase());
  }

  close(): void {
    this.#closed = true;
    this.#unsubscribe?.();
    for (const cancel of this.#cancels) cancel();
    this.#base.close();
    this.#tree?.close();
    this.#settling.close();
  }

  async #checkBase(): Promise<void> {
    await this.#base.check();
    // A folder that is not there at the start and comes later is new.
    this.#isFirst = false;
  }

  #there({ root, mounted }: Found): void {
    const { lastWatched } = this.#options;
    const [isFirst, goneSince] = [this.#isFirst, this.#goneSince];
    this.#isFirst = false;
    this.#goneSince = undefined;
    this.#root = root;
    // Watched before it is read: nothing falls in between.
    this.#watchTree(root);
    if (isFirst) this.#learn(lastWatched, this.#started);
    else if (mounted) this.#learn(goneSince ?? lastWatched ?? this.#started, this.#now());
    else {
      this.#known.clear();
      this.#scan('');
    }
  }

  #watchTree(root: string): void {
    this.#tree?.close();
    this.#tree = undefined;
    try {
      this.#tree = watchTree(root, this.#pattern.depth > 1, this.#options.platform, {
        changed: (path, moved) => this.#changed(path, moved),
        unknown: () => this.#scan(''),
        lost: () => void this.#watchAnew(),
        failed: (error) => this.#failed(error),
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') void this.#checkBase();
      else this.#failed(watchFailure(this.#pattern.base, error));
    }
  }

  #gone(): void {
    this.#tree?.close();
    this.#tree = undefined;
    // What had not settled by then was not told.
    this.#goneSince = this.#now() - this.#settle - COARSE_MS;
  }

  #changed(path: string, moved: boolean): void {
    if (this.#closed) return;
    if (this.#pattern.matches(path)) this.#settling.note(path);
    if (!moved) return;
    if (path.split('/').length < this.#pattern.depth && this.#pattern.enters(path))
      void this.#lookAtFolder(path);
    // A stream of macOS goes on for a path, whatever becomes of the folder.
    if (this.#options.platform === 'darwin' && !this.#isCheckPlanned) {
      this.#isCheckPlanned = true;
      this.#later(this.#settle, () => {
        this.#isCheckPlanned = false;
        void this.#checkBase();
      });
    }
  }

  /** Where the folder was made again under its old number, it looks the same and its watch is dead. */
  async #watchAnew(): Promise<void> {
    const tree = this.#tree;
    await this.#checkBase();
    if (this.#closed || !tree || this.#tree !== tree) return;
    this.#watchTree(this.#root);
    this.#scan('');
  }

  /** A folder that was moved here brings files that send no event; one that was moved away takes them with it. */
  async #lookAtFolder(path: string): Promise<void> {
    if (this.#looking.has(path)) return;
    this.#looking.add(path);
    const stats = await this.#inTurn(() => {
      this.#looking.delete(path);
      return lstat(join(this.#root, path)).catch(() => undefined);
    });
    if (this.#closed) return;
    if (stats?.isDirectory()) this.#scan(path);
    else if (!stats && this.#tree) {
      this.#tree.forget(path);
      this.#known.deleteFolder(path);
    }
  }

  #settled(path: string, stamp: Stamp | undefined): void {
    if (this.#learning > 0) {
      // What it was before is not known yet.
      this.#held.add(path);
      return;
    }
    // It went with its volume, and comes back with it.
    if (!stamp && !this.#tree) return;
    const change = this.#known.settled(path, stamp);
    if (this.#known.isFull && change === 'created') this.#tellFull();
    if (change) this.#tell(path, { change, at: this.#now() }, false);
  }

  /** Reads everything to know what is there, and tells what was missed, oldest first. */
  #learn(reference: number | undefined, since: number): void {
    const learning: Learning = { reference, since, settle: this.#settle };
    const vanished = new Set(this.#known.paths());
    const missed: { path: string; news: News }[] = [];
    this.#learning += 1;
    this.#queue(async () => {
      try {
        await this.#read('', (path, stats, cameAt) => {
          vanished.delete(path);
          const news = this.#known.learn(path, stats, cameAt, learning);
          if (news === 'look again') this.#settling.note(path);
          else if (news === 'full') this.#tellFull();
          else if (news !== 'nothing') missed.push({ path, news });
          return news !== 'full';
        });
      } finally {
        this.#learning -= 1;
        for (const path of this.#held) this.#settling.note(path);
        this.#held.clear();
      }
      for (const path of vanished) this.#known.delete(path);
      this.#later(COARSE_MS + this.#settle, () => this.#known.forgetFresh());
      missed.sort((one, other) => one.news.at - other.news.at);
      for (const [n, { path, news }] of missed.entries()) {
        this.#tell(path, news, true);
        // Whoever is told has work to do; it may be thousands.
        if (n % 25 === 24) await new Promise((resolve) => setImmediate(resolve));
      }
    });
  }

  /** Reads a folder for files that are not as they are known. */
  #scan(folder: string): void {
    this.#queue(() =>
      this.#read(
        folder,
        (path, stats) => {
          if (!this.#known.isAsKnown(path, stats)) this.#settling.note(path);
          return true;
        },
        (inFolder, found) => {
          for (const path of this.#known.pathsIn(inFolder)) if (!found.has(path)) this.#settling.note(path);
        },
      ),
    );
  }

  /** One reading after the other. */
  #queue(work: () => Promise<void>): void {
    this.#reading = this.#reading.then(work).catch((error: unknown) => {
      this.#failed(watchFailure(this.#pattern.base, error));
    });
  }

  #read(
    from: string,
    onFile: (path: string, stats: Stats, cameAt: number) => boolean,
    onFolderDone?: (folder: string, found: ReadonlySet<string>) => void,
  ): Promise<void> {
    const tree = this.#tree;
    return scanFiles({
      root: this.#root,
      from,
      pattern: this.#pattern,
      onFolder: (folder) => tree?.follow(folder),
      onFile,
      onFolderDone,
      isOver: () => this.#closed || this.#tree !== tree,
    });
  }

  #tell(path: string, { change, at }: News, missed: boolean): void {
    const { trigger, call } = this.#options;
    if (this.#closed || !(trigger.on ?? BOTH).includes(change)) return;
    const subject = join(this.#pattern.base, path);
    // Times in a file may lie in the future: it came from a machine whose clock is ahead.
    call({ at: Math.min(at, this.#now()), subject, ...(missed ? { missed } : {}) });
  }

  #tellFull(): void {
    if (this.#toldFull) return;
    this.#toldFull = true;
    const { trigger, mostFiles = MOST_FILES } = this.#options;
    this.#failed(tooManyFiles(trigger.file, mostFiles));
  }

  #failed(error: LukaError): void {
    if (!this.#closed) this.#options.onError(error);
  }

  #later(ms: number, call: () => void): void {
    if (this.#closed) return;
    const cancel = this.#options.clock.after(ms, () => {
      this.#cancels.delete(cancel);
      call();
    });
    this.#cancels.add(cancel);
  }

  #now(): number {
    return this.#options.clock.now();
  }
}

const BOTH: readonly (typeof FILE_CHANGES)[number][] = ['created', 'changed'];
