import type { Locator, Page } from '@playwright/test';

/** The page of one task. */
export class TaskPage {
  readonly run: Locator;
  readonly steps: Locator;
  readonly runs: Locator;
  readonly about: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.run = page.getByRole('button', { name: /^Run…?$/ });
    this.steps = page.getByRole('list', { name: 'Steps' });
    this.runs = page.getByRole('list', { name: 'Runs' });
    this.about = page.getByRole('complementary', { name: 'About this task' });
  }

  heading(title: string): Locator {
    return this.#page.getByRole('heading', { level: 1, name: title });
  }
}
