/** The room of power over a real ledger, with runs that are only rows, a blocker that is only noted, and a clock moved by hand. */
import { join } from 'node:path';
import { HOLD_ANYWAY } from '#shared/nouns/keep-awake.ts';
import type { Upcoming } from '#shared/nouns/slot.ts';
import type { Priority } from '#shared/nouns/priority.ts';
import { PERSON } from '#shared/nouns/role.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { LukaEvent } from '#shared/nouns/event.ts';
import type { PowerReading } from '../conditions/ports.ts';
import { AuditLog } from '../governance/audit/audit-log.ts';
import { RunLedger } from '../runs/run-ledger.ts';
import { RunQueries } from '../runs/run-queries.ts';
import type { Absence } from '../schedule/absences.ts';
import { Durability } from '../store/durability.ts';
import { openDatabase } from '../store/open-database.ts';
import { Store } from '../store/store.ts';
import { ManualClock } from '../testing.ts';
import type { HoldRequest, SleepBlocker } from './blockers/ports.ts';
import { createPower } from './create-power.ts';

export interface FakeBlocker extends SleepBlocker {
  /** What is held now, oldest first. */
  readonly held: readonly HoldRequest[];
  /** How many grips were ever taken. */
  readonly taken: number;
}

export function fakeBlocker(): FakeBlocker {
  const held = new Set<HoldRequest>();
  let taken = 0;
  return {
    name: 'fake',
    status: () => ({ name: 'fake', works: true }),
    hold(request) {
      taken += 1;
      const own: HoldRequest = {
        ...request,
        onLost(why) {
          held.delete(own);
          request.onLost(why);
        },
      };
      held.add(own);
      return { release: () => held.delete(own) };
    },
    pids: () => new Set(),
    close: () => Promise.resolve(held.clear()),
    get held() {
      return [...held];
    },
    get taken() {
      return taken;
    },
  };
}

export const MAINS: PowerReading = { ac: true, battery: 90, lowPower: false };

export type PowerBench = Awaited<ReturnType<typeof openPower>>;

/** Opening it again on the same folder is a restart. */
export async function openPower(folder: string, clock = new ManualClock()) {
  const database = join(folder, 'luka.db');
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  const durability = new Durability(`${database}-wal`);
  const store = new Store({ db: openDatabase(database, clock.now()).db, clock, durability, onError });
  const ledger = new RunLedger(store, clock);
  const blocker = fakeBlocker();
  const world = {
    policy: HOLD_ANYWAY,
    reading: MAINS,
    absences: [] as Absence[],
    due: [] as Upcoming[],
    priorities: {} as Record<string, Priority>,
  };
  const events: LukaEvent[] = [];
  store.onEvent((event) => events.push(event));
  const power = createPower({
    store,
    clock,
    audit: new AuditLog({ store, clock }),
    ledger,
    queries: new RunQueries(store),
    machine: { power: () => Promise.resolve(world.reading) },
    env: {},
    platform: 'freebsd',
    run: () => Promise.reject(new Error('nothing to ask here')),
    blocker,
    policy: () => world.policy,
    absences: () => world.absences,
    due: (task, from) => world.due.find((one) => one.task === task && Date.parse(one.due) >= from),
    tasks: () => Object.entries(world.priorities).map(([id, priority]) => ({ id, priority })),
    onError,
  });
  await power.start();
  await power.sourceChanged();
  return {
    ...power,
    store,
    ledger,
    blocker,
    clock,
    world,
    errors,
    events,
    /** Asks for a run of a task with this definition. It waits in the queue. */
    async ask(definition: Partial<TaskDefinition> = {}): Promise<number> {
      const { run } = ledger.add({
        task: 'backup',
        title: 'Backup',
        priority: 'normal',
        cause: definition.service ? { kind: 'service', by: 'schedule' } : { kind: 'manual', by: 'person' },
        params: {},
        definition: { steps: [{ run: 'true' }], ...definition },
      });
      await store.durable();
      return run.id;
    },
    async begin(run: number): Promise<void> {
      const attempt = ledger.row(run)!.attempt;
      ledger.start({ id: run, attempt }, 'boot', []);
      await store.durable();
    },
    async end(run: number): Promise<void> {
      ledger.finish(run, { state: 'succeeded', exitCode: 0 });
      await store.durable();
    },
    async retry(run: number): Promise<void> {
      ledger.retry(run, { state: 'failed', exitCode: 1 }, clock.now() + 60_000);
      await store.durable();
    },
    person: PERSON,
    async close(): Promise<void> {
      await power.stop();
      await durability.close();
      store.close();
    },
    /** As a kill -9 would: nothing is let go in the ledger. */
    async kill(): Promise<void> {
      await store.durable();
      await durability.close();
      store.close();
    },
  };
}
