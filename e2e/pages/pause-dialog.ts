/** The form that holds the triggers of a task, of a tag or of everything. */
import type { Locator, Page } from '@playwright/test';

export class PauseDialog {
  readonly dialog: Locator;
  readonly pause: Locator;
  readonly close: Locator;
  /** Everything, or the tasks of a tag. */
  readonly what: Locator;
  readonly until: Locator;
  readonly reason: Locator;

  constructor(page: Page, title: string) {
    this.dialog = page.getByRole('dialog', { name: title, exact: true });
    this.pause = this.dialog.getByRole('button', { name: 'Pause', exact: true });
    this.close = this.dialog.getByRole('button', { name: 'Close' });
    this.what = this.dialog.getByRole('combobox', { name: 'What' });
    this.until = this.dialog.getByLabel('Until', { exact: true });
    this.reason = this.dialog.getByRole('textbox', { name: 'Reason' });
  }

  async choose(
    length: 'For 30 minutes' | 'For 1 hour' | 'Until tomorrow, 08:00' | 'Until a time' | 'Until I resume',
  ): Promise<void> {
    await this.dialog.getByRole('radio', { name: length, exact: true }).check();
  }
}
