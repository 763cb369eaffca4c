/** What waits for a yes or no, and what was decided. */
import type { Locator, Page } from '@playwright/test';

export class ApprovalsPage {
  readonly heading: Locator;
  readonly list: Locator;
  readonly rows: Locator;
  readonly state: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.heading = page.getByRole('heading', { level: 1, name: 'Approvals' });
    this.list = page.getByRole('list', { name: 'Approvals' });
    this.rows = this.list.getByRole('listitem').filter({ has: page.getByRole('link') });
    this.state = page.getByRole('combobox', { name: 'State' });
  }

  /** Rows with these words, newest first; those that wait before those that were decided. */
  rowsWith(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text });
  }

  part(name: 'Waiting for you' | 'Decided'): Locator {
    return this.list.getByRole('heading', { level: 2, name: new RegExp(`^${name}`) });
  }

  revoke(title: string): Locator {
    return this.#page.getByRole('button', { name: `Revoke the approval of ${title}` });
  }
}
