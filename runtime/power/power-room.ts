/** What can be asked of power: who keeps the machine awake and until when, when it slept, what stands in the way. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { PowerPolicy } from '#shared/nouns/keep-awake.ts';
import type { AwakeRequest, Hold, PowerStatus, PowerTimeline, RunPower } from '#shared/nouns/power.ts';
import type { PowerReport, WakePlans } from '#shared/nouns/power-report.ts';
import type { Actor } from '#shared/nouns/role.ts';
import { isoAt, type Clock } from '../clock.ts';
import type { AuditLog } from '../governance/audit/audit-log.ts';
import type { RunLedger } from '../runs/run-ledger.ts';
import type { Store } from '../store/store.ts';
import type { SleepBlocker } from './blockers/ports.ts';
import type { PowerDoctor } from './doctor/ports.ts';
import { wishOf } from './holds/awake-request.ts';
import type { HoldBook } from './holds/hold-book.ts';
import type { HoldLedger } from './holds/hold-ledger.ts';
import type { PowerTimelines } from './power-timelines.ts';
import type { Receipts } from './receipts.ts';
import { toPowerSleep, type SleepLedger } from './sleeps/sleep-ledger.ts';
import { toSource, type SourceWatch } from './source-watch.ts';
import type { WakePlanner } from './wakes/wake-planner.ts';

const DAY_MS = 86_400_000;
const LONGEST_EXAMINED_MS = 7 * DAY_MS;

export interface PowerRoomOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly audit: AuditLog;
  readonly runs: Pick<RunLedger, 'row'>;
  readonly book: HoldBook;
  readonly holds: HoldLedger;
  readonly blocker: SleepBlocker;
  readonly policy: () => PowerPolicy;
  readonly sources: SourceWatch;
  readonly lid: () => Promise<'open' | 'closed' | undefined>;
  readonly sleeps: SleepLedger;
  readonly timelines: PowerTimelines;
  readonly receipts: Receipts;
  readonly doctor: PowerDoctor;
  readonly wakes: WakePlanner;
}

export class PowerRoom {
  readonly #options: PowerRoomOptions;
  /** As it was told last. */
  #policy: string;

  constructor(options: PowerRoomOptions) {
    this.#options = options;
    this.#policy = JSON.stringify(options.policy());
  }

  /** The person's first, then those of runs, oldest first. */
  holds(): Hold[] {
    return this.#options.book.list();
  }

  /** Calls whenever a hold came, went, or is held or not otherwise than before. @returns a function that ends it */
  onChange(listener: () => void): () => void {
    return this.#options.book.onChange(listener);
  }

  /** Keeps the machine awake for a person. Durable when it resolves. @throws LukaError hold_invalid, run_unknown, run_done */
  async awake(request: AwakeRequest, by: Actor): Promise<Hold> {
    const { clock, store, audit, runs, book, holds } = this.#options;
    const wish = wishOf(request, { now: clock.now(), by: by.name, run: (id) => runs.row(id) });
    const hold = book.want(wish, (tx, is) => {
      holds.addPerson(tx, wish);
      audit.append(tx, {
        actor: by,
        action: 'hold.added',
        subject: `hold ${wish.id}`,
        reason: wish.reason,
        after: is(),
      });
      tx.emit({ type: 'hold.changed', data: { hold: is() } });
    });
    await store.durable();
    return book.get(wish.id) ?? hold;
  }

  /** @throws LukaError hold_unknown, hold_of_run */
  async release(id: string, by: Actor): Promise<Hold> {
    const { store, audit, book } = this.#options;
    const hold = book.get(id);
    if (!hold) throw new LukaError('hold_unknown', { message: `there is no hold ${id}` });
    if (hold.owner.kind === 'run') throw new LukaError('hold_of_run');
    this.endHold(id, `released by ${by.name}`, (tx) =>
      audit.append(tx, {
        actor: by,
        action: 'hold.released',
        subject: `hold ${id}`,
        reason: hold.reason,
        before: hold,
      }),
    );
    await store.durable();
    return hold;
  }

  /** Ends a person's hold. */
  endHold(
    id: string,
    why: string,
    also?: (tx: Parameters<NonNullable<Parameters<HoldBook['drop']>[1]>>[0]) => void,
  ): void {
    const { book, holds } = this.#options;
    book.drop(id, (tx, hold) => {
      holds.removePerson(tx, id);
      also?.(tx);
      tx.emit({ type: 'hold.changed', data: { hold, ended: why } });
    });
  }

  /** The settings were changed: policies may be other than before. Who shows them is told. */
  policyChanged(): void {
    const { policy, store, book } = this.#options;
    const now = JSON.stringify(policy());
    if (now === this.#policy) return;
    this.#policy = now;
    store.commit((tx) => tx.emit({ type: 'power.changed', data: { policy: policy() } }));
    book.look();
  }

  async status(): Promise<PowerStatus> {
    const { clock, sources, blocker, policy, book, sleeps, lid } = this.#options;
    const [reading, lidIs] = await Promise.all([sources.look(), lid()]);
    const last = sleeps.last();
    return {
      at: isoAt(clock.now()),
      ...toSource(reading),
      ...(lidIs === undefined ? {} : { lid: lidIs }),
      blocker: blocker.status(),
      policy: policy(),
      holds: book.list(),
      ...(last ? { lastSleep: toPowerSleep(last) } : {}),
    };
  }

  /** @throws LukaError request_invalid */
  timeline(query: { from?: string | undefined; to?: string | undefined } = {}): PowerTimeline {
    return this.#options.timelines.between(this.#window(query, 7 * DAY_MS, 31 * DAY_MS));
  }

  /** @throws LukaError request_invalid */
  doctor(query: { from?: string | undefined; to?: string | undefined } = {}): Promise<PowerReport> {
    return this.#options.doctor.examine(this.#window(query, DAY_MS, LONGEST_EXAMINED_MS));
  }

  receipt(run: number): RunPower | undefined {
    return this.#options.receipts.of(run);
  }

  /** @throws LukaError task_unknown */
  wakes(task?: string): Promise<WakePlans> {
    return this.#options.wakes.plans(task);
  }

  /** @throws LukaError task_unknown, wake_not_due, wake_unsupported, wake_unverified, root_absent, root_failed */
  async planWake(task: string, { cancel, by }: { cancel: boolean; by: Actor }): Promise<WakePlans> {
    const { audit, wakes } = this.#options;
    const plan = cancel ? await wakes.cancel(task) : await wakes.plan(task);
    audit.add({
      actor: by,
      action: cancel ? 'wake.cancelled' : 'wake.planned',
      subject: `task ${task}`,
      reason: `${plan.wake}, for what is due at ${plan.due}`,
    });
    return wakes.plans();
  }

  #window(
    query: { from?: string | undefined; to?: string | undefined },
    usual: number,
    longest: number,
  ): { from: number; to: number } {
    // What is just now is part of it.
    const to = query.to === undefined ? this.#options.clock.now() + 1 : Date.parse(query.to);
    const from = query.from === undefined ? to - usual : Date.parse(query.from);
    if (from >= to || to - from > longest)
      throw new LukaError('request_invalid', {
        message: `the time has to end after it begins, at most ${longest / DAY_MS} days later`,
        remedy: 'ask for a shorter stretch',
      });
    return { from, to };
  }
}
