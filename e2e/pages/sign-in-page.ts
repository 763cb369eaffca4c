import type { Locator, Page } from '@playwright/test';

/** What a browser without a token sees. */
export class SignInPage {
  readonly heading: Locator;
  readonly problem: Locator;

  constructor(page: Page) {
    this.heading = page.getByRole('heading', { level: 1, name: 'Open Luka from the terminal' });
    this.problem = page.getByRole('alert');
  }
}
