import type { Locator, Page } from '@playwright/test';

export class SettingsPage {
  readonly heading: Locator;
  readonly parallelRuns: Locator;
  /** Which model compares meaning. */
  readonly meaning: Locator;
  readonly signOut: Locator;
  /** Which model words the answers. */
  readonly model: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.heading = page.getByRole('heading', { level: 1, name: 'Settings' });
    this.parallelRuns = page.getByRole('textbox', { name: 'Parallel runs' });
    this.model = page.getByRole('form', { name: 'Model of the assistant' });
    this.meaning = page.getByRole('form', { name: 'Model of meaning' });
    this.signOut = page.getByRole('button', { name: 'Sign out' });
  }

  async chooseTheme(theme: 'System' | 'Light' | 'Dark'): Promise<void> {
    await this.#page.getByRole('group', { name: 'Theme' }).getByText(theme, { exact: true }).click();
  }
}
