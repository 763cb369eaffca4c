/** Results that wait for a human's word. */
import type { Locator, Page } from '@playwright/test';

export class ValidationPage {
  readonly heading: Locator;
  readonly cards: Locator;
  readonly rejecting: Locator;
  readonly reason: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.heading = page.getByRole('heading', { level: 1, name: 'Results to look at' });
    this.cards = page.getByRole('list', { name: /^Results that / }).locator(':scope > li');
    this.rejecting = page.getByRole('dialog', { name: /^Reject the result of / });
    this.reason = this.rejecting.getByRole('textbox', { name: 'Reason (optional)' });
  }

  card(title: string): Locator {
    return this.cards.filter({ has: this.#page.getByRole('link', { name: title, exact: true }) });
  }

  accept(title: string): Locator {
    return this.card(title).getByRole('button', { name: /^Accept the result of / });
  }

  /** What its checks leave to a human. */
  checks(title: string): Locator {
    return this.card(title).getByRole('list').getByRole('listitem');
  }

  async show(which: 'Waiting' | 'Looked at'): Promise<void> {
    await this.#page.getByRole('group', { name: 'Show' }).getByText(which, { exact: true }).click();
  }
}
