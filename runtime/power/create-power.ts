/** The room of power put together: who keeps the machine awake, when it slept, what it was fed by. */
import type { PowerPolicy } from '#shared/nouns/keep-awake.ts';
import type { Machine } from '../conditions/ports.ts';
import type { RunProgram } from '../conditions/run-program.ts';
import type { Clock } from '../clock.ts';
import type { AuditLog } from '../governance/audit/audit-log.ts';
import type { RootShell } from '../root/root-shell.ts';
import type { RunLedger } from '../runs/run-ledger.ts';
import type { RunQueries } from '../runs/run-queries.ts';
import type { Absence } from '../schedule/absences.ts';
import type { Store } from '../store/store.ts';
import type { SleepBlocker } from './blockers/ports.ts';
import { createPowerSystem } from './power-system.ts';
import { HoldBook } from './holds/hold-book.ts';
import { HoldLedger } from './holds/hold-ledger.ts';
import { RunHolds } from './holds/run-holds.ts';
import { PowerRoom } from './power-room.ts';
import { PowerTimelines } from './power-timelines.ts';
import { Receipts } from './receipts.ts';
import { RunClocks } from './run-clocks.ts';
import type { SleepAway } from './sleep-watch.ts';
import { SleepLedger } from './sleeps/sleep-ledger.ts';
import { SleepNotes } from './sleeps/sleep-notes.ts';
import { SourceWatch } from './source-watch.ts';
import { WakePlanner, type WakePlannerOptions } from './wakes/wake-planner.ts';

/** While nothing wants the machine awake its source is read every so many beats. */
const IDLE_BEATS = 10;

export interface PowerOptions extends Pick<WakePlannerOptions, 'due' | 'tasks'> {
  readonly store: Store;
  readonly clock: Clock;
  readonly audit: AuditLog;
  readonly ledger: RunLedger;
  readonly queries: RunQueries;
  readonly machine: Pick<Machine, 'power'>;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly run: RunProgram;
  /** The host's, where it has one. */
  readonly blocker?: SleepBlocker | undefined;
  /** Where something may be done as root without a person. */
  readonly root?: RootShell | undefined;
  readonly policy: () => PowerPolicy;
  readonly absences: (from: number) => readonly Absence[];
  readonly onError: (error: unknown) => void;
}

export type Power = ReturnType<typeof createPower>;

export function createPower(options: PowerOptions) {
  const { store, clock, ledger, queries, policy, onError } = options;
  const system = createPowerSystem(options);
  const blocker = options.blocker ?? system.blocker;
  const holds = new HoldLedger(store);
  const sleeps = new SleepLedger(store);
  const clocks = new RunClocks(store, clock);
  const sources: SourceWatch = new SourceWatch({
    store,
    clock,
    read: () => options.machine.power(),
    onChange: () => book.look(),
  });
  const book: HoldBook = new HoldBook({
    store,
    clock,
    ledger: holds,
    blocker,
    policy,
    reading: () => sources.current,
    onError,
  });
  const notes = new SleepNotes({ sleeps, history: system.history, onError });
  const room: PowerRoom = new PowerRoom({
    clock,
    store,
    audit: options.audit,
    runs: ledger,
    book,
    holds,
    blocker,
    policy,
    sources,
    lid: system.lid,
    sleeps,
    timelines: new PowerTimelines({ store, clock, holds, sleeps, sources, absences: options.absences }),
    receipts: new Receipts({ store, clock, holds, sleeps, sources, clocks }),
    doctor: system.doctor,
    wakes: new WakePlanner({
      clock,
      tool: system.wakes,
      root: options.root,
      due: options.due,
      tasks: options.tasks,
    }),
  });
  const runHolds = new RunHolds({
    book,
    ledger,
    clocks,
    now: () => clock.now(),
    endHold: (id, why) => room.endHold(id, why),
  });
  let beats = 0;
  let unfollow: (() => void) | undefined;
  const readSource = (): Promise<unknown> => sources.look().catch(onError);

  return {
    room,
    /** Takes up what was wanted before, and what goes already. */
    async start(): Promise<void> {
      holds.endLeftOpen();
      // Where policies hang on it, nothing is held on the word of a source that nobody has read.
      if (needsReading(policy())) await readSource();
      else void readSource();
      unfollow = store.onEvent((event) => {
        try {
          runHolds.hear(event);
        } catch (error) {
          onError(error);
        }
      });
      for (const wish of holds.ofPersons()) {
        book.want(wish);
        if (wish.whileRun !== undefined) runHolds.see(wish.whileRun);
      }
      for (const { id } of [...queries.active('running'), ...queries.active('queued')]) runHolds.see(id);
      book.look();
    },
    /** At least every half minute while Luka runs. */
    beat(): void {
      beats += 1;
      book.look();
      if (book.wanted || beats % IDLE_BEATS === 0) void readSource();
    },
    /** The host: the machine is on mains now, or on battery. */
    sourceChanged: readSource,
    slept: (away: SleepAway) => notes.add(away),
    async stop(): Promise<void> {
      unfollow?.();
      await book.close();
      await sources.close();
      await notes.close();
    },
  };
}

function needsReading({ onlyOnAc, notUnderPercent, notInLowPower }: PowerPolicy): boolean {
  return onlyOnAc || notInLowPower || notUnderPercent !== null;
}
