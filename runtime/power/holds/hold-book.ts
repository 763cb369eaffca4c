/**
 * Who wants the machine awake, and what is done about it. Whatever happens (a wish comes or goes, the power source changes,
 * a moment has come, a blocker ended) leads to the same look at all wishes. There is one timer, for the earliest moment.
 */
import type { PowerPolicy } from '#shared/nouns/keep-awake.ts';
import type { Hold } from '#shared/nouns/power.ts';
import type { PowerReading } from '../../conditions/ports.ts';
import { isoAt, type Clock } from '../../clock.ts';
import type { Store, Transaction } from '../../store/store.ts';
import type { Grip, SleepBlocker } from '../blockers/ports.ts';
import type { HoldLedger } from './hold-ledger.ts';
import { judgeHold, nextMoment, type HoldSituation } from './judge-hold.ts';
import type { Wish } from './wish.ts';

/** A blocker that never held is tried again after this, ms. */
export const RETRY_MS = 300_000;
/** One that held for a while, and that somebody ended, sooner. */
const RETRY_SOON_MS = 20_000;
/** What ended within this, ms, never held. */
const NEVER_MS = 2_000;

interface Entry {
  readonly wish: Wish;
  grip?: Grip | undefined;
  because?: string | undefined;
  /** The stretch that goes on. */
  span?: number | undefined;
  lost?: { readonly why: string; readonly until: number } | undefined;
}

export interface HoldBookOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ledger: HoldLedger;
  readonly blocker: SleepBlocker;
  readonly policy: () => PowerPolicy;
  readonly reading: () => PowerReading | undefined;
  readonly onError: (error: unknown) => void;
}

export class HoldBook {
  readonly #options: HoldBookOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<() => void>();
  /** Runs that go or wait for their turn. */
  readonly #busy = new Set<number>();
  #busySince: number | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(options: HoldBookOptions) {
    this.#options = options;
  }

  /** A person's first, then those of runs, oldest first. */
  list(): Hold[] {
    const rank = (hold: Hold): number => (hold.owner.kind === 'person' ? 0 : 1);
    return [...this.#entries.values()]
      .map(toHold)
      .sort((a, b) => rank(a) - rank(b) || a.since.localeCompare(b.since) || a.id.localeCompare(b.id));
  }

  get(id: string): Hold | undefined {
    const entry = this.#entries.get(id);
    return entry && toHold(entry);
  }

  /** Whether a reading of the power source would be of use. */
  get wanted(): boolean {
    return this.#entries.size > 0;
  }

  /** A wish that is there already stays as it is. @param also is written with it, as one fact */
  want(wish: Wish, also?: (tx: Transaction, hold: () => Hold) => void): Hold {
    const known = this.#entries.get(wish.id);
    if (known) return toHold(known);
    const entry: Entry = { wish };
    const { store, ledger, clock } = this.#options;
    const because = judgeHold(wish, this.#situation()) ?? this.#options.blocker.absent;
    store.commit((tx) => {
      entry.because = because;
      entry.span = ledger.begin(tx, wish, clock.now(), because);
      also?.(tx, () => toHold(entry));
    });
    this.#entries.set(wish.id, entry);
    if (because === undefined) this.#take(entry);
    this.#arm();
    this.#tell();
    return toHold(entry);
  }

  /** @param also is written with it, as one fact */
  drop(id: string, also?: (tx: Transaction, hold: Hold) => void): Hold | undefined {
    const entry = this.#entries.get(id);
    if (!entry) return undefined;
    const hold = toHold(entry);
    this.#letGo(entry);
    this.#entries.delete(id);
    const { store, ledger, clock } = this.#options;
    store.commit((tx) => {
      if (entry.span !== undefined) ledger.end(tx, entry.span, clock.now());
      also?.(tx, hold);
    });
    this.#arm();
    this.#tell();
    return hold;
  }

  /** Ids of wishes that end with a run. */
  whileRun(run: number): string[] {
    return [...this.#entries.values()].filter(({ wish }) => wish.whileRun === run).map(({ wish }) => wish.id);
  }

  busy(run: number, is: boolean): void {
    const before = this.#busy.size;
    if (is) this.#busy.add(run);
    else this.#busy.delete(run);
    if (before > 0 === this.#busy.size > 0) return;
    this.#busySince = this.#busy.size > 0 ? this.#options.clock.now() : undefined;
    this.look();
  }

  /** Ends what is over, and judges the rest anew. */
  look(): void {
    const now = this.#options.clock.now();
    const situation = this.#situation();
    let changed = false;
    // A map may lose entries while it is walked through.
    for (const entry of this.#entries.values()) {
      if (entry.wish.until !== undefined && entry.wish.until <= now) this.#over(entry);
      else changed = this.#judge(entry, situation) || changed;
    }
    this.#arm();
    if (changed) this.#tell();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Holds nothing any more; a person's wishes stay in the ledger. */
  async close(): Promise<void> {
    this.#cancelTimer?.();
    const { store, ledger, clock, blocker } = this.#options;
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    for (const entry of entries) this.#letGo(entry);
    if (entries.length > 0)
      store.commit((tx) => {
        for (const { span } of entries) if (span !== undefined) ledger.end(tx, span, clock.now());
      });
    await blocker.close();
  }

  #situation(): HoldSituation {
    const { clock, policy, reading } = this.#options;
    return { now: clock.now(), policy: policy(), reading: reading(), busySince: this.#busySince };
  }

  #judge(entry: Entry, situation: HoldSituation): boolean {
    if (entry.lost && situation.now >= entry.lost.until) entry.lost = undefined;
    const because = judgeHold(entry.wish, situation) ?? this.#options.blocker.absent ?? entry.lost?.why;
    if (because === entry.because) return false;
    this.#turn(entry, because);
    if (because === undefined) this.#take(entry);
    else this.#letGo(entry);
    return true;
  }

  #take(entry: Entry): void {
    const { blocker, clock } = this.#options;
    const taken = clock.monotonic();
    entry.grip = blocker.hold({
      kind: entry.wish.kind,
      why: whyOf(entry.wish),
      onLost: (why) => {
        if (entry.grip === undefined || this.#entries.get(entry.wish.id) !== entry) return;
        entry.grip = undefined;
        const never = clock.monotonic() - taken < NEVER_MS;
        entry.lost = { why, until: clock.now() + (never ? RETRY_MS : RETRY_SOON_MS) };
        try {
          this.#turn(entry, why, never);
          this.#tell();
        } catch (error) {
          this.#options.onError(error);
        }
      },
    });
  }

  #letGo(entry: Entry): void {
    const { grip } = entry;
    entry.grip = undefined;
    grip?.release();
  }

  /** @param never it was not held at all, although it was thought to be */
  #turn(entry: Entry, because: string | undefined, never = false): void {
    const { store, ledger, clock } = this.#options;
    entry.because = because;
    store.commit((tx) => {
      const { span } = entry;
      if (never && span !== undefined && because !== undefined) ledger.wasNotHeld(tx, span, because);
      else {
        if (span !== undefined) ledger.end(tx, span, clock.now());
        entry.span = ledger.begin(tx, entry.wish, clock.now(), because);
      }
      tx.emit({ type: 'hold.changed', ...aboutOf(entry.wish), data: { hold: toHold(entry) } });
    });
  }

  /** Its time has come. */
  #over(entry: Entry): void {
    const { ledger } = this.#options;
    this.drop(entry.wish.id, (tx, hold) => {
      if (entry.wish.owner.kind === 'person') ledger.removePerson(tx, entry.wish.id);
      tx.emit({ type: 'hold.changed', ...aboutOf(entry.wish), data: { hold, ended: 'its time is over' } });
    });
  }

  #arm(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const situation = this.#situation();
    const moments = [...this.#entries.values()].flatMap(({ wish }) => nextMoment(wish, situation) ?? []);
    if (moments.length === 0) return;
    const wait = Math.max(0, Math.min(...moments) - situation.now);
    this.#cancelTimer = this.#options.clock.after(wait, () => {
      try {
        this.look();
      } catch (error) {
        this.#options.onError(error);
      }
    });
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function aboutOf({ owner }: Wish): { run?: number; task?: string } {
  return owner.kind === 'run'
    ? { run: owner.run, ...(owner.task === undefined ? {} : { task: owner.task }) }
    : {};
}

function whyOf({ owner, reason }: Wish): string {
  return owner.kind === 'run' ? `${owner.title} (run ${owner.run})` : `${owner.by}: ${reason}`;
}

function toHold({ wish, because }: Entry): Hold {
  return {
    id: wish.id,
    kind: wish.kind,
    owner: wish.owner,
    since: isoAt(wish.since),
    ...(wish.until === undefined ? {} : { until: isoAt(wish.until) }),
    ...(wish.whileRun === undefined ? {} : { whileRun: wish.whileRun }),
    ...(wish.whileTasks ? { whileTasks: true } : {}),
    reason: wish.reason,
    held: because === undefined,
    ...(because === undefined ? {} : { notHeldBecause: because }),
  };
}
