/** Removes what is older than is kept: once a day by itself, and when asked; told beforehand in figures. */
import { stat } from 'node:fs/promises';
import type { Actor } from '#shared/nouns/role.ts';
import { LUKA } from '#shared/nouns/role.ts';
import { formatBytes } from '#shared/nouns/size.ts';
import type { Retention, RetentionPart, RetentionReport } from '#shared/nouns/retention.ts';
import { isoAt, type Clock } from '../clock.ts';
import type { AuditLog } from '../governance/audit/audit-log.ts';
import type { HomeLayout } from '../home/layout.ts';
import { archivesOf } from '../backup/own-archives.ts';
import type { Store } from '../store/store.ts';
import { chooseOld, entriesOf, logFolders, removeEntries, type OldEntry } from './old-files.ts';
import { findOldReleases, removeReleases } from './old-releases.ts';
import {
  countOldEvents,
  countOldPower,
  countOldRuns,
  countOldSlots,
  removeOldEvents,
  removeOldPower,
  removeOldRuns,
  removeOldSlots,
  removeUnusedDefinitions,
} from './old-rows.ts';

const DAY = 86_400_000;
/** Not in the middle of a start. */
const FIRST_MS = 10 * 60_000;

export interface RetentionOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly layout: HomeLayout;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly retention: () => Retention;
  /** Days that lines of telemetry stay; null is for ever. */
  readonly lineDays: () => number | null;
  /** Runs that are going: their logs are being written. */
  readonly isLive: (run: number) => boolean;
  /** Runs, with what belongs to them, are not there any more. */
  readonly onRunsRemoved?: (() => void) | undefined;
  readonly onError: (error: unknown) => void;
}

export class RetentionService {
  readonly #options: RetentionOptions;
  #cancel: (() => void) | undefined;
  #going: Promise<unknown> = Promise.resolve();
  #last: RetentionReport | undefined;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  /** Of this Luka: what was removed last. */
  get last(): RetentionReport | undefined {
    return this.#last;
  }

  start(): void {
    this.#after(FIRST_MS);
  }

  /** Ends; what is being removed is removed to the end of its batch. */
  async stop(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    await this.#going;
  }

  /** What would go, without removing anything. */
  plan(): Promise<RetentionReport> {
    return this.#look(false, LUKA);
  }

  /** One after the other. @throws LukaError disk_full, ledger_unavailable */
  apply(by: Actor): Promise<RetentionReport> {
    const done = this.#going.then(() => this.#look(true, by));
    this.#going = done.catch(() => undefined);
    return done;
  }

  #after(ms: number): void {
    this.#cancel = this.#options.clock.after(ms, () => {
      this.apply(LUKA).catch(this.#options.onError);
      this.#after(DAY);
    });
  }

  async #look(applies: boolean, by: Actor): Promise<RetentionReport> {
    const { store, clock, layout, audit } = this.#options;
    const started = clock.monotonic();
    const now = clock.now();
    const parts = [
      ...(await this.#rows(applies, now)),
      await this.#logs(applies, now),
      await this.#orders(applies, now),
      await this.#snapshots(applies, now),
      await this.#lines(applies, now),
      await this.#releases(applies, now),
    ];
    const ledgerBytes = await stat(layout.database).then(
      ({ size }) => size,
      () => 0,
    );
    const report: RetentionReport = {
      at: isoAt(now),
      applied: applies,
      parts,
      ledgerBytes,
      ...(await this.#backups()),
      tookMs: clock.monotonic() - started,
    };
    if (!applies) return report;
    this.#last = report;
    if (parts.some(({ goes }) => goes > 0)) {
      const counts = Object.fromEntries(parts.map(({ kind, goes }) => [kind, goes]));
      store.commit((tx) =>
        audit.append(tx, { actor: by, action: 'retention.applied', subject: 'home', after: counts }),
      );
      await store.durable();
    }
    return report;
  }

  /** What is removed here can be brought back from them alone: a person decides when they go. */
  async #backups(): Promise<Pick<RetentionReport, 'backups'>> {
    const archives = await archivesOf(this.#options.layout);
    if (archives.length === 0) return {};
    const bytes = archives.reduce((sum, one) => sum + one.bytes, 0);
    return { backups: { count: archives.length, bytes } };
  }

  async #rows(applies: boolean, now: number): Promise<RetentionPart[]> {
    const { store } = this.#options;
    const { runDays, runsPerTask, eventDays } = this.#options.retention();
    const there = store.get<{ n: number }>('select count(*) as n from runs')?.n ?? 0;
    const runs = { before: beforeOf(runDays, now), perTask: runsPerTask, now };
    const slotsBefore = beforeOf(runDays, now);
    const eventsBefore = beforeOf(eventDays, now);
    const slots = countOldSlots(store, slotsBefore);
    const events = countOldEvents(store, eventsBefore);
    const power = countOldPower(store, slotsBefore);
    const goes = applies ? (await removeOldRuns(store, runs)).length : await countOldRuns(store, runs);
    if (applies) {
      if (goes > 0) {
        removeUnusedDefinitions(store);
        this.#options.onRunsRemoved?.();
      }
      await removeOldSlots(store, slotsBefore);
      await removeOldPower(store, slotsBefore);
      await removeOldEvents(store, eventsBefore);
    }
    return [
      {
        kind: 'runs',
        there,
        goes,
        bytes: 0,
        rule:
          runDays === null
            ? 'for ever'
            : `older than ${runDays} days, but the newest ${runsPerTask} of each task`,
      },
      { kind: 'slots', ...slots, bytes: 0, rule: olderThan(runDays) },
      { kind: 'power', ...power, bytes: 0, rule: olderThan(runDays) },
      { kind: 'events', ...events, bytes: 0, rule: olderThan(eventDays) },
    ];
  }

  async #logs(applies: boolean, now: number): Promise<RetentionPart> {
    const { layout, isLive } = this.#options;
    const { logDays, logBytes } = this.#options.retention();
    const { done: entries, live } = await logFolders(layout.logs, isLive);
    const old = chooseOld(entries, {
      before: logDays === null ? undefined : beforeOf(logDays, now),
      most: logBytes ?? undefined,
    });
    if (applies) await removeEntries(old);
    const bound = logBytes === null ? '' : `, or more than ${formatBytes(logBytes)} together`;
    const part = partOf('logs', entries, old, `${olderThan(logDays)}${bound}`);
    return live.count === 0 ? part : { ...part, writing: live };
  }

  async #orders(applies: boolean, now: number): Promise<RetentionPart> {
    const { done, failed } = this.#options.layout.queue;
    const { orderDays } = this.#options.retention();
    const entries = [...(await entriesOf(done)), ...(await entriesOf(failed))];
    const old = orderDays === null ? [] : chooseOld(entries, { before: beforeOf(orderDays, now) });
    if (applies) await removeEntries(old);
    return partOf('orders', entries, old, olderThan(orderDays));
  }

  /** Files of telemetry's lines. Figures have an order of their own. */
  async #lines(applies: boolean, now: number): Promise<RetentionPart> {
    const lineDays = this.#options.lineDays();
    const entries = (await entriesOf(this.#options.layout.telemetry)).filter(({ path }) =>
      path.endsWith('.log'),
    );
    const old = lineDays === null ? [] : chooseOld(entries, { before: beforeOf(lineDays, now) });
    if (applies) await removeEntries(old);
    return partOf('lines', entries, old, olderThan(lineDays));
  }

  async #snapshots(applies: boolean, now: number): Promise<RetentionPart> {
    const { snapshotDays } = this.#options.retention();
    const entries = await entriesOf(this.#options.layout.snapshots);
    const old = snapshotDays === null ? [] : chooseOld(entries, { before: beforeOf(snapshotDays, now) });
    if (applies) await removeEntries(old);
    return partOf('snapshots', entries, old, olderThan(snapshotDays));
  }

  async #releases(applies: boolean, now: number): Promise<RetentionPart> {
    const { releaseDays, releasesKept } = this.#options.retention();
    const before = beforeOf(releaseDays, now);
    const { there, old } = await findOldReleases(this.#options.layout, { before, keep: releasesKept });
    if (applies) await removeReleases(old);
    return {
      kind: 'releases',
      there,
      goes: old.length,
      bytes: old.reduce((sum, { bytes }) => sum + bytes, 0),
      rule:
        releaseDays === null
          ? 'for ever'
          : `${olderThan(releaseDays)}, but the current one and the newest ${releasesKept} besides`,
    };
  }
}

/** ms since 1970; before all time where nothing goes. */
function beforeOf(days: number | null, now: number): number {
  return days === null ? Number.MIN_SAFE_INTEGER : now - days * DAY;
}

function olderThan(days: number | null): string {
  return days === null ? 'for ever' : `older than ${days} days`;
}

function partOf(
  kind: RetentionPart['kind'],
  entries: readonly OldEntry[],
  old: readonly OldEntry[],
  rule: string,
): RetentionPart {
  return {
    kind,
    there: entries.length,
    goes: old.length,
    bytes: old.reduce((sum, { bytes }) => sum + bytes, 0),
    rule,
  };
}
