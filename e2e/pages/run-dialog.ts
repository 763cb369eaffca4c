/** The form that a task with parameters asks before it runs. */
import type { Locator, Page } from '@playwright/test';

export class RunDialog {
  readonly dialog: Locator;
  readonly run: Locator;
  readonly close: Locator;

  constructor(page: Page, title: string) {
    this.dialog = page.getByRole('dialog', { name: `Run ${title}` });
    this.run = this.dialog.getByRole('button', { name: 'Run', exact: true });
    this.close = this.dialog.getByRole('button', { name: 'Close' });
  }

  /** The field of a parameter; one that must be given says so in its name. */
  field(name: string): Locator {
    return this.dialog.getByLabel(new RegExp(`^${name}( \\(needed\\))?$`));
  }
}
