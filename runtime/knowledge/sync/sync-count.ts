/** Counts what a sync does, as its progress is told. */
import type { SyncProgress } from '#shared/nouns/knowledge.ts';

/** A rate of fewer ms is a guess. */
const LEAST_MS = 300;

export class SyncCount {
  readonly id: number;
  readonly #startedAt = new Date().toISOString();
  readonly #begun = performance.now();
  #reading = 0;
  #filesBefore = 0;
  state: SyncProgress['state'] = 'walking';
  message: string | undefined;
  files = 0;
  total = 0;
  bytes = 0;
  added = 0;
  changed = 0;
  removed = 0;
  skipped = 0;

  constructor(id: number) {
    this.id = id;
  }

  /** All files of a source were found; those that changed are read now. */
  read(): void {
    this.state = 'reading';
    this.#reading = performance.now();
    this.#filesBefore = this.files;
  }

  /** Documents that came, changed or went. */
  get changes(): number {
    return this.added + this.changed + this.removed;
  }

  get didChange(): boolean {
    return this.changes > 0;
  }

  end(state: 'done' | 'cancelled' | 'failed', message?: string): SyncProgress {
    this.state = state;
    this.message = message;
    return { ...this.progress(), tookMs: performance.now() - this.#begun };
  }

  progress(): SyncProgress {
    const { id, state, files, total, bytes, added, changed, removed, skipped, message } = this;
    const now = performance.now();
    const seconds = (now - this.#begun) / 1_000;
    const readSeconds = (now - this.#reading) / 1_000;
    const rate = (files - this.#filesBefore) / readSeconds;
    const isTelling = state === 'reading' && readSeconds * 1_000 > LEAST_MS && rate > 0;
    return {
      id,
      state,
      startedAt: this.#startedAt,
      files,
      total: Math.max(total, files),
      bytes,
      filesPerSecond: seconds > 0 ? files / seconds : 0,
      added,
      changed,
      removed,
      skipped,
      ...(isTelling ? { secondsLeft: Math.max(0, total - files) / rate } : {}),
      ...(message === undefined ? {} : { message }),
    };
  }
}
