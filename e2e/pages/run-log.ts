/** The log on a run's page: its lines, and the controls around them. */
import type { Locator, Page } from '@playwright/test';

export class RunLog {
  /** What scrolls. */
  readonly view: Locator;
  /** The lines that are in the document: those in sight and a few around them. */
  readonly lines: Locator;
  readonly search: Locator;
  readonly hits: Locator;
  readonly nextHit: Locator;
  readonly previousHit: Locator;
  readonly follow: Locator;
  readonly toTheEnd: Locator;
  readonly wrap: Locator;
  readonly #page: Page;
  readonly #section: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#section = page.getByRole('region', { name: 'Log' });
    this.view = this.#section.getByRole('log', { name: 'Lines' });
    this.lines = this.view.getByTitle(/^(stdout|stderr|Luka), /);
    this.search = this.#section.getByRole('searchbox', { name: 'Search the log' });
    this.hits = this.#section.getByRole('status', { name: 'Hits' });
    this.nextHit = this.#section.getByRole('button', { name: 'Next hit' });
    this.previousHit = this.#section.getByRole('button', { name: 'Previous hit' });
    this.follow = this.#section.getByRole('button', { name: 'Follow' });
    this.toTheEnd = this.#section.getByRole('button', { name: 'To the end' });
    this.wrap = this.#section.getByRole('button', { name: 'Wrap lines' });
  }

  line(text: string | RegExp): Locator {
    return this.lines.filter({ hasText: text });
  }

  linesOf(stream: 'stdout' | 'stderr' | 'Luka'): Locator {
    return this.view.getByTitle(new RegExp(`^${stream}, `));
  }

  /** What is known of the log as a whole: `Complete`, `Live`, its size. */
  foot(text: string | RegExp): Locator {
    return this.#section.getByText(text);
  }

  async showStream(stream: 'All' | 'stdout' | 'stderr'): Promise<void> {
    await this.#section.getByRole('group', { name: 'Stream' }).getByText(stream, { exact: true }).click();
  }

  /** With the mouse's wheel, as a reader does. @param by pixels; upwards below zero */
  async scroll(by: number): Promise<void> {
    await this.view.hover();
    await this.#page.mouse.wheel(0, by);
  }
}
