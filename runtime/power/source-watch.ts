/** What the machine is fed by, as it was read last, and each change of it in the ledger. */
import type { PowerSource, SourceReading } from '#shared/nouns/power.ts';
import type { PowerReading } from '../conditions/ports.ts';
import { isoAt, type Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';

interface SourceRow {
  at: number;
  source: PowerSource;
  percent: number | null;
  low_power: number | null;
}

const COLUMNS = 'select at, source, percent, low_power from power_sources';

export interface SourceWatchOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly read: () => Promise<PowerReading>;
  /** Something of it is other than before; after it is written down. */
  readonly onChange: () => void;
}

export class SourceWatch {
  readonly #options: SourceWatchOptions;
  #current: PowerReading | undefined;
  #reading: Promise<PowerReading> | undefined;
  #closed = false;

  constructor(options: SourceWatchOptions) {
    this.#options = options;
  }

  get current(): PowerReading | undefined {
    return this.#current;
  }

  /** Asks the machine; those who ask meanwhile share the answer. @throws what the machine throws */
  look(): Promise<PowerReading> {
    return (this.#reading ??= this.#look().finally(() => (this.#reading = undefined)));
  }

  /** Nothing is written any more; resolves when nothing is asked any more. */
  async close(): Promise<void> {
    this.#closed = true;
    // Whoever asked is told of its failure.
    await this.#reading?.catch(() => undefined);
  }

  /** The reading that was in force at `from`, and each that came after it before `to`; oldest first. */
  between(from: number, to: number, limit: number): SourceReading[] {
    const { store } = this.#options;
    const before = store.get<SourceRow>(`${COLUMNS} where at <= ? order by at desc, id desc limit 1`, from);
    const rows = store.all<SourceRow>(
      `${COLUMNS} where at > ? and at < ? order by at desc, id desc limit ?`,
      from,
      to,
      limit,
    );
    return [...(before ? [before] : []), ...rows.toReversed()].map(toReading);
  }

  async #look(): Promise<PowerReading> {
    const { store, clock, read, onChange } = this.#options;
    const before = this.#current;
    const now = await read();
    if (this.#closed) return now;
    this.#current = now;
    const known = before ? toSource(before) : this.#newest();
    const isOther = known?.source !== sourceOf(now) || (known.lowPower ?? undefined) !== now.lowPower;
    if (isOther)
      store.commit((tx) => {
        tx.run(
          'insert into power_sources (at, source, percent, low_power) values (?, ?, ?, ?)',
          clock.now(),
          sourceOf(now),
          now.battery ?? null,
          now.lowPower === undefined ? null : Number(now.lowPower),
        );
        tx.emit({ type: 'power.changed', data: { ...toSource(now) } });
      });
    if (isOther || before?.battery !== now.battery) onChange();
    return now;
  }

  #newest(): Omit<SourceReading, 'at'> | undefined {
    const row = this.#options.store.get<SourceRow>(`${COLUMNS} order by at desc, id desc limit 1`);
    return row && toReading(row);
  }
}

export function sourceOf({ ac }: PowerReading): PowerSource {
  return ac === undefined ? 'unknown' : ac ? 'ac' : 'battery';
}

export function toSource(reading: PowerReading): Omit<SourceReading, 'at'> {
  return {
    source: sourceOf(reading),
    ...(reading.battery === undefined ? {} : { percent: reading.battery }),
    ...(reading.lowPower === undefined ? {} : { lowPower: reading.lowPower }),
  };
}

function toReading({ at, source, percent, low_power }: SourceRow): SourceReading {
  return {
    at: isoAt(at),
    source,
    ...(percent === null ? {} : { percent }),
    ...(low_power === null ? {} : { lowPower: low_power === 1 }),
  };
}
