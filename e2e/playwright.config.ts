/**
 * One project a driver. What cannot run on this machine is left out and named, with its reason, at the start and at the
 * end of a run; it is never passed off as another.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig, type Project } from '@playwright/test';
import { browserDriver } from './drivers/browser.ts';
import { DRIVER_NAMES, type Driver, type DriverName } from './drivers/driver.ts';
import { electronStandInDriver } from './drivers/electron-standin.ts';
import { electronDriver } from './drivers/electron.ts';
import type { TestFixtures, WorkerFixtures } from './drivers/fixture.ts';
import { unbuiltPart } from './global-setup.ts';

const DRIVERS: Readonly<Record<DriverName, Driver>> = {
  browser: browserDriver,
  electron: electronDriver,
  'electron-standin': electronStandInDriver,
};
const PROJECTS: readonly (Project<TestFixtures, WorkerFixtures> & { name: DriverName })[] = [
  {
    name: 'browser',
    use: { driver: 'browser' },
    testMatch: '*.spec.ts',
    testIgnore: 'desktop*.spec.ts',
  },
  {
    name: 'electron',
    use: { driver: 'electron' },
    testMatch: [
      'desktop.spec.ts',
      'desktop-menu.spec.ts',
      'desktop-window.spec.ts',
      'desktop-quit.spec.ts',
      'desktop-schedule.spec.ts',
      'desktop-approvals.spec.ts',
      'smoke.spec.ts',
    ],
  },
  {
    name: 'electron-standin',
    use: { driver: 'electron-standin' },
    testMatch: ['desktop*.spec.ts', 'smoke.spec.ts'],
  },
];

/** Driver to why it cannot run here. Before the build nothing can; the global setup says so. */
const leftOut = new Map<DriverName, string>();
if (unbuiltPart() === undefined) {
  for (const name of DRIVER_NAMES) {
    const reason = await DRIVERS[name].available();
    if (reason !== undefined) leftOut.set(name, reason);
  }
}
// Workers read this file, too, and so do tools that only look at it.
if (process.env['TEST_WORKER_INDEX'] === undefined && process.argv.includes('test'))
  for (const [name, reason] of leftOut) console.log(`left out: the driver ${name}, because ${reason}`);

export default defineConfig<TestFixtures, WorkerFixtures>({
  testDir: '.',
  outputDir: fileURLToPath(new URL('../test-results', import.meta.url)),
  globalSetup: './global-setup.ts',
  forbidOnly: process.env['CI'] !== undefined,
  // A machine of CI may stall for seconds. What passes only the second time is told as flaky.
  retries: process.env['CI'] === undefined ? 0 : 1,
  // Each test has processes and a browser page of its own, and two cores are common.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['./drivers-reporter.ts', { leftOut: Object.fromEntries(leftOut) }]],
  use: { trace: 'retain-on-failure', locale: 'en-GB' },
  projects: PROJECTS.filter(({ name }) => !leftOut.has(name)),
});
