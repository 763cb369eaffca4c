/**
 * Updates: off until a person wants them. What was got is installed when no run goes, and never before; the start that follows
 * finds the ledger as after any stop.
 */
import type { UpdateSettings } from '#shared/nouns/settings.ts';
import type { UpdateState } from '#shared/ipc/updates.ts';
import type { UpdaterPort } from './updater-port.ts';

export interface UpdatesOptions {
  readonly settings: () => Promise<UpdateSettings>;
  /** @param feed address or folder */
  readonly open: (feed: string) => Promise<UpdaterPort>;
  /** Why this app cannot be updated by itself, where it cannot. */
  readonly cannot: string | undefined;
  readonly isIdle: () => boolean;
  /** Has nothing new start, and looks once more; false where something goes after all. */
  readonly hold: () => Promise<boolean>;
  /** Lets things start again. */
  readonly release: () => void;
  /** Stops the runtime, installs, then ends the app; where that failed, the next start tells of it. */
  readonly stopAndInstall: (version: string, updater: UpdaterPort) => void;
  /** The version that could not be installed the last time: it is not tried again by itself. */
  readonly failed: { get(): string | undefined; set(version: string): void };
  /** Whether the person wants it now; asked where updates are not automatic. */
  readonly confirm: (version: string) => Promise<boolean>;
  /** Tells the outcome of a look that a person asked for. */
  readonly tell: (title: string, detail: string) => void;
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
  readonly now: () => number;
}

export class Updates {
  readonly #options: UpdatesOptions;
  #state: UpdateState = { state: 'off' };
  #port: { readonly feed: string; readonly updater: UpdaterPort } | undefined;
  #working: Promise<void> | undefined;
  #installing = false;

  constructor(options: UpdatesOptions) {
    this.#options = options;
  }

  get state(): UpdateState {
    return this.#state;
  }

  /** The look at a start and every few hours: says nothing where there is nothing to say. */
  async lookQuietly(): Promise<void> {
    const { mode, feed } = await this.#options.settings();
    if (mode === 'off' || feed === null || this.#options.cannot !== undefined) {
      if (this.#state.state !== 'waiting') this.#set({ state: 'off' });
      return;
    }
    await this.#once(() => this.#look(feed, mode));
  }

  /** A person asked: they are told whatever comes of it. */
  async ask(): Promise<void> {
    const { cannot, tell, settings, confirm } = this.#options;
    const { mode, feed } = await settings();
    if (cannot !== undefined) return tell('Luka cannot update itself here', cannot);
    if (feed === null)
      return tell('Luka does not know where updates are', 'Name an address or a folder in its settings.');
    await this.#once(() => this.#look(feed, mode));
    const state = this.#state;
    if (state.state === 'idle') tell('Luka is up to date', 'There is no newer version in the feed.');
    if (state.state === 'failed') tell('The look for updates failed', state.message);
    if (state.state !== 'available' || !(await confirm(state.version))) return;
    await this.#once(() => this.#get(state.version));
    if (this.failure !== undefined) tell('The update could not be got', this.failure);
  }

  get failure(): string | undefined {
    return this.#state.state === 'failed' ? this.#state.message : undefined;
  }

  /** To be called whenever runs end: what waits is installed then. */
  idle(): void {
    const updater = this.#port?.updater;
    if (this.#state.state !== 'waiting' || updater === undefined) return;
    if (this.#installing || !this.#options.isIdle()) return;
    this.#installing = true;
    this.#install(this.#state.version, updater).catch(this.#options.onError);
  }

  async close(): Promise<void> {
    await this.#port?.updater.close();
    this.#port = undefined;
  }

  async #install(version: string, updater: UpdaterPort): Promise<void> {
    const { hold, release, stopAndInstall } = this.#options;
    let stopping = false;
    try {
      // What is known of runs is a moment old: between it and the end none may start.
      if (!(await hold()) || !(await this.#prepare(version, updater))) return;
      stopping = true;
      stopAndInstall(version, updater);
    } finally {
      if (!stopping) {
        this.#installing = false;
        release();
      }
    }
  }

  async #prepare(version: string, updater: UpdaterPort): Promise<boolean> {
    const { failed, tell } = this.#options;
    try {
      await updater.prepare();
      return true;
    } catch (error) {
      failed.set(version);
      this.#fail(error);
      tell(`Luka ${version} could not be installed`, inOneLine(error));
      return false;
    }
  }

  /** One thing at a time; who asks meanwhile waits for it. */
  #once(work: () => Promise<void>): Promise<void> {
    this.#working ??= work()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => (this.#working = undefined));
    return this.#working;
  }

  async #look(feed: string, mode: UpdateSettings['mode']): Promise<void> {
    if (this.#state.state === 'waiting') return;
    this.#set({ state: 'checking' });
    const found = await (await this.#updater(feed)).check();
    if (found === undefined)
      return this.#set({ state: 'idle', checkedAt: new Date(this.#options.now()).toISOString() });
    this.#set({ state: 'available', version: found.version });
    if (mode === 'automatic' && found.version !== this.#options.failed.get()) await this.#get(found.version);
  }

  async #get(version: string): Promise<void> {
    const updater = this.#port?.updater;
    if (updater === undefined) return;
    this.#set({ state: 'loading', version, percent: 0 });
    await updater.download((percent) => this.#set({ state: 'loading', version, percent }));
    this.#set({ state: 'waiting', version });
    this.idle();
  }

  async #updater(feed: string): Promise<UpdaterPort> {
    if (this.#port?.feed !== feed) {
      await this.close();
      this.#port = { feed, updater: await this.#options.open(feed) };
    }
    return this.#port.updater;
  }

  #fail(error: unknown): void {
    this.#options.onError(error);
    this.#set({ state: 'failed', message: inOneLine(error) });
  }

  #set(state: UpdateState): void {
    this.#state = state;
    this.#options.onChange();
  }
}

/** Errors of the updater carry whole answers of servers. */
export function inOneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n', 1)[0] ?? '').slice(0, 300);
}
