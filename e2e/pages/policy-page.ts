/** The policy: its file to edit, and what is in force. */
import type { Locator, Page } from '@playwright/test';

export class PolicyPage {
  readonly heading: Locator;
  readonly freeze: Locator;
  readonly text: Locator;
  readonly save: Locator;
  readonly discard: Locator;
  readonly example: Locator;
  /** Whether it is saved, checked, or wrong. */
  readonly standing: Locator;
  readonly findings: Locator;
  readonly conflict: Locator;
  readonly comparison: Locator;
  readonly inForce: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.heading = page.getByRole('heading', { level: 1, name: 'Policy' });
    this.freeze = page.getByRole('switch', { name: 'Freeze' });
    this.text = page.getByRole('textbox', { name: 'Policy' });
    this.save = page.getByRole('button', { name: 'Save', exact: true });
    this.discard = page.getByRole('button', { name: 'Discard' });
    this.example = page.getByRole('button', { name: 'Begin with an example' });
    this.standing = page.locator('#policy-state');
    this.findings = page.getByRole('list', { name: 'What is wrong' }).getByRole('listitem');
    this.conflict = page.getByRole('region', { name: 'The file was changed meanwhile' });
    this.comparison = page.getByRole('region', { name: 'From what is there now to yours' });
    this.inForce = page.getByRole('region', { name: 'In force' });
  }

  /** A row of the table of what is in force, by who asks. */
  row(name: string): Locator {
    return this.#page.getByRole('row').filter({ has: this.#page.getByRole('rowheader', { name }) });
  }
}
