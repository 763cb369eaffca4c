/** Luka without a window, and its UI in a browser: what `luka up --headless` and the printed link give a person. */
import type { Driver } from './driver.ts';
import { missingChromium, sharedChromium } from './chromium.ts';
import { readPublished, startProcess, testEnvironment } from './luka-process.ts';
import { LUKA_COMMAND, notBuilt, PAGE } from './places.ts';

export const browserDriver: Driver = {
  name: 'browser',
  available: async () => notBuilt(LUKA_COMMAND, PAGE) ?? missingChromium(),
  async start({ home, env, context: contextOptions }) {
    const luka = startProcess([LUKA_COMMAND, 'up', '--headless', '--home', home], {
      env: testEnvironment(home, env),
    });
    try {
      const link = await luka.says(/(http:\/\/127\.0\.0\.1:\d+\/#k=\S+)/);
      const browser = await sharedChromium();
      const context = await browser.newContext(contextOptions);
      const page = await context.newPage();
      const answer = await page.goto(link);
      if (!answer?.ok())
        throw new Error(`the page answered ${answer?.status() ?? 'nothing'}; Luka said:\n${luka.output()}`);
      return {
        driver: 'browser',
        home,
        page,
        ...(await readPublished(home)),
        pid: luka.pid,
        desktop: undefined,
        output: () => luka.output(),
        async stop() {
          await context.close().catch(() => undefined);
          return luka.end();
        },
      };
    } catch (error) {
      await luka.end();
      throw error;
    }
  },
};
