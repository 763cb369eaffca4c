/**
 * The drivers' `test` with what specs of the page need: a home that holds the tasks a spec names, the page objects, and
 * a watch for errors that a page writes into its console.
 */
import { expect, test as base, writeTask } from './drivers/fixture.ts';
import { Ui } from './pages/ui.ts';
import { prepareHome, type TaskTexts } from './support/home.ts';
import { AskedLuka } from './support/asked-luka.ts';

export interface PageFixtures {
  /** Task files by id. The samples are left out of such a home. Without it the home is a newcomer's: an empty folder. */
  tasks: TaskTexts | undefined;
  /** Console errors that a spec brings about on purpose. */
  expectedErrors: readonly RegExp[];
  ui: Ui;
  /** Luka's own word, for what a page cannot know. */
  asked: AskedLuka;
  quietConsole: void;
}

export const test = base.extend<PageFixtures>({
  tasks: [undefined, { option: true }],
  expectedErrors: [[], { option: true }],
  home: async ({ home, tasks }, use) => {
    if (tasks !== undefined) await prepareHome(home, tasks);
    await use(home);
  },
  ui: async ({ page }, use) => use(new Ui(page)),
  asked: async ({ luka }, use) => use(new AskedLuka(luka)),
  quietConsole: [
    async ({ page, expectedErrors }, use) => {
      await use();
      if (page.isClosed()) return;
      const said = (await page.consoleMessages())
        .filter((message) => message.type() === 'error' || message.type() === 'warning')
        .map((message) => message.text());
      const thrown = (await page.pageErrors()).map(String);
      const unexpected = [...said, ...thrown].filter(
        (text) => !expectedErrors.some((known) => known.test(text)),
      );
      expect(unexpected, 'errors and warnings in the console of the page').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect, writeTask };
