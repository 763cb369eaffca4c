/** Agents of launchd: the list, one of them, the doctor, and the dialogs that change them. */
import type { Locator, Page } from '@playwright/test';

export class AgentsPages {
  readonly heading: Locator;
  readonly tabs: Locator;
  readonly rows: Locator;
  readonly search: Locator;
  readonly newAgent: Locator;
  readonly noLaunchd: Locator;
  readonly diagnoses: Locator;
  /** Of one agent. */
  readonly state: Locator;
  readonly findings: Locator;
  readonly plist: Locator;
  readonly plistState: Locator;
  readonly typedFindings: Locator;
  readonly save: Locator;
  readonly log: Locator;
  readonly changes: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.heading = page.getByRole('heading', { level: 1, name: 'Agents' });
    this.tabs = page.getByRole('navigation', { name: 'Agents' });
    this.rows = page.locator('.agent-row');
    this.search = page.getByRole('searchbox', { name: 'Search agents' });
    this.newAgent = page.getByRole('button', { name: 'New agent' });
    this.noLaunchd = page.getByRole('region', { name: 'No launchd' });
    this.diagnoses = page.getByRole('list', { name: 'What is wrong' }).getByRole('listitem');
    this.state = page.getByRole('status', { name: 'State' });
    this.findings = page.getByRole('list', { name: 'Findings', exact: true }).getByRole('listitem');
    this.plist = page.getByRole('textbox', { name: 'Plist' });
    this.plistState = page.locator('#plist-state');
    this.typedFindings = page
      .getByRole('list', { name: 'What is wrong with what you typed' })
      .getByRole('listitem');
    this.save = page.getByRole('button', { name: 'Save…' });
    this.log = page.getByRole('region', { name: 'Log' });
    this.changes = page.getByRole('list', { name: 'Changes' }).getByRole('listitem');
  }

  row(label: string): Locator {
    return this.rows.filter({ has: this.#page.getByRole('link', { name: label, exact: true }) });
  }

  async open(label: string): Promise<void> {
    await this.rows.getByRole('link', { name: label, exact: true }).first().click();
  }

  async show(view: string): Promise<void> {
    await this.#page.getByRole('radio', { name: new RegExp(`^${view}`) }).check({ force: true });
  }

  dialog(name: string | RegExp): Locator {
    return this.#page.getByRole('dialog', { name });
  }
}
