import type { Locator, Page } from '@playwright/test';
import { RunLog } from './run-log.ts';

export class RunPage {
  readonly state: Locator;
  readonly cancel: Locator;
  readonly again: Locator;
  readonly steps: Locator;
  readonly log: RunLog;
  /** Of a run with more than one: which is shown, how it ended, and when the next starts. */
  readonly attempts: Locator;
  /** Why it waits, with the way to where that is decided. */
  readonly needsApproval: Locator;
  readonly checks: Locator;
  readonly verdict: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.state = page.getByRole('status', { name: 'State' });
    this.cancel = page.getByRole('button', { name: 'Cancel', exact: true });
    this.again = page.getByRole('button', { name: 'Run again' });
    this.steps = page.getByRole('list', { name: /^(Steps|Attempt \d+)$/ });
    this.log = new RunLog(page);
    this.attempts = page.getByRole('status', { name: 'Attempts' });
    this.needsApproval = page.getByRole('region', { name: 'Needs approval' });
    this.checks = page.getByRole('list', { name: 'Checks' }).getByRole('listitem');
    this.verdict = page.getByRole('region', { name: 'Result', exact: true });
  }

  heading(title: string): Locator {
    return this.#page.getByRole('heading', { level: 1, name: title });
  }

  /** Shows the log and the steps of an attempt. */
  async showAttempt(number: number): Promise<void> {
    const attempts = this.#page.getByRole('group', { name: 'Attempt', exact: true });
    await attempts.getByRole('radio', { name: new RegExp(`^Attempt ${number},`) }).check();
  }

  /** The id in the address. */
  id(): number {
    return Number(/\/runs\/(\d+)$/.exec(this.#page.url())?.[1]);
  }

  /** The value beside a name in the list of facts. */
  fact(name: string): Locator {
    const about = this.#page.getByRole('complementary', { name: 'About this run' });
    return about
      .getByRole('term')
      .filter({ hasText: new RegExp(`^${name}$`) })
      .locator('xpath=following-sibling::dd[1]');
  }

  /** The exact command of a step, as it stands in its box. */
  command(text: string): Locator {
    return this.steps.getByText(text, { exact: true });
  }
}
