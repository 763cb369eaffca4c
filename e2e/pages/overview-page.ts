import type { Locator, Page } from '@playwright/test';

export class OverviewPage {
  readonly heading: Locator;
  readonly running: Locator;
  readonly recent: Locator;
  readonly failed: Locator;
  readonly next: Locator;
  /** Task files that have errors: where, what, and how to mend it. */
  readonly findings: Locator;
  /** Banners of tasks that failed too often, and of a pause of everything. */
  readonly quarantined: Locator;
  readonly paused: Locator;
  /** Banners of runs that need approval. */
  readonly asked: Locator;
  /** Banners of answers that somebody has to look at. */
  readonly escalated: Locator;
  /** Banners of modules that were laid ready. */
  readonly staged: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.heading = page.getByRole('heading', { level: 1, name: 'Overview' });
    this.running = page.getByRole('list', { name: 'Running now' });
    this.recent = page.getByRole('list', { name: 'Recent runs' });
    this.failed = page.getByRole('list', { name: /^Failed/ });
    this.next = page.getByRole('list', { name: 'Next' });
    this.quarantined = page.getByRole('region', { name: /^Quarantine of / });
    this.paused = page.getByRole('region', { name: 'Pause of everything' });
    this.asked = page.getByRole('region', { name: /^Approval of / });
    this.escalated = page.getByRole('region', { name: /^Escalated answer/ });
    this.staged = page.getByRole('region', { name: /^Module / });
    this.findings = page.getByRole('list', { name: 'Task files to mend' });
  }

  /** The sentence that tells all at a glance. */
  sentence(text: string | RegExp): Locator {
    return this.#page.getByRole('main').getByText(text);
  }

  /** A run in one of the lists. */
  line(list: Locator, title: string): Locator {
    return list
      .getByRole('listitem')
      .filter({ has: this.#page.getByRole('link', { name: title, exact: true }) });
  }

  /** Its state, as the icon beside the title says it. */
  state(line: Locator, state: string): Locator {
    return line.getByRole('img', { name: state });
  }
}
