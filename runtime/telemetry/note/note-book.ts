/**
 * Follows the ledger: every event is counted once and every run that ended is noted once, whenever this is ended in the
 * middle. A page of events, what it comes to, and how far that is, are one transaction of telemetry.db.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { Figures } from '../figures/figures.ts';
import { HOUR_MS, placeOf } from '../figures/place.ts';
import { factsOf, type EndedRow } from '../figures/run-facts.ts';
import type { Zone } from '../../schedule/zone.ts';
import { Histories } from '../unusual/histories.ts';
import type { LedgerView } from './ledger-view.ts';
import { noteRuns, type NotedRun } from './note-runs.ts';

/** Of one transaction: some milliseconds, after which questions have their turn. */
const EVENTS = 2_000;
const RUNS = 200;

export interface NoteBookOptions {
  readonly figures: Figures;
  readonly ledger: LedgerView;
  /** Runs that were noted by an event, not those found when telemetry began. */
  readonly onRuns?: (runs: readonly NotedRun[]) => void;
}

export class NoteBook {
  readonly #figures: Figures;
  readonly #ledger: LedgerView;
  readonly #histories: Histories;
  readonly #onRuns: (runs: readonly NotedRun[]) => void;
  #isLooked = false;

  constructor({ figures, ledger, onRuns = () => undefined }: NoteBookOptions) {
    this.#figures = figures;
    this.#ledger = ledger;
    this.#histories = new Histories(ledger);
    this.#onRuns = onRuns;
  }

  /** The newest event that was taken account of. */
  get seq(): number {
    return Number(this.#figures.mark('seq') ?? 0);
  }

  /**
   * Takes account of everything up to an event, page by page; others have their turn in between.
   * @param upTo the newest event that is known to be on the disk: what is not could be taken back by a crash
   */
  async note(upTo: number, zone: Zone, isEnough: () => boolean = () => false): Promise<void> {
    if (!this.#isLooked) {
      this.#lookWhoseLedger(upTo);
      await this.#begin(upTo, zone, isEnough);
      this.#isLooked = this.#figures.mark('begun') === 'done';
    }
    while (this.#isLooked && !isEnough() && this.#page(upTo, zone)) await turn();
  }

  /** Runs of before telemetry began, whose events may be gone. */
  async #begin(upTo: number, zone: Zone, isEnough: () => boolean): Promise<void> {
    for (;;) {
      const begun = this.#figures.mark('begun');
      if (begun === 'done' || isEnough()) return;
      if (begun === undefined) this.#figures.write(() => this.#figures.setMark('begun_seq', String(upTo)));
      const [at = -1, id = 0] = (begun ?? '').split(' ').filter(Boolean).map(Number);
      const rows = this.#ledger.endedRuns({ at, id }, RUNS);
      const last = rows.at(-1);
      this.#figures.write(() => {
        this.#noteRows(rows, zone);
        this.#figures.setMark('begun', last ? `${last.ended_at} ${last.id}` : 'done');
      });
      await turn();
    }
  }

  /** @returns whether there may be more */
  #page(upTo: number, zone: Zone): boolean {
    const { seq } = this;
    const events = seq < upTo ? this.#ledger.events(seq, upTo, EVENTS) : [];
    const last = events.at(-1);
    if (!last) return false;
    // What had ended when telemetry began was found by that: its raw row may have gone by age since.
    const found = Number(this.#figures.mark('begun_seq') ?? 0);
    const ended = events.filter(({ type, seq: own }) => type === 'run.finished' && own > found);
    const rows = this.#ledger.runs([...new Set(ended.flatMap(({ run }) => run ?? []))]);
    const noted = this.#figures.write(() => {
      const counts = new Map<string, { hour: number; day: number; dayAt: number; name: string; n: number }>();
      let place = placeOf(events[0]!.at, zone);
      for (const { at, type, outcome, moments } of events) {
        if (at < place.hour || at >= place.hour + HOUR_MS) place = placeOf(at, zone);
        const { hour, day, dayAt } = place;
        const add = (name: string, n: number): void => {
          const key = `${hour} ${day} ${name}`;
          const found = counts.get(key);
          if (found) found.n += n;
          else counts.set(key, { hour, day, dayAt, name, n });
        };
        add(type, 1);
        if (outcome !== null) add(`slot:${outcome}`, moments);
      }
      for (const { hour, day, dayAt, name, n } of counts.values()) {
        this.#figures.run(
          'insert into event_hours (hour, name, n) values (?, ?, ?) on conflict (hour, name) do update set n = n + excluded.n',
          hour,
          name,
          n,
        );
        this.#figures.run(
          'insert into event_days (day, name, at, n) values (?, ?, ?, ?) on conflict (day, name) do update set n = n + excluded.n',
          day,
          name,
          dayAt,
          n,
        );
      }
      this.#figures.setMark('seq', String(last.seq));
      this.#figures.setMark('seq_at', String(last.at));
      return this.#noteRows(rows, zone);
    });
    if (noted.length > 0) this.#onRuns(noted);
    return last.seq < upTo;
  }

  /** In the order of their ends. */
  #noteRows(rows: readonly EndedRow[], zone: Zone): NotedRun[] {
    const sorted = rows.toSorted((a, b) => a.ended_at - b.ended_at || a.id - b.id);
    const known = Number(this.#figures.mark('known_from') ?? 0);
    return noteRuns(
      this.#figures,
      sorted.filter((row) => row.ended_at >= known).map((row) => factsOf(row, zone)),
      this.#histories,
    );
  }

  /**
   * A ledger that was damaged and made anew, or that of a backup, counts its events from elsewhere. Then all of it is read
   * again: runs that are known still count once, and those whose raw rows went by age are not looked at.
   */
  #lookWhoseLedger(upTo: number): void {
    const { seq } = this;
    if (seq === 0) return;
    const at = this.#ledger.eventAt(seq);
    const isAnother = at === undefined ? upTo < seq : String(at) !== this.#figures.mark('seq_at');
    if (!isAnother) return;
    this.#figures.write(() => {
      this.#figures.setMark('seq', '0');
      this.#figures.run("delete from marks where name = 'begun'");
      this.#figures.setMark('known_from', this.#figures.mark('raw_from') ?? '0');
    });
    this.#histories.forget();
  }
}
