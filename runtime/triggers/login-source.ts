/** Logins of the person. */
import type { z } from 'zod';
import type { LoginTrigger } from '#shared/nouns/trigger.ts';
import type { Clock } from '../clock.ts';
import type { LoginSession } from './login-session.ts';
import type { Occurrence, TriggerSource, WatchOptions } from './ports.ts';

/** A Luka that is started by the login sees it at once. One that was there before looks this often, while anybody asks. */
const LOOK_MS = 60_000;

export interface LoginSourceOptions {
  readonly clock: Clock;
  readonly session: LoginSession;
  /** The login that was told last, kept over restarts; undefined where none was, or it is over. */
  readonly remembered: () => string | undefined;
  /** @throws where it cannot be kept; the login is then told at a later look */
  readonly remember: (login: string) => void;
  /** The person logged out. */
  readonly forget: () => void;
}

interface Watcher {
  readonly call: (occurrence: Occurrence) => void;
  readonly options: WatchOptions;
}

/** Each login is told once, to all that watch when it is first seen. A delay is for the caller to keep. */
export function createLoginSource(options: LoginSourceOptions): TriggerSource<z.infer<typeof LoginTrigger>> {
  return new LoginSource(options);
}

class LoginSource implements TriggerSource<z.infer<typeof LoginTrigger>> {
  readonly #options: LoginSourceOptions;
  readonly #watchers = new Set<Watcher>();
  #cancelTimer: (() => void) | undefined;
  #looking = false;
  /** Nobody was logged in at an earlier look. */
  #sawNobody = false;

  constructor(options: LoginSourceOptions) {
    this.#options = options;
  }

  watch(
    _: z.infer<typeof LoginTrigger>,
    call: (occurrence: Occurrence) => void,
    options: WatchOptions,
  ): () => void {
    const watcher: Watcher = { call, options };
    this.#watchers.add(watcher);
    if (!this.#looking) void this.#look();
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) this.#cancelTimer?.();
    };
  }

  async #look(): Promise<void> {
    const { clock, session } = this.#options;
    this.#looking = true;
    try {
      this.#compare(await session.current());
    } catch (error) {
      for (const { options } of this.#watchers) options.onError(error);
    } finally {
      this.#looking = false;
      this.#cancelTimer?.();
      if (this.#watchers.size > 0) this.#cancelTimer = clock.after(LOOK_MS, () => void this.#look());
    }
  }

  #compare(login: string | undefined): void {
    const { clock, remembered, remember, forget } = this.#options;
    const before = remembered();
    if (login === before) return;
    if (login === undefined) {
      this.#sawNobody = true;
      forget();
      return;
    }
    remember(login);
    const isSeenToBegin = before !== undefined || this.#sawNobody;
    this.#sawNobody = false;
    // Where none was ever seen it may be hours old: then it is news only to who was waiting for one.
    for (const { call, options } of this.#watchers)
      if (isSeenToBegin || options.lastWatched !== undefined) call({ at: clock.now() });
  }
}
