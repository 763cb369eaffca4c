/** How long the attempts of a run took by both clocks: in sleep the wall clock goes on, and on Linux the other one stops. */
import type { Clock } from '../clock.ts';
import type { Store, Transaction } from '../store/store.ts';
import type { Reading } from './judge-gap.ts';

export class RunClocks {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #started = new Map<number, Reading>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** An attempt begins. */
  start(run: number): void {
    this.#started.set(run, { wall: this.#clock.now(), monotonic: this.#clock.monotonic() });
  }

  /** It is over; added to those before it. Nothing where none had begun. */
  end(run: number, tx?: Transaction): void {
    const started = this.#started.get(run);
    if (!started) return;
    this.#started.delete(run);
    const wall = Math.round(this.#clock.now() - started.wall);
    const monotonic = Math.max(0, Math.round(this.#clock.monotonic() - started.monotonic));
    const write = (into: Transaction): void => {
      into.run(
        `insert into run_clocks (run, wall_ms, monotonic_ms) values (?, ?, ?)
         on conflict (run) do update set wall_ms = wall_ms + excluded.wall_ms,
           monotonic_ms = monotonic_ms + excluded.monotonic_ms`,
        run,
        wall,
        monotonic,
      );
    };
    if (tx) write(tx);
    else this.#store.commit(write);
  }

  /** ms; undefined where none of its attempts has ended. */
  of(run: number): { wallMs: number; monotonicMs: number } | undefined {
    return this.#store.get<{ wallMs: number; monotonicMs: number }>(
      'select wall_ms as "wallMs", monotonic_ms as "monotonicMs" from run_clocks where run = ?',
      run,
    );
  }
}
