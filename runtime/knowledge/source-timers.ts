/** Says when sources are due that are looked at by the clock. */
import type { Clock } from '../clock.ts';
import type { FolderSource } from './source-book.ts';

/** After the start: what everything else does first is more urgent than a slow drive. */
const FIRST_MS = 5_000;

export class SourceTimers {
  readonly #options: { clock: Clock; onDue: (source: string) => void };
  readonly #timers = new Map<string, () => void>();

  constructor(options: { clock: Clock; onDue: (source: string) => void }) {
    this.#options = options;
  }

  set(sources: readonly FolderSource[]): void {
    const timed = new Map(
      sources.flatMap(({ id, watch }) =>
        typeof watch === 'object' ? [[id, watch.everySeconds] as const] : [],
      ),
    );
    for (const [id, cancel] of this.#timers)
      if (!timed.has(id)) {
        cancel();
        this.#timers.delete(id);
      }
    for (const [id, seconds] of timed) if (!this.#timers.has(id)) this.#wait(id, FIRST_MS, seconds);
  }

  close(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #wait(id: string, ms: number, seconds: number): void {
    const cancel = this.#options.clock.after(ms, () => {
      this.#wait(id, seconds * 1_000, seconds);
      this.#options.onDue(id);
    });
    this.#timers.set(id, cancel);
  }
}
