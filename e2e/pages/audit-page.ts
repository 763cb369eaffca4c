/** Who did what, and the proof that no row was changed. */
import type { Locator, Page } from '@playwright/test';

export class AuditPage {
  readonly heading: Locator;
  readonly list: Locator;
  readonly rows: Locator;
  readonly action: Locator;
  readonly actor: Locator;
  readonly verify: Locator;
  readonly verification: Locator;
  readonly export: Locator;

  constructor(page: Page) {
    this.heading = page.getByRole('heading', { level: 1, name: 'Audit' });
    this.list = page.getByRole('list', { name: 'Audit', exact: true });
    this.rows = this.list.locator(':scope > li');
    this.action = page.getByRole('combobox', { name: 'Action' });
    this.actor = page.getByRole('searchbox', { name: 'Who did it' });
    this.verify = page.getByRole('button', { name: 'Verify' });
    this.verification = page.getByRole('status', { name: 'Verification' });
    this.export = page.getByRole('button', { name: 'Export' });
  }

  rowsWith(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text });
  }

  /** Opens a row. @returns what it changed */
  async open(row: Locator): Promise<Locator> {
    await row.getByRole('button').first().click();
    return row.getByRole('region', { name: /^What row / });
  }
}
