/** Who may talk to Luka. */
import type { Locator, Page } from '@playwright/test';

export class ClientsPage {
  readonly heading: Locator;
  readonly rows: Locator;
  readonly newClient: Locator;
  readonly form: Locator;
  readonly name: Locator;
  readonly role: Locator;
  readonly scopes: Locator;
  readonly ends: Locator;
  readonly make: Locator;
  /** The one time that a token is shown. */
  readonly made: Locator;
  readonly token: Locator;
  readonly haveIt: Locator;
  readonly revoking: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.heading = page.getByRole('heading', { level: 1, name: 'Clients' });
    this.rows = page.getByRole('list', { name: 'Clients' }).getByRole('listitem');
    this.newClient = page.getByRole('button', { name: 'New client' });
    this.form = page.getByRole('dialog', { name: 'New client' });
    this.name = this.form.getByRole('textbox', { name: 'Name' });
    this.role = this.form.getByRole('combobox', { name: 'Role' });
    this.scopes = this.form.getByRole('checkbox');
    this.ends = this.form.getByRole('combobox', { name: 'Its token ends' });
    this.make = this.form.getByRole('button', { name: 'Make it' });
    this.made = page.getByRole('dialog', { name: /^The token of / });
    this.token = this.made.getByLabel('Token', { exact: true });
    this.haveIt = this.made.getByRole('button', { name: 'I have it' });
    this.revoking = page.getByRole('dialog', { name: /^Revoke / });
  }

  row(name: string): Locator {
    return this.rows.filter({ has: this.#page.getByText(name, { exact: true }) });
  }

  async revoke(name: string): Promise<void> {
    await this.row(name)
      .getByRole('button', { name: `Revoke ${name}` })
      .click();
    await this.revoking.getByRole('button', { name: 'Revoke', exact: true }).click();
  }
}
