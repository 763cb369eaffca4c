/** The search through the logs of all runs. */
import type { Locator, Page } from '@playwright/test';

export class LogsPage {
  readonly field: Locator;
  readonly pattern: Locator;
  readonly exact: Locator;
  readonly task: Locator;
  readonly stream: Locator;
  readonly state: Locator;
  readonly context: Locator;
  readonly noFilters: Locator;
  readonly found: Locator;
  readonly stop: Locator;
  readonly older: Locator;
  readonly goOn: Locator;
  /** Lines that were found, of those in the document. */
  readonly hits: Locator;
  readonly runs: Locator;
  readonly problem: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.field = page.getByRole('searchbox', { name: 'Search all logs' });
    this.pattern = page.getByRole('button', { name: 'It is a pattern' });
    this.exact = page.getByRole('button', { name: 'Upper and lower case differ' });
    this.task = page.getByRole('combobox', { name: 'Task' });
    this.state = page.getByRole('combobox', { name: 'State' });
    this.stream = page.getByRole('combobox', { name: 'Stream' });
    this.context = page.getByRole('combobox', { name: 'Context' });
    this.noFilters = page.getByRole('button', { name: 'No filters' });
    this.found = page.getByRole('status', { name: 'Found' });
    this.stop = page.getByRole('button', { name: 'Stop' });
    this.older = page.getByRole('button', { name: 'Search older runs' });
    this.goOn = page.getByRole('button', { name: 'Go on' });
    const list = page.getByRole('region', { name: 'Lines found' });
    this.hits = list.getByTitle(/^(stdout|stderr|Luka), /);
    this.runs = list.getByRole('heading', { level: 2 });
    this.problem = page.getByRole('alert');
  }

  hit(text: string | RegExp): Locator {
    return this.hits.filter({ hasText: text });
  }

  empty(title: string): Locator {
    return this.#page.getByText(title, { exact: true });
  }
}
