/** The page on which a human decides. */
import type { Locator, Page } from '@playwright/test';

export class ApprovalPage {
  readonly state: Locator;
  /** The form of the answer; gone once there is one. */
  readonly form: Locator;
  readonly approve: Locator;
  readonly deny: Locator;
  readonly note: Locator;
  /** The second step of a dangerous yes. */
  readonly sure: Locator;
  readonly yes: Locator;
  readonly back: Locator;
  /** What was decided. */
  readonly outcome: Locator;
  readonly revoke: Locator;
  readonly runAgain: Locator;
  /** That an answer was not taken, and why. */
  readonly notDecided: Locator;
  /** Against what was approved last. */
  readonly changes: Locator;
  /** The whole work, where there is nothing to compare it with. */
  readonly work: Locator;
  readonly about: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.state = page.getByRole('status', { name: 'State' });
    this.form = page.getByRole('form', { name: 'Decision' });
    this.approve = this.form.getByRole('button', { name: /^Approve/ });
    this.deny = this.form.getByRole('button', { name: 'Deny', exact: true });
    this.note = this.form.getByRole('textbox', { name: 'Note (optional)' });
    this.sure = page.getByRole('alertdialog');
    this.yes = this.sure.getByRole('button', { name: 'Yes, let it run' });
    this.back = this.sure.getByRole('button', { name: 'Back' });
    this.outcome = page.getByRole('region', { name: 'Decision' });
    this.revoke = this.outcome.getByRole('button', { name: /^Revoke/ });
    this.runAgain = this.outcome.getByRole('button', { name: 'Run again' });
    this.notDecided = page.getByRole('region', { name: 'Not decided' });
    this.changes = page.getByRole('region', { name: 'Changes', exact: true });
    this.work = page.getByRole('region', { name: 'What would run', exact: true });
    this.about = page.getByRole('complementary', { name: 'About this approval' });
  }

  heading(title: string | RegExp): Locator {
    return this.#page.getByRole('heading', { level: 1, name: title });
  }

  /** Reasons of a group. */
  reasons(group: 'Never runs' | 'Always asked about' | 'Adds to the risk'): Locator {
    return this.#page.getByRole('list', { name: group }).getByRole('listitem');
  }

  touches(kind: 'Deletes' | 'Writes' | 'Reads' | 'Network' | 'Programs'): Locator {
    return this.#page.getByRole('list', { name: kind, exact: true }).getByRole('listitem');
  }

  /** Lines of the comparison, as a screen reader says them: `added: …`. */
  changed(words: string | RegExp): Locator {
    return this.changes.locator('.diff-line').filter({ hasText: words });
  }

  async countsFor(
    what: 'This run only' | 'This and later runs of exactly this' | 'Every run of exactly this, until',
  ): Promise<void> {
    await this.form.getByRole('radio', { name: what }).check();
  }

  howMany(): Locator {
    return this.form.getByRole('textbox', { name: 'How many runs' });
  }
}
