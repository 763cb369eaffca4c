/**
 * Carries what waits for one channel: notices become messages, messages are sent, and again where they did not get through.
 * Everything it must not forget is in the ledger; a message's id is on the disk before it is first sent, so that after a
 * crash it goes once more under the same id, and a receiver knows it.
 */
import type { Channel, Message, NotifyKind } from '#shared/nouns/notify.ts';
import { isoAt, type Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { retryDelay } from './backoff.ts';
import type { Sent } from './channels/channel.ts';
import { compose } from './compose.ts';
import type { NotifyLedger, OpenMessage } from './notify-ledger.ts';
import { limitOf, planMessages } from './plan-messages.ts';

/** A timer stops while the machine sleeps: while something waits, never longer than this. */
const LOOK_MS = 30_000;
/** While so many did not get through, what comes waits, and is then told as one. */
const MOST_OPEN = 5;
/** After a look that failed, the disk being full for example. */
const FAILED_MS = 5_000;

export interface CourierOptions {
  readonly name: string;
  readonly channel: Channel;
  readonly store: Store;
  readonly ledger: NotifyLedger;
  readonly clock: Clock;
  /** Never rejects. */
  readonly send: (channel: Channel, message: Message, signal: AbortSignal) => Promise<Sent>;
  /** Resolves when nobody else carries for this channel any more. */
  readonly ready?: Promise<void> | undefined;
  readonly newId: () => string;
  /** 0 to 1. */
  readonly chance: () => number;
  readonly onError: (error: unknown) => void;
}

export class Courier {
  readonly channel: Channel;
  readonly #options: CourierOptions;
  readonly #lastOf = new Map<NotifyKind, number>();
  readonly #stop = new AbortController();
  #cancel: (() => void) | undefined;
  #looking: Promise<void> | undefined;
  #again = false;

  constructor(options: CourierOptions) {
    this.#options = options;
    this.channel = options.channel;
  }

  /** Something may be there to send. Resolves when it was seen to. */
  look(): Promise<void> {
    if (this.#stop.signal.aborted) return this.#looking ?? Promise.resolve();
    this.#again = true;
    return (this.#looking ??= this.#looks());
  }

  /** What is being sent is cut off, and goes again at the next start. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#cancel?.();
    await this.#looking;
  }

  async #looks(): Promise<void> {
    let next: number | undefined;
    try {
      await this.#options.ready;
      while (this.#again && !this.#stop.signal.aborted) {
        this.#again = false;
        next = await this.#lookOnce();
      }
    } catch (error) {
      this.#options.onError(error);
      next = this.#options.clock.now() + FAILED_MS;
    } finally {
      this.#looking = undefined;
      this.#arm(next);
    }
  }

  #arm(next: number | undefined): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (next === undefined || this.#stop.signal.aborted) return;
    const { clock } = this.#options;
    const wait = Math.max(0, Math.min(LOOK_MS, next - clock.now()));
    this.#cancel = clock.after(wait, () => void this.look());
  }

  /** @returns when to look again, ms since 1970 */
  async #lookOnce(): Promise<number | undefined> {
    const { ledger, name, clock } = this.#options;
    const lookAt = await this.#makeMessages();
    for (const message of ledger.open(name)) {
      if (this.#stop.signal.aborted) return undefined;
      if (message.nextAt <= clock.now()) await this.#sendOne(message);
    }
    const retries = ledger.open(name).map(({ nextAt }) => nextAt);
    const looks = [...(lookAt === undefined ? [] : [lookAt]), ...retries];
    return looks.length === 0 ? undefined : Math.min(...looks);
  }

  async #makeMessages(): Promise<number | undefined> {
    const { name, channel, ledger, store, clock, newId } = this.#options;
    if (ledger.open(name).length >= MOST_OPEN) return undefined;
    const waiting = ledger.waiting(name);
    if (waiting.length === 0) return undefined;
    const now = clock.now();
    const { within } = limitOf(channel);
    const { messages, lookAt } = planMessages({
      channel,
      waiting,
      made: ledger.madeBetween(name, now - within, now),
      lastOf: (kind) => this.#lastOf.get(kind),
      now,
    });
    if (messages.length === 0) return lookAt;
    await store.write((tx) => {
      for (const { notices, how } of messages) {
        const composed = compose(
          notices.map(({ notice }) => notice),
          how,
          isoAt(now),
        );
        ledger.toMessage(
          tx,
          name,
          notices.map(({ id }) => id),
          { id: newId(), ...composed },
          now,
        );
      }
    });
    for (const { notices } of messages) for (const { notice } of notices) this.#lastOf.set(notice.kind, now);
    return lookAt;
  }

  async #sendOne({ seq, attempts, message }: OpenMessage): Promise<void> {
    const { name, channel, ledger, store, clock, send, chance } = this.#options;
    store.commit((tx) => ledger.begin(tx, seq));
    const outcome = await send(channel, message, this.#stop.signal);
    // Cut off by our own end: it stays as it is, and goes again at the next start.
    if (this.#stop.signal.aborted && outcome.state !== 'sent') return;
    const now = clock.now();
    const delay = outcome.state === 'retry' ? retryDelay(attempts + 1, outcome.afterMs, chance()) : undefined;
    await store.write((tx) => {
      if (delay !== undefined) ledger.retryAt(tx, seq, now + delay, outcome.answer);
      else ledger.end(tx, seq, outcome.state === 'sent' ? 'sent' : 'dead', outcome.answer, now);
      const state = delay !== undefined ? 'retrying' : outcome.state === 'sent' ? 'sent' : 'dead';
      tx.emit({ type: 'notify.changed', data: { channel: name, message: seq, state } });
    });
  }
}
