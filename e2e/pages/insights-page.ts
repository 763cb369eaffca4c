/** Insights: figures, charts with their tables, the week. */
import type { Locator, Page } from '@playwright/test';

export class InsightsPage {
  readonly heading: Locator;
  readonly figures: Locator;
  readonly week: Locator;
  readonly slowest: Locator;
  readonly flakiest: Locator;
  readonly unusual: Locator;
  /** Whose durations are shown. */
  readonly task: Locator;
  readonly kept: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.heading = page.getByRole('heading', { level: 1, name: 'Insights' });
    this.figures = page.getByRole('region', { name: /^The last / });
    this.week = page.getByRole('grid', { name: 'Runs and failures by weekday and hour' });
    this.slowest = page.getByRole('list', { name: 'Slowest tasks' }).getByRole('listitem');
    this.flakiest = page.getByRole('list', { name: 'Flakiest tasks' }).getByRole('listitem');
    this.unusual = page.getByRole('list', { name: 'Unusual runs', exact: true }).getByRole('listitem');
    this.task = page.getByRole('combobox', { name: 'Task' });
    this.kept = page.getByRole('table', { name: 'What is kept' });
  }

  /** @param range `24 h`, `7 days` */
  async choose(range: string): Promise<void> {
    await this.#page.getByRole('group', { name: 'How far back' }).getByText(range, { exact: true }).click();
  }

  /** A chart as the keyboard and a screen reader know it. */
  chart(name: string | RegExp): Locator {
    return this.#page.getByRole('slider', { name });
  }

  /** Opens the numbers behind a chart. */
  async table(name: string): Promise<Locator> {
    await this.#page.getByRole('button', { name: `As a table: ${name}`, exact: true }).click();
    return this.#page.getByRole('region', { name: `${name}, as a table`, exact: true }).getByRole('table');
  }
}
