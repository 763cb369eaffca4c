/** Makes the report of a day or a week: asked for, or on its schedule. One at a time. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { PeriodKind } from '#shared/nouns/report.ts';
import type { Clock } from '../clock.ts';
import type { HomeLayout } from '../home/layout.ts';
import type { Store, Transaction } from '../store/store.ts';
import type { LiveFacts } from './facts.ts';
import type { LedgerTeller } from './jobs.ts';
import { dayAt, periodOf } from './period.ts';
import type { ReportBook } from './report-book.ts';
import { writeReport } from './report-files.ts';
import { stemOf } from './report-names.ts';

export interface ReportMakerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly layout: Pick<HomeLayout, 'database' | 'logs' | 'reports'>;
  readonly book: ReportBook;
  readonly threads: LedgerTeller;
  /** IANA name of the person's zone. */
  readonly zone: () => string;
  readonly live: () => Promise<LiveFacts>;
  readonly pageUrl: () => string;
  /** A file was written into the folder of reports. */
  readonly onWritten: () => void;
}

export class ReportMaker {
  readonly #options: ReportMakerOptions;
  #going: Promise<unknown> = Promise.resolve();

  constructor(options: ReportMakerOptions) {
    this.#options = options;
  }

  /**
   * @param day any of the week's; today where left out
   * @param also written in the transaction that notes the report
   * @returns the name of its file
   * @throws LukaError request_invalid for a day to come, report_unavailable, disk_full
   */
  make(
    kind: PeriodKind,
    day: string | undefined,
    by: { readonly name: string; readonly scheduled: boolean },
    also?: (tx: Transaction) => void,
  ): Promise<string> {
    const made = this.#going.then(() => this.#make(kind, day, by, also));
    this.#going = made.catch(() => undefined);
    return made;
  }

  /** Resolves when none is being made. */
  async idle(): Promise<void> {
    await this.#going;
  }

  async #make(
    kind: PeriodKind,
    day: string | undefined,
    { name: by, scheduled }: { readonly name: string; readonly scheduled: boolean },
    also?: (tx: Transaction) => void,
  ): Promise<string> {
    const { store, clock, layout, book, threads, zone, live, pageUrl, onWritten } = this.#options;
    const now = clock.now();
    const period = periodOf(kind, day ?? dayAt(now, zone()), zone());
    if (period.from > now)
      throw new LukaError('request_invalid', {
        message: `the ${kind} of ${period.day} has not begun`,
        remedy: 'name a day that has been, or leave it out',
      });
    // What was committed is in the ledger's log, which the thread reads, too.
    const { markdown, page, headline, failed, needs } = await threads.ask<'report'>({
      kind: 'report',
      ledger: layout.database,
      logs: layout.logs,
      reports: layout.reports,
      now,
      period,
      live: await live(),
      pageUrl: pageUrl(),
    });
    const written = await writeReport(
      layout.reports,
      { stem: stemOf(kind, period.day), markdown, page },
      book.newest(kind, period.day),
    );
    store.commit((tx) => {
      book.note(tx, { ...written, kind, day: period.day, madeAt: now, headline, failed, needs, by });
      also?.(tx);
      tx.emit({
        type: 'report.made',
        data: { kind, day: period.day, name: written.name, headline, failed, needs, by, scheduled },
      });
    });
    await store.durable();
    onWritten();
    return written.name;
  }
}
