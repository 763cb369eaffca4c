/**
 * Follows Luka for the menu bar, as any client does: one look at everything, then every event after it. Whether the engine is
 * in this process or is another Luka's makes no difference.
 */
import type { Client, StreamClient } from '#shared/http/client.ts';
import type { EventType, LukaEvent } from '#shared/nouns/event.ts';
import { fromOverview, fromPauses, fromPower, fromTasks, NOTHING_YET, type HostState } from './host-state.ts';

export type FeedClient = Pick<Client, 'getOverview' | 'listTasks' | 'getPolicy' | 'listPauses' | 'getPower'> &
  Pick<StreamClient, 'streamEvents'>;

export interface StateFeed {
  readonly current: HostState;
  /** Resolves after the first look at everything. */
  readonly ready: Promise<void>;
  /** Called at once, and after every change. @returns unsubscribe */
  follow(listener: (state: HostState) => void): () => void;
  /** Every event from now on. @returns unsubscribe */
  onEvent(listener: (event: LukaEvent) => void): () => void;
  /** Asks no more. */
  close(): void;
}

export interface FeedOptions {
  /** Asked before each connection: a Luka that was started again may be at another address. */
  readonly connect: () => Promise<FeedClient>;
  /** Whether `system.stopping` is the end: it is, where the engine is in this process. */
  readonly endsWithLuka: boolean;
  readonly onError: (error: unknown) => void;
  readonly now?: () => number;
}

type Part = 'overview' | 'tasks' | 'policy' | 'pauses' | 'power';
const ALL: readonly Part[] = ['overview', 'tasks', 'policy', 'pauses', 'power'];

/** Events that change nothing of the state. */
const SILENT = new Set<EventType>([
  'step.started',
  'step.finished',
  'order.accepted',
  'order.refused',
  'order.finished',
  'agent.changed',
  'knowledge.changed',
  'memory.changed',
  'report.made',
  'system.started',
  'system.stopping',
]);
/** ms. Events come in bursts: what follows a look within this time shares the next one. */
const GAP_MS = 250;
/** What setTimeout can wait at most; asked again then. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** ms between two tries to reach a Luka that does not answer. */
const RETRY_MS = { first: 250, most: 5_000 };

export function followLuka(options: FeedOptions): StateFeed {
  return new LukaFeed(options);
}

class LukaFeed implements StateFeed {
  current = NOTHING_YET;
  readonly ready: Promise<void>;
  readonly #options: FeedOptions;
  readonly #states = new Set<(state: HostState) => void>();
  readonly #events = new Set<(event: LukaEvent) => void>();
  readonly #life = new AbortController();
  readonly #first = Promise.withResolvers<void>();
  #client: FeedClient | undefined;
  #stale = new Set<Part>();
  #looking = false;
  #pauseEnds: NodeJS.Timeout | undefined;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.ready = this.#first.promise;
    void this.#run();
  }

  follow(listener: (state: HostState) => void): () => void {
    this.#states.add(listener);
    listener(this.current);
    return () => this.#states.delete(listener);
  }

  onEvent(listener: (event: LukaEvent) => void): () => void {
    this.#events.add(listener);
    return () => this.#events.delete(listener);
  }

  close(): void {
    this.#life.abort();
    clearTimeout(this.#pauseEnds);
    this.#first.resolve();
  }

  async #run(): Promise<void> {
    const { signal } = this.#life;
    let wait = RETRY_MS.first;
    while (!signal.aborted) {
      try {
        this.#client = await this.#options.connect();
        const { status } = await this.#client.getOverview({}, { signal });
        await this.#read(ALL);
        this.#first.resolve();
        wait = RETRY_MS.first;
        const events = this.#client.streamEvents({ query: { after: status.eventSeq } }, { signal });
        for await (const { data } of events) this.#take(JSON.parse(data) as LukaEvent);
      } catch (error) {
        if (signal.aborted) return;
        // That Luka does not answer is told by the state; anything else is a fault of ours.
        if (!isCoded(error)) this.#options.onError(error);
      }
      if (signal.aborted) return;
      this.#client = undefined;
      this.#tell({ reachable: false });
      await pause(wait, signal);
      wait = Math.min(wait * 2, RETRY_MS.most);
    }
  }

  #take(event: LukaEvent): void {
    for (const part of partsOf(event.type)) this.#stale.add(part);
    if (event.type === 'system.stopping' && this.#options.endsWithLuka) this.close();
    else void this.#look();
    for (const listener of this.#events) this.#safely(() => listener(event));
  }

  /** Reads what became stale; what becomes stale meanwhile is read together, a moment later. */
  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      while (this.#stale.size > 0 && !this.#life.signal.aborted && this.#client !== undefined) {
        const parts = [...this.#stale];
        this.#stale.clear();
        await this.#read(parts);
        await pause(GAP_MS, this.#life.signal);
      }
    } catch (error) {
      if (!this.#life.signal.aborted && !isCoded(error)) this.#options.onError(error);
    } finally {
      this.#looking = false;
    }
  }

  async #read(parts: readonly Part[]): Promise<void> {
    const client = this.#client;
    if (client === undefined) return;
    const call = { signal: this.#life.signal };
    const now = this.#options.now ?? Date.now;
    const found = await Promise.all(
      parts.map(async (part): Promise<Partial<HostState>> => {
        switch (part) {
          case 'overview':
            return fromOverview(await client.getOverview({}, call));
          case 'tasks':
            return fromTasks((await client.listTasks({}, call)).tasks);
          case 'policy':
            return { frozen: (await client.getPolicy({}, call)).paused };
          case 'power':
            return fromPower(await client.getPower({}, call));
          case 'pauses':
            return fromPauses((await client.listPauses({}, call)).pauses, now());
        }
      }),
    );
    this.#tell(Object.assign({ reachable: true }, ...found) as Partial<HostState>);
  }

  #tell(change: Partial<HostState>): void {
    this.current = { ...this.current, ...change };
    if ('paused' in change) this.#awaitPauseEnd();
    for (const listener of this.#states) this.#safely(() => listener(this.current));
  }

  /** No event tells that the time of a pause is over. */
  #awaitPauseEnd(): void {
    clearTimeout(this.#pauseEnds);
    const until = this.current.paused?.until;
    if (until === undefined || this.#life.signal.aborted) return;
    const ms = Date.parse(until) - (this.#options.now ?? Date.now)();
    this.#pauseEnds = setTimeout(
      () => {
        this.#stale.add('pauses');
        void this.#look();
      },
      Math.min(Math.max(ms, 0) + 50, LONGEST_TIMER_MS),
    );
    this.#pauseEnds.unref();
  }

  /** One listener that fails must not keep the others from hearing. */
  #safely(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.#options.onError(error);
    }
  }
}

function partsOf(type: EventType): readonly Part[] {
  if (SILENT.has(type)) return [];
  if (type === 'task.changed' || type === 'task.removed') return ['overview', 'tasks'];
  if (type === 'freeze.changed' || type === 'policy.changed') return ['overview', 'policy'];
  if (type === 'schedule.paused' || type === 'schedule.resumed') return ['overview', 'pauses'];
  if (type === 'power.changed' || type === 'hold.changed') return ['power'];
  // A run's hold comes and goes with it.
  return type.startsWith('run.') ? ['overview', 'power'] : ['overview'];
}

function isCoded(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
