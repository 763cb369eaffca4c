/**
 * The drop-in inbox. A file is claimed by renaming it into `running`, under a name that is also the idempotency key of
 * its run: so a file is never lost, and never runs twice, whenever Luka ends. When its run has ended, the result is
 * written into `done` or `failed`, and the file follows.
 */
import { lstat, link, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import { LukaError, toErrorBody } from '#shared/errors/luka-error.ts';
import type { Actor } from '#shared/nouns/role.ts';
import { isDone, type Run } from '#shared/nouns/run.ts';
import { isoAt, systemClock, type Clock } from '../clock.ts';
import { hasCode, replaceFile } from '../home/atomic-file.ts';
import type { HomeLayout } from '../home/layout.ts';
import { mapLimit } from '../tasks/map-limit.ts';
import { watchFolder, type FolderWatch } from '../tasks/watch-folder.ts';
import { Arrivals } from './arrivals.ts';
import { claimName, isClaim, isIgnoredName, nameOfClaim, resultName } from './order-names.ts';
import { refusalResult, runResult } from './order-result.ts';
import type { Inbox, NormalizedOrder, OrderDesk } from './ports.ts';
import { isBeingRewritten, readClaimed } from './read-claimed.ts';

export interface InboxOptions {
  readonly layout: HomeLayout;
  readonly desk: OrderDesk;
  readonly clock?: Clock;
  /** How long a YAML file must be unchanged to count as whole. Default 400 ms. */
  readonly settleMs?: number;
  /** How long an unfinished file is waited for. Default 10 s. */
  readonly quietMs?: number;
  /** Told of what went wrong and is tried again: a full disk, a folder that cannot be watched. */
  readonly onError?: (error: unknown) => void;
}

/** Failures of the machine, not of the order: the file stays claimed and is tried again. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['disk_full', 'ledger_unavailable', 'stopping', 'frozen']);
const PASSING_READS = ['EMFILE', 'ENFILE', 'EIO', 'EBUSY', 'ENOMEM', 'EAGAIN'];
/** Who drops files says nothing of who they are. */
const DROPPED: Actor = { name: 'inbox', role: 'codex' };
const RETRY_MS = 30_000;
const AT_ONCE = 8;

export function createInbox(options: InboxOptions): Inbox {
  return new FolderInbox(options);
}

class FolderInbox implements Inbox {
  readonly #desk: OrderDesk;
  readonly #folders: HomeLayout['queue'];
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #arrivals: Arrivals;
  /** Claims whose runs are going, by run. */
  readonly #claims = new Map<number, string>();
  /** By claim; by path where a file could not be claimed. */
  readonly #retries = new Map<string, () => void>();
  readonly #finishing = new Map<string, Promise<void>>();
  readonly #resuming = new Set<Promise<void>>();
  #watch: FolderWatch | undefined;
  #unsubscribe: (() => void) | undefined;
  #open = false;

  constructor({
    layout,
    desk,
    clock = systemClock,
    settleMs = 400,
    quietMs = 10_000,
    onError,
  }: InboxOptions) {
    this.#desk = desk;
    this.#folders = layout.queue;
    this.#clock = clock;
    this.#onError = onError ?? (() => undefined);
    this.#arrivals = new Arrivals({
      folder: layout.queue.inbox,
      clock,
      settleMs,
      quietMs,
      take: (name, waited) => this.#take(name, waited),
      onError: this.#onError,
    });
  }

  async start(): Promise<void> {
    const { inbox, running, done, failed } = this.#folders;
    for (const folder of [inbox, running, done, failed])
      await mkdir(folder, { recursive: true, mode: 0o700 });
    this.#open = true;
    this.#unsubscribe = this.#desk.onFinished((run) => {
      const claimed = this.#claims.get(run.id);
      if (claimed !== undefined) void this.#finish(claimed, run);
    });
    const claims = (await readdir(running)).filter((name) => !isIgnoredName(name)).sort();
    await mapLimit(claims, AT_ONCE, (claimed) => this.#resume(claimed));
    await this.#completeResults(done);
    await this.#completeResults(failed);
    try {
      this.#watch = await watchFolder(inbox, (names) => this.#arrivals.note(names));
    } catch (error) {
      this.#onError(error);
    }
    this.#arrivals.note(undefined);
  }

  async stop(): Promise<void> {
    this.#open = false;
    await this.#watch?.close().catch(this.#onError);
    await this.#arrivals.close();
    for (const cancel of this.#retries.values()) cancel();
    this.#retries.clear();
    this.#unsubscribe?.();
    await Promise.all([...this.#resuming, ...this.#finishing.values()]);
  }

  /** Claims a file of the inbox and submits it. */
  async #take(name: string, waited: boolean): Promise<void> {
    const claimed = claimName(name, this.#clock.now());
    const source = join(this.#folders.inbox, name);
    try {
      await rename(source, join(this.#folders.running, claimed));
    } catch (error) {
      // Taken back by whoever dropped it, unless it is the folder of claims that is missing.
      if (hasCode(error, 'ENOENT') && !(await exists(source))) return;
      this.#later(source, error, () => this.#arrivals.note([name]));
      return;
    }
    const rewritten = !waited && (await isBeingRewritten(join(this.#folders.running, claimed), name));
    if (rewritten && (await this.#putBack(claimed, source))) this.#arrivals.note([name]);
    else await this.#submit(claimed, name, waited);
  }

  /**
   * Somebody began to write the file anew between the look and the claim: it waits in the inbox until it is whole again.
   * @returns false where another file of that name came meanwhile, which must not be replaced
   */
  async #putBack(claimed: string, source: string): Promise<boolean> {
    const file = join(this.#folders.running, claimed);
    try {
      await link(file, source);
      await rm(file);
      return true;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) this.#onError(error);
      return false;
    }
  }

  /** Goes on with a claimed file from wherever it was left. Never rejects. */
  async #resume(claimed: string): Promise<void> {
    if (!this.#open) return;
    try {
      const run = this.#desk.findByKey(keyOf(claimed));
      if (!run) await this.#submit(claimed, nameOfClaim(claimed), true);
      else if (isDone(run.state)) await this.#finish(claimed, run);
      else this.#follow(claimed, run.id);
    } catch (error) {
      this.#retryLater(claimed, error);
    }
  }

  /** Never rejects: an order either becomes a run, or is refused, or waits for the machine to recover. */
  async #submit(claimed: string, name: string, waited: boolean): Promise<void> {
    const file = join(this.#folders.running, claimed);
    let order: NormalizedOrder;
    try {
      order = await readClaimed(file, name, waited);
    } catch (error) {
      // Removed or moved by hand.
      if (hasCode(error, 'ENOENT')) return;
      if (isPassingRead(error)) this.#retryLater(claimed, error);
      else await this.#refuseOrRetry(claimed, name, error);
      return;
    }
    try {
      const { run } = await this.#desk.submit({
        order,
        idempotencyKey: keyOf(claimed),
        detail: `dropped as ${name}`,
        by: 'agent',
        actor: DROPPED,
        file,
      });
      this.#follow(claimed, run);
    } catch (error) {
      // What is wrong with an order the desk says by code; anything else is no fault of the order.
      if (!(error instanceof LukaError) || PASSING.has(error.code)) this.#retryLater(claimed, error);
      else await this.#refuseOrRetry(claimed, name, error);
    }
  }

  async #refuseOrRetry(claimed: string, name: string, error: unknown): Promise<void> {
    if (!(error instanceof LukaError)) this.#onError(error);
    await this.#refuse(claimed, name, error).catch((cause: unknown) => this.#retryLater(claimed, cause));
  }

  #follow(claimed: string, run: number): void {
    this.#claims.set(run, claimed);
    // It may have ended before anybody followed it.
    const now = this.#desk.findByKey(keyOf(claimed));
    if (now && isDone(now.state)) void this.#finish(claimed, now);
  }

  /** Writes the result and moves the file; doing it again does no harm. Never rejects. */
  #finish(claimed: string, run: Run): Promise<void> {
    const going = this.#finishing.get(claimed);
    if (going) return going;
    const work = this.#moveAfterRun(claimed, run)
      .then(() => this.#claims.delete(run.id))
      .catch((error: unknown) => this.#retryLater(claimed, error))
      .then(() => {
        this.#finishing.delete(claimed);
      });
    this.#finishing.set(claimed, work);
    return work;
  }

  async #moveAfterRun(claimed: string, run: Run): Promise<void> {
    const file = join(this.#folders.running, claimed);
    const order = await readClaimed(file, nameOfClaim(claimed)).catch((error: unknown) => {
      if (isPassingRead(error)) throw error;
      return undefined;
    });
    await this.#move(claimed, run.state === 'succeeded' ? 'done' : 'failed', runResult(run, order));
  }

  async #refuse(claimed: string, name: string, error: unknown): Promise<void> {
    const body = toErrorBody(error);
    await this.#desk.refused(name, body);
    await this.#move(claimed, 'failed', refusalResult(name, body, isoAt(this.#clock.now())));
  }

  /** The result first: whoever sees the file moved finds its result there. */
  async #move(claimed: string, to: 'done' | 'failed', result: Record<string, unknown>): Promise<void> {
    const folder = this.#folders[to];
    await writeResult(folder, claimed, result);
    try {
      await rename(join(this.#folders.running, claimed), join(folder, claimed));
    } catch (error) {
      // Removed or moved by hand: the result tells what became of it.
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }

  #retryLater(claimed: string, error: unknown): void {
    this.#later(claimed, error, () => {
      const work = this.#resume(claimed).finally(() => this.#resuming.delete(work));
      this.#resuming.add(work);
    });
  }

  #later(what: string, error: unknown, call: () => void): void {
    // A frozen Luka is meant to be so.
    if (!(error instanceof LukaError && error.code === 'frozen')) this.#onError(error);
    if (!this.#open) return;
    this.#retries.get(what)?.();
    const cancel = this.#clock.after(RETRY_MS, () => {
      this.#retries.delete(what);
      call();
    });
    this.#retries.set(what, cancel);
  }

  /** Orders that were moved without a result get it now, and leftovers of half-written results go. */
  async #completeResults(folder: string): Promise<void> {
    const names = new Set(await readdir(folder));
    for (const name of names) {
      if (/\.result\.json\.\d+\.[0-9a-f]+\.tmp$/.test(name)) await rm(join(folder, name), { force: true });
      if (!isClaim(name) || names.has(resultName(name))) continue;
      const run = this.#desk.findByKey(keyOf(name));
      if (run && isDone(run.state))
        await writeResult(folder, name, runResult(run, undefined)).catch(this.#onError);
    }
  }
}

function isPassingRead(error: unknown): boolean {
  return PASSING_READS.some((code) => hasCode(error, code));
}

function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

function keyOf(claimed: string): string {
  return `file:${claimed}`;
}

function writeResult(folder: string, claimed: string, result: Record<string, unknown>): Promise<void> {
  return replaceFile(join(folder, resultName(claimed)), `${JSON.stringify(result, null, 2)}\n`);
}
