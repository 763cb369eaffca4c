/** Sleeps and dark wakes in the ledger. Moments are ms since 1970. */
import type { PowerSleep } from '#shared/nouns/power.ts';
import { isoAt } from '../../clock.ts';
import type { Store } from '../../store/store.ts';

export interface SleepSpan {
  readonly kind: PowerSleep['kind'];
  readonly from: number;
  readonly to: number;
  readonly reason?: string | undefined;
  readonly source: string;
}

interface SleepRow {
  kind: PowerSleep['kind'];
  from_at: number;
  to_at: number;
  reason: string | null;
  source: string;
}

export class SleepLedger {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  add(spans: readonly SleepSpan[]): void {
    this.replace(spans);
  }

  /** @param instead what was known of this time is known better now */
  replace(spans: readonly SleepSpan[], instead?: { readonly from: number; readonly to: number }): void {
    this.#store.commit((tx) => {
      if (instead) tx.run('delete from sleeps where to_at >= ? and from_at <= ?', instead.from, instead.to);
      for (const { kind, from, to, reason, source } of spans)
        tx.run(
          'insert into sleeps (kind, from_at, to_at, reason, source) values (?, ?, ?, ?, ?)',
          kind,
          from,
          Math.max(from, to),
          reason ?? null,
          source,
        );
    });
  }

  /** Those that reach into the time, oldest first; the newest `limit` of them. */
  between(from: number, to: number, limit: number): SleepSpan[] {
    return this.#store
      .all<SleepRow>(
        `select kind, from_at, to_at, reason, source from sleeps where to_at >= ? and from_at < ?
         order by to_at desc, id desc limit ?`,
        from,
        to,
        limit,
      )
      .map(toSpan)
      .toReversed();
  }

  last(): SleepSpan | undefined {
    const row = this.#store.get<SleepRow>(
      `select kind, from_at, to_at, reason, source from sleeps where kind = 'sleep' order by to_at desc limit 1`,
    );
    return row && toSpan(row);
  }
}

function toSpan({ kind, from_at, to_at, reason, source }: SleepRow): SleepSpan {
  return { kind, from: from_at, to: to_at, reason: reason ?? undefined, source };
}

export function toPowerSleep({ kind, from, to, reason, source }: SleepSpan): PowerSleep {
  return { kind, from: isoAt(from), to: isoAt(to), ...(reason === undefined ? {} : { reason }), source };
}
