/** The built desktop host in Node, with a stand-in for Electron; its windows are pages of the machine's Chromium. */
import { readFile } from 'node:fs/promises';
import type { BrowserContext, BrowserContextOptions, Frame, Page } from '@playwright/test';
import { preloadScript, RAW_IPC } from '../electron-standin/preload-shim.ts';
import { Rpc } from '../electron-standin/rpc.ts';
import type { BrowserVerbs, FrameInfo, StandInVerbs } from '../electron-standin/verbs.ts';
import { missingChromium, sharedChromium } from './chromium.ts';
import type { Desktop } from './desktop.ts';
import type { Driver, StartOptions } from './driver.ts';
import { readPublished, startProcess, testEnvironment, type LukaProcess } from './luka-process.ts';
import { DESKTOP_MAIN, notBuilt, STAND_IN } from './places.ts';

export interface StandIn {
  readonly luka: LukaProcess;
  readonly desktop: Desktop;
  /** The page's process ends, as after a fault of Chromium. */
  crashPage(): Promise<void>;
  /** The main process throws, and nobody catches it. */
  fault(message: string): Promise<void>;
  /** Resolves when a window has loaded its page. */
  readonly firstPage: Promise<Page>;
  stop(): Promise<number | null>;
}

/** Starts the host without waiting for a window: one that refuses to start has none. */
export async function launchStandIn(options: StartOptions & { words?: readonly string[] }): Promise<StandIn> {
  const browser = await sharedChromium();
  const env = testEnvironment(options.home, options.env);
  const command = ['--disable-warning=ExperimentalWarning', STAND_IN, DESKTOP_MAIN, ...(options.words ?? [])];
  const luka = startProcess(command, { env, ipc: true });
  const windows = new Windows((context) => browser.newContext(context), options.context ?? {});
  const main = new Rpc<StandInVerbs>(
    {
      // A child that just ended answers no more: whoever waits hears that from `ended`.
      send: (message) => luka.child.connected && luka.child.send(message as object, () => undefined),
      onMessage: (listener) => void luka.child.on('message', listener),
    },
    windows.verbs(),
  );
  windows.attach(main);
  void luka.ended.then((code) => {
    main.close(`Luka ended with ${code}; it said:\n${luka.output()}`);
    return windows.closeAll();
  });
  return {
    luka,
    firstPage: Promise.race([
      windows.first,
      luka.ended.then((code) =>
        Promise.reject(new Error(`Luka ended with ${code} before its window; it said:\n${luka.output()}`)),
      ),
    ]),
    desktop: {
      trayMenu: () => main.call('trayMenu'),
      trayLook: () => main.call('trayLook'),
      appMenu: () => main.call('appMenu'),
      clickAppMenu: (label) => main.call('clickAppMenu', label),
      answerDialogs: (...answers) => main.call('answerDialogs', answers),
      clickNotice: (words) => main.call('clickNotice', words),
      openUrl: (url) => main.call('openUrl', url),
      openFile: (file) => main.call('openFile', file),
      clickTray: (id) => main.call('clickTray', id),
      sleepBlockers: () => main.call('sleepBlockers'),
      emitPower: (event) => main.call('emitPower', event),
      recorded: () => main.call('recorded'),
      windows: () => main.call('windows'),
      newestPage: () => windows.newest(),
      async startAgain(...words) {
        const second = startProcess([...command, ...words], { env, ipc: true });
        return second.ended;
      },
      async quit() {
        await main.call('quit');
        return luka.ended;
      },
    },
    crashPage: () => main.call('crashPage'),
    fault: (message) => main.call('fault', message),
    async stop() {
      const code = await luka.end();
      await windows.closeAll();
      return code;
    },
  };
}

export const electronStandInDriver: Driver = {
  name: 'electron-standin',
  available: async () => notBuilt(DESKTOP_MAIN) ?? missingChromium(),
  async start(options) {
    const standIn = await launchStandIn(options);
    try {
      const page = await standIn.firstPage;
      return {
        driver: 'electron-standin',
        home: options.home,
        page,
        ...(await readPublished(options.home)),
        pid: standIn.luka.pid,
        desktop: standIn.desktop,
        output: () => standIn.luka.output(),
        stop: () => standIn.stop(),
      };
    } catch (error) {
      await standIn.stop();
      throw error;
    }
  },
};

/** Runs in the page. What is found is selected, as by the browser's own search. */
function findText([text, forward]: readonly [string, boolean]): { matches: number; active: number } {
  const kept = window as unknown as { lukaFound?: number };
  if (text === '') {
    delete kept.lukaFound;
    return { matches: 0, active: 0 };
  }
  const matches = document.body.innerText.toLowerCase().split(text.toLowerCase()).length - 1;
  if (matches === 0) return { matches, active: 0 };
  const next = (kept.lukaFound ?? (forward ? 0 : matches + 1)) + (forward ? 1 : -1);
  kept.lukaFound = next > matches ? 1 : next < 1 ? matches : next;
  return { matches, active: kept.lukaFound };
}

type NewContext = (options: BrowserContextOptions) => Promise<BrowserContext>;

/** The browser's half of the windows. */
class Windows {
  readonly first: Promise<Page>;
  readonly #newContext: NewContext;
  readonly #options: BrowserContextOptions;
  readonly #pages = new Map<number, Page>();
  readonly #contexts = new Map<number, BrowserContext>();
  /** Windows that are being made or closed. */
  readonly #busy: Promise<void>[] = [];
  readonly #frames = new WeakMap<Frame, number>();
  readonly #firstLoaded = Promise.withResolvers<Page>();
  /** Address that the main process itself asked for: nobody is asked whether it may be gone to. */
  readonly #asked = new Map<number, string>();
  #main: Rpc<StandInVerbs> | undefined;
  #lastFrame = 0;

  constructor(newContext: NewContext, options: BrowserContextOptions) {
    this.#newContext = newContext;
    this.#options = options;
    this.first = this.#firstLoaded.promise;
  }

  attach(main: Rpc<StandInVerbs>): void {
    this.#main = main;
  }

  newest(): Page {
    const page = [...this.#pages.values()].at(-1);
    if (page === undefined) throw new Error('there is no window');
    return page;
  }

  async closeAll(): Promise<void> {
    // A page that is closed while it is being made leaves Playwright with answers for nobody.
    await Promise.allSettled(this.#busy);
    for (const id of this.#contexts.keys()) this.#close(id);
    await Promise.all(this.#busy);
  }

  verbs(): {
    [K in keyof BrowserVerbs]: (...args: Parameters<BrowserVerbs[K]>) => Promise<ReturnType<BrowserVerbs[K]>>;
  } {
    return {
      createWindow: (id, options) => {
        const made = this.#create(id, options);
        this.#busy.push(made);
        return made;
      },
      load: async (id, url) => {
        const page = this.#page(id);
        this.#asked.set(id, url);
        await page.goto(url);
        this.#firstLoaded.resolve(page);
      },
      front: (id) => this.#page(id).bringToFront(),
      send: (id, channel, args) =>
        this.#page(id).evaluate(
          ([name, from, words]) =>
            (window as unknown as Record<string, (from: string, args: unknown[]) => void>)[name]?.(
              from,
              words,
            ),
          [`${RAW_IPC}_listener`, channel, args] as const,
        ),
      find: (id, text, forward) => this.#page(id).evaluate(findText, [text, forward] as const),
      blank: async (id) => {
        this.#asked.set(id, 'about:blank');
        await this.#page(id).goto('about:blank');
      },
      close: async (id) => this.#close(id),
    };
  }

  async #create(id: number, options: { preload: string; width: number; height: number }): Promise<void> {
    const { preload, width, height } = options;
    const context = await this.#newContext({ viewport: { width, height }, ...this.#options });
    this.#contexts.set(id, context);
    const page = await context.newPage();
    this.#pages.set(id, page);
    await page.exposeBinding(RAW_IPC, async ({ frame }, channel: string, args: unknown[]) =>
      this.#ask().call('invoke', channel, args, await this.#infoOf(id, frame)),
    );
    await page.addInitScript({ content: preloadScript(await readFile(preload, 'utf8')) });
    page.on('close', () => {
      this.#pages.delete(id);
      this.#close(id);
      void this.#main?.call('closed', id).catch(() => undefined);
    });
    page.on('popup', (popup) => {
      void this.#ask()
        .call('mayOpen', id, popup.url())
        .then((may) => (may ? undefined : popup.close()));
    });
    await page.route(
      () => true,
      async (route, request) => {
        const url = request.url();
        if (!request.isNavigationRequest() || url === this.#asked.get(id)) return route.continue();
        const isMainFrame = request.frame() === page.mainFrame();
        // A reload is no navigation to elsewhere.
        if (isMainFrame && url === page.url()) return route.continue();
        return (await this.#ask().call('mayNavigate', id, url, isMainFrame))
          ? route.continue()
          : route.abort('aborted');
      },
    );
  }

  /** Once for each: closing a context closes its page, which comes here again. */
  #close(id: number): void {
    const context = this.#contexts.get(id);
    if (context === undefined) return;
    this.#contexts.delete(id);
    this.#busy.push(context.close());
  }

  async #infoOf(window: number, frame: Frame): Promise<FrameInfo> {
    const isMain = frame === frame.page().mainFrame();
    if (!isMain && !this.#frames.has(frame)) this.#frames.set(frame, (this.#lastFrame += 1));
    const origin = await frame.evaluate(() => self.origin);
    return { window, frame: isMain ? 0 : this.#frames.get(frame)!, url: frame.url(), origin };
  }

  #page(id: number): Page {
    const page = this.#pages.get(id);
    if (page === undefined) throw new Error(`window ${id} is closed`);
    return page;
  }

  #ask(): Rpc<StandInVerbs> {
    if (this.#main === undefined) throw new TypeError('the windows were not attached');
    return this.#main;
  }
}
