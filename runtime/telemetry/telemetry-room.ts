/** What the thread of the figures does, apart from being a thread: one file, one ledger, one order of things. */
import type { TelemetryStatus, UnusualRun } from '#shared/nouns/insights.ts';
import { zoneOf } from '../schedule/zone.ts';
import { ANSWERS, type Sources } from './answers/answer.ts';
import { countNoted, tiersOf } from './answers/status.ts';
import { Figures } from './figures/figures.ts';
import { HOUR_MS } from './figures/place.ts';
import type { InsightName } from './insights.ts';
import { databaseBytes, measureFiles, measureFolder } from './measure-home.ts';
import { LedgerView } from './note/ledger-view.ts';
import { NoteBook } from './note/note-book.ts';
import { prune } from './note/prune.ts';
import { isRolledUpRight, rebuildAll } from './note/rebuild.ts';
import { noteSample } from './note/samples.ts';
import type { ToWorker, WorkerPlaces } from './protocol.ts';
import { openUnusual } from './unusual/unusual-row.ts';
import { WATCHED_MS } from './unusual/unusual-findings.ts';

/** A question is answered after what came just before it, but does not wait for a year of history. */
const NEAR_EVENTS = 2_000;
/** The room on the disk changes slowly, and folders are large. */
const FILES_EVERY_MS = 10 * 60_000;
const LOGS_EVERY_MS = HOUR_MS;
const PRUNE_EVERY_MS = 6 * HOUR_MS;

type Message<Kind extends ToWorker['kind']> = Extract<ToWorker, { kind: Kind }>;

export interface RoomOptions {
  readonly places: WorkerPlaces;
  readonly onUnusual: (fresh: readonly UnusualRun[], open: readonly UnusualRun[]) => void;
  readonly onError: (error: unknown) => void;
}

export class TelemetryRoom {
  readonly figures: Figures;
  readonly #ledger: LedgerView;
  readonly #book: NoteBook;
  readonly #options: RoomOptions;
  #noting: Promise<void> = Promise.resolve();
  #isClosing = false;
  #isChecked = false;
  readonly #last = { files: -Infinity, logs: -Infinity, prune: -Infinity };

  /** @throws LukaError database_newer, disk_full, ledger_unavailable */
  constructor(options: RoomOptions) {
    this.#options = options;
    const { places } = options;
    this.figures = new Figures(places.file, places.now);
    this.#ledger = new LedgerView(places.ledger);
    this.#book = new NoteBook({
      figures: this.figures,
      ledger: this.#ledger,
      onRuns: (noted) => {
        const runs = new Set(noted.filter(({ isUnusual }) => isUnusual).map(({ facts }) => facts.run));
        const open = openUnusual(
          this.figures,
          Math.max(...noted.map(({ facts }) => facts.endedAt)) - WATCHED_MS,
        );
        options.onUnusual(
          open.filter(({ run }) => runs.has(run)),
          open,
        );
      },
    });
  }

  /** Resolves when all events up to the newest one are counted. */
  note({ upTo, tz, now }: Message<'note'>): Promise<void> {
    const done = this.#noting.then(async () => {
      if (this.#isClosing) return;
      const isFirst = !this.#isChecked;
      if (isFirst) this.#check();
      await this.#book.note(upTo, zoneOf(tz), () => this.#isClosing);
      if (isFirst) this.#options.onUnusual([], openUnusual(this.figures, now - WATCHED_MS));
    });
    this.#noting = done.catch(() => undefined);
    return done;
  }

  /** @throws what SQLite and the disk say */
  async sample({ now, tz, gauges, settings }: Message<'sample'>): Promise<void> {
    const measured: Record<string, number> = { ...gauges };
    const { places } = this.#options;
    if (now - this.#last.files >= FILES_EVERY_MS || now < this.#last.files) {
      this.#last.files = now;
      Object.assign(measured, await measureFiles(places));
    }
    if (now - this.#last.logs >= LOGS_EVERY_MS || now < this.#last.logs) {
      this.#last.logs = now;
      const { bytes } = await measureFolder(places.logs, () => this.#isClosing);
      measured['size.logs'] = bytes;
    }
    if (this.#isClosing) return;
    noteSample(this.figures, now, measured, zoneOf(tz));
    if (now - this.#last.prune < PRUNE_EVERY_MS && now >= this.#last.prune) return;
    this.#last.prune = now;
    await prune(this.figures, settings, now, () => this.#isClosing);
  }

  /** @throws what SQLite says */
  async answer(asked: Message<'ask'>): Promise<unknown> {
    const { name, params, query, tz, now, tasks, upTo } = asked;
    const isNear = upTo - this.#book.seq < NEAR_EVENTS && this.figures.mark('begun') === 'done';
    const noted = this.note({ ...asked, kind: 'note' });
    if (isNear) await noted;
    else noted.catch(this.#options.onError);
    if (name === 'getTelemetry') return this.#status(asked);
    this.#rememberHands(tasks);
    return answerOne(
      name,
      { params, query },
      {
        figures: this.figures,
        ledger: this.#ledger,
        tasks,
        zone: zoneOf(tz),
        now,
        isCounting: this.figures.mark('begun') !== 'done' || upTo - this.#book.seq >= NEAR_EVENTS,
      },
    );
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#noting;
    this.#ledger[Symbol.dispose]();
    this.figures[Symbol.dispose]();
  }

  /** Roll-ups that do not say what their rows say are made anew. */
  #check(): void {
    this.#isChecked = true;
    if (isRolledUpRight(this.figures)) return;
    this.#options.onError(
      new Error('figures of hours and days were not those of their runs, and are made anew'),
    );
    rebuildAll(this.figures);
  }

  async #status({ upTo, settings }: Message<'ask'>): Promise<TelemetryStatus> {
    const { places } = this.#options;
    const lines = await measureFolder(places.lines, () => this.#isClosing);
    return {
      file: places.file,
      bytes: await databaseBytes(places.file),
      tiers: tiersOf(this.figures, settings),
      notedEvents: countNoted(this.figures),
      behind: Math.max(0, upTo - this.#book.seq),
      lines: { on: settings.lines, folder: places.lines, ...lines },
    };
  }

  /** So that a task that is gone has saved what it said. */
  #rememberHands(tasks: Message<'ask'>['tasks']): void {
    const told = tasks.filter(({ byHandMs }) => byHandMs !== undefined);
    const known = new Map(
      this.figures
        .all<{ task: string; ms: number }>(
          'select task, by_hand_ms as ms from tasks where by_hand_ms is not null',
        )
        .map(({ task, ms }) => [task, ms]),
    );
    const changed = told.filter(({ id, byHandMs }) => known.get(id) !== byHandMs);
    if (changed.length === 0) return;
    this.figures.write(() => {
      for (const { id, byHandMs } of changed)
        this.figures.run(
          'insert into tasks (task, by_hand_ms) values (?, ?) on conflict (task) do update set by_hand_ms = excluded.by_hand_ms',
          id,
          byHandMs!,
        );
    });
  }
}

function answerOne(
  name: Exclude<InsightName, 'getTelemetry'>,
  request: { params: unknown; query: unknown },
  sources: Sources,
): unknown {
  // Which request belongs to which name was said by whoever asked, and is lost between threads.
  const answer = ANSWERS[name] as (request: unknown, sources: Sources) => unknown;
  return answer(request, sources);
}
