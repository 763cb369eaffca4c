/** `test` with a Luka that a spec may end and start again while its page stays open. */
import { sharedChromium } from './drivers/chromium.ts';
import { expect, test as base } from './luka-test.ts';
import { AskedLuka } from './support/asked-luka.ts';
import { startHeadless, type HeadlessLuka } from './support/headless-luka.ts';

export interface Restartable {
  /** The Luka that runs now; `again()` replaces it. */
  readonly now: HeadlessLuka;
  /** Starts it anew with the same home and ports. */
  again(): Promise<void>;
}

export interface RestartableFixtures {
  restartable: Restartable;
}

export const test = base.extend<RestartableFixtures>({
  restartable: async ({ home, env }, use) => {
    let now = await startHeadless(home, env);
    await use({
      get now() {
        return now;
      },
      async again() {
        now = await startHeadless(home, env, now);
      },
    });
    await now.process.end();
  },
  page: async ({ restartable }, use) => {
    const context = await (await sharedChromium()).newContext();
    const page = await context.newPage();
    await page.goto(restartable.now.link);
    await use(page);
    await context.close();
  },
  asked: async ({ restartable }, use) => use(new AskedLuka(restartable.now)),
});

export { expect };
