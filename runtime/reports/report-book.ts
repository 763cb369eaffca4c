/** Which reports of days and weeks were made, what their files were, and up to where they are accounted for. */
import type { PeriodKind } from '#shared/nouns/report.ts';
import type { Store, Transaction } from '../store/store.ts';

export interface MadeRow {
  readonly name: string;
  readonly kind: PeriodKind;
  readonly day: string;
  /** ms since 1970. */
  readonly madeAt: number;
  /** SHA-256 of the files as they were written. */
  readonly textHash: string;
  readonly pageHash: string;
  readonly headline: string;
  readonly failed: number;
  readonly needs: number;
  readonly by: string;
}

const ROW = `name, kind, day, made_at as madeAt, text_hash as textHash, page_hash as pageHash, headline, failed, needs,
  by_name as "by"`;

export class ReportBook {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The newest of a time. */
  newest(kind: PeriodKind, day: string): MadeRow | undefined {
    return this.#store.get<MadeRow>(
      `select ${ROW} from reports where kind = ? and day = ? order by made_at desc limit 1`,
      kind,
      day,
    );
  }

  named(names: readonly string[]): Map<string, MadeRow> {
    const rows = this.#store.all<MadeRow>(
      `select ${ROW} from reports where name in (select value from json_each(?))`,
      JSON.stringify(names),
    );
    return new Map(rows.map((row) => [row.name, row]));
  }

  note(tx: Transaction, row: MadeRow): void {
    tx.run(
      `insert into reports (name, kind, day, made_at, text_hash, page_hash, headline, failed, needs, by_name)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict do update set kind = excluded.kind, day = excluded.day, made_at = excluded.made_at,
         text_hash = excluded.text_hash, page_hash = excluded.page_hash, headline = excluded.headline,
         failed = excluded.failed, needs = excluded.needs, by_name = excluded.by_name`,
      row.name,
      row.kind,
      row.day,
      row.madeAt,
      row.textHash,
      row.pageHash,
      row.headline,
      row.failed,
      row.needs,
      row.by,
    );
  }

  /** The last time that was accounted for by the schedule: a day, or the Monday of a week. */
  accounted(kind: PeriodKind): string | undefined {
    return this.#store.get<{ value: string }>('select value from marks where name = ?', markOf(kind))?.value;
  }

  account(tx: Transaction, kind: PeriodKind, day: string): void {
    tx.run(
      'insert into marks (name, value) values (?, ?) on conflict do update set value = excluded.value',
      markOf(kind),
      day,
    );
  }
}

function markOf(kind: PeriodKind): string {
  return `report.${kind}`;
}
