/**
 * Writes the lines of a day into `telemetry/YYYYMMDD.log`, each once. What a crash kept from being written is in the
 * ledger, and is written at the next start: the last line says up to where they are there.
 */
import type { FileHandle } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import type { LukaEvent } from '#shared/nouns/event.ts';
import type { Store } from '../../store/store.ts';
import { zoneOf } from '../../schedule/zone.ts';
import { dayNumber } from '../figures/place.ts';
import { lastLine, lineFiles, openLines } from './line-file.ts';
import { isLine, lineOf } from './line-of.ts';

const PAGE = 200;

export interface LineWriterOptions {
  readonly folder: string;
  readonly store: Pick<Store, 'onEvent' | 'eventsAfter' | 'eventSeq' | 'get'>;
  readonly isOn: () => boolean;
  readonly onError: (error: unknown) => void;
}

export class LineWriter {
  readonly #options: LineWriterOptions;
  #open: { readonly name: string; readonly handle: FileHandle } | undefined;
  /** The newest event that was written, or passed over; undefined while it is off. */
  #seq: number | undefined;
  /** The newest event when it was started or switched: where nothing else is known, lines begin after it. */
  #begin = 0;
  #writing: Promise<void> = Promise.resolve();
  #isQueued = false;
  /** A write failed in the middle: what is in the file says how far it came. */
  #isLost = false;
  #unfollow: () => void = () => undefined;

  constructor(options: LineWriterOptions) {
    this.#options = options;
  }

  /** Writes what the last life did not come to, and follows from there. Where it was off before, that begins now. */
  start(): void {
    const { store, isOn } = this.#options;
    this.#unfollow = store.onEvent((event) => {
      if (isLine(event)) this.#look();
    });
    this.#begin = store.eventSeq;
    if (!isOn()) return;
    this.#writing = this.#resume(this.#begin).catch(this.#options.onError);
    this.#look();
  }

  /** To be called after the setting changed: begins with what comes next, or ends with what there is. */
  switched(): Promise<void> {
    this.#begin = this.#options.store.eventSeq;
    this.#look();
    return this.#writing;
  }

  async stop(): Promise<void> {
    this.#unfollow();
    this.#look();
    await this.#writing;
    await this.#close();
  }

  #look(): void {
    // One look takes all that there is: more than one more is never needed.
    if (this.#isQueued) return;
    this.#isQueued = true;
    this.#writing = this.#writing
      .then(() => {
        this.#isQueued = false;
        return this.#write();
      })
      .catch(this.#options.onError);
  }

  /** @param otherwise where to go on where the files do not say it */
  async #resume(otherwise: number): Promise<void> {
    const { folder, store } = this.#options;
    const newest = (await lineFiles(folder)).at(-1);
    const line = newest === undefined ? undefined : await lastLine(folder, newest);
    const seq = line === undefined ? undefined : seqOf(line);
    // Lines of another ledger say nothing of this one.
    this.#seq = seq !== undefined && seq <= store.eventSeq ? seq : otherwise;
  }

  async #write(): Promise<void> {
    if (this.#isLost) {
      await this.#close();
      await this.#resume(this.#seq ?? this.#begin);
      this.#isLost = false;
    }
    if (this.#options.isOn()) {
      // It was switched on just now.
      this.#seq ??= this.#begin;
      await this.#writeUpTo(Infinity);
    } else {
      // What came before the switch still belongs to it.
      if (this.#seq !== undefined) await this.#writeUpTo(this.#begin);
      this.#seq = undefined;
      await this.#close();
    }
  }

  async #writeUpTo(end: number): Promise<void> {
    for (;;) {
      const events = this.#options.store
        .eventsAfter(this.#seq ?? this.#begin, PAGE)
        .filter(({ seq }) => seq <= end);
      const last = events.at(-1);
      if (!last) return;
      this.#isLost = true;
      await this.#append(events.filter(isLine));
      this.#isLost = false;
      this.#seq = last.seq;
      await turn();
    }
  }

  async #append(events: readonly LukaEvent[]): Promise<void> {
    const byDay = new Map<string, string>();
    for (const event of events) {
      const name = fileOf(event.at);
      const line = `${JSON.stringify(lineOf(event, (run) => this.#taskOf(run)))}\n`;
      byDay.set(name, (byDay.get(name) ?? '') + line);
    }
    for (const [name, text] of byDay) {
      const handle = await this.#handle(name);
      await handle.appendFile(text);
    }
  }

  async #handle(name: string): Promise<FileHandle> {
    if (this.#open?.name === name) return this.#open.handle;
    await this.#close();
    const handle = await openLines(this.#options.folder, name);
    this.#open = { name, handle };
    return handle;
  }

  async #close(): Promise<void> {
    const { handle } = this.#open ?? {};
    this.#open = undefined;
    await handle?.close();
  }

  #taskOf(run: number): string | undefined {
    const row = this.#options.store.get<{ task: string | null }>('select task from runs where id = ?', run);
    return row?.task ?? undefined;
  }
}

/** By the person's day. */
function fileOf(at: string): string {
  const wall = zoneOf(undefined).wallAt(Date.parse(at));
  return `${dayNumber(wall)}.log`;
}

function seqOf(line: string): number | undefined {
  try {
    const { seq } = JSON.parse(line) as { seq?: unknown };
    return typeof seq === 'number' ? seq : undefined;
  } catch {
    // Another program's line: nothing is known of it.
    return undefined;
  }
}
