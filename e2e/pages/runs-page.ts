import type { Locator, Page } from '@playwright/test';

export class RunsPage {
  readonly heading: Locator;
  readonly list: Locator;
  readonly rows: Locator;
  readonly task: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.heading = page.getByRole('heading', { level: 1, name: 'Runs' });
    this.list = page.getByRole('list', { name: 'Runs' });
    this.rows = this.list.getByRole('link');
    this.task = page.getByRole('combobox', { name: 'Task' });
  }

  /** Rows of runs of that title, newest first. */
  rowsOf(title: string): Locator {
    return this.rows.filter({ has: this.#page.getByText(title, { exact: true }) });
  }

  async show(state: 'All' | 'Active' | 'Succeeded' | 'Failed' | 'Cancelled'): Promise<void> {
    await this.#page.getByRole('group', { name: 'State' }).getByText(state, { exact: true }).click();
  }
}
