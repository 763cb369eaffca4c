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
  /** Stops the runtime, then does it, then ends the app. */
  readonly stopAndThen: (install: () => void) => void;
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
    const { isIdle, stopAndThen } = this.#options;
    if (this.#state.state !== 'waiting' || this.#installing || !isIdle()) return;
    this.#installing = true;
    const updater = this.#port?.updater;
    stopAndThen(() => updater?.install());
  }

  async close(): Promise<void> {
    await this.#port?.updater.close();
    this.#port = undefined;
  }

  /** One thing at a time; who asks meanwhile waits for it. */
  #once(work: () => Promise<void>): Promise<void> {
    this.#working ??= work()
      .catch((error: unknown) => {
        this.#options.onError(error);
        this.#set({
          state: 'failed',
          message: error instanceof Error ? firstLine(error.message) : String(error),
        });
      })
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
    if (mode === 'automatic') await this.#get(found.version);
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

  #set(state: UpdateState): void {
    this.#state = state;
    this.#options.onChange();
  }
}

/** Errors of the updater carry whole answers of servers. */
function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 300);
}
