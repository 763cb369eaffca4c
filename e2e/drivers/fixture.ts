/**
 * Playwright's `test` with a Luka: `luka` is one of its own for each test, `page` is its page. A project of
 * `playwright.config.ts` names its driver by `use: { driver: 'browser' }`.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { browserDriver } from './browser.ts';
import { closeChromium } from './chromium.ts';
import type { Driver, DriverName, StartedLuka } from './driver.ts';
import { personHome } from './luka-process.ts';
import { electronStandInDriver } from './electron-standin.ts';
import { electronDriver } from './electron.ts';

export const DRIVERS: Readonly<Record<DriverName, Driver>> = {
  browser: browserDriver,
  electron: electronDriver,
  'electron-standin': electronStandInDriver,
};

export interface TestFixtures {
  /** A new owner-only folder, removed after the test. */
  home: string;
  luka: StartedLuka;
  /** Added to Luka's environment. */
  env: Readonly<Record<string, string>>;
  /** The drivers that a spec is for; any where it does not say: `test.use({ needs: ['electron'] })`. */
  needs: readonly DriverName[] | undefined;
  driverFits: void;
}
export interface WorkerFixtures {
  driver: DriverName;
  browserLife: void;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  driver: ['browser', { option: true, scope: 'worker' }],
  needs: [undefined, { option: true }],
  driverFits: [
    // Skips, with the reason in the report, where the driver is not one that is needed or cannot run here.
    async ({ driver, needs }, use, info) => {
      info.skip(
        needs !== undefined && !needs.includes(driver),
        `this is for the driver ${needs?.join(' or ') ?? ''}`,
      );
      const reason = await DRIVERS[driver].available();
      info.skip(reason !== undefined, reason ?? '');
      await use();
    },
    { auto: true },
  ],
  browserLife: [
    // Playwright wants the empty pattern.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      await use();
      await closeChromium();
    },
    { scope: 'worker', auto: true },
  ],
  // oxlint-disable-next-line no-empty-pattern
  home: async ({}, use) => {
    const home = await mkdtemp(join(tmpdir(), 'luka-e2e-'));
    await use(home);
    for (const folder of [home, personHome(home)])
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  },
  env: [{}, { option: true }],
  luka: async ({ driver, home, env }, use, info) => {
    const luka = await DRIVERS[driver].start({ home, env });
    await use(luka);
    await luka.stop();
    if (info.status !== info.expectedStatus) await info.attach('luka.txt', { body: luka.output() });
  },
  page: async ({ luka }, use) => use(luka.page),
});

export { expect } from '@playwright/test';

/** Puts a task file into a home; Luka takes it up by itself. */
export async function writeTask(home: string, id: string, yaml: string): Promise<void> {
  await writeFile(join(home, 'tasks', `${id}.yaml`), yaml);
}
