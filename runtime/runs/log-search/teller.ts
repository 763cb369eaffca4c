/** What the search says, gathered: the first hits at once, later ones a few times a second, never more than is taken. */
import type { LogSearchEvent } from '#shared/nouns/log-search.ts';
import { MOST_UNDER_WAY, type FromScan } from './protocol.ts';

/** Between two messages, once the first was sent. */
const EVERY_MS = 40;
const MOST_EVENTS = 200;

export interface TellerOptions {
  readonly post: (message: FromScan) => void;
  /** ms, monotonic. */
  readonly now: () => number;
  /** Resolves at the next `more`. */
  readonly more: () => Promise<void>;
  readonly progress: () => LogSearchEvent;
}

export class Teller {
  readonly #options: TellerOptions;
  #events: LogSearchEvent[] = [];
  #underWay = 0;
  #last = Number.NEGATIVE_INFINITY;

  constructor(options: TellerOptions) {
    this.#options = options;
  }

  tell(event: LogSearchEvent): void {
    this.#events.push(event);
  }

  /** One of the messages was taken. */
  taken(): void {
    this.#underWay -= 1;
  }

  /** Where it is time to say something. */
  get isDue(): boolean {
    return this.#events.length >= MOST_EVENTS || this.#options.now() - this.#last >= EVERY_MS;
  }

  /** Says what there is, with how far the search is. Waits while the reader has enough to do. */
  async flush(): Promise<void> {
    const { post, now, more, progress } = this.#options;
    while (this.#underWay >= MOST_UNDER_WAY) {
      post({ kind: 'alive' });
      await more();
    }
    const last = this.#events.at(-1);
    const events = last?.kind === 'end' ? this.#events : [...this.#events, progress()];
    post({ kind: 'events', events });
    this.#events = [];
    this.#underWay += 1;
    this.#last = now();
  }
}
