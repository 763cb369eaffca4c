/** Power: what holds the machine awake, the week, the doctor. */
import type { Locator, Page } from '@playwright/test';

export class PowerPage {
  readonly now: Locator;
  readonly holds: Locator;
  readonly blocker: Locator;
  readonly display: Locator;
  readonly days: Locator;
  readonly asTable: Locator;
  readonly table: Locator;
  readonly holders: Locator;
  readonly findings: Locator;
  readonly unknown: Locator;
  readonly wakes: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.now = page.getByRole('region', { name: 'Now', exact: true });
    this.holds = page.getByRole('list', { name: 'Holds' }).getByRole('listitem');
    this.blocker = page.getByRole('region', { name: 'What keeps it awake' });
    this.display = page.getByRole('switch', { name: 'The display, too' });
    this.days = page.getByRole('list', { name: 'Days' }).getByRole('listitem');
    this.asTable = page.getByText('As a table');
    this.table = page.getByRole('table', { name: 'Stretches of the last seven days' });
    this.holders = page.getByRole('region', { name: 'Who held what' }).getByRole('row');
    this.findings = page.getByRole('list', { name: 'Findings' }).getByRole('listitem');
    this.unknown = page.getByRole('region', { name: 'What cannot be known' });
    this.wakes = page.getByRole('list', { name: 'Wakes' }).getByRole('listitem');
  }

  /** @param how `1 h`, `until I stop it` */
  async keepAwake(how: string): Promise<void> {
    await this.#page.getByRole('button', { name: `Keep awake ${how}`, exact: true }).click();
  }

  release(hold: Locator): Promise<void> {
    return hold.getByRole('button', { name: /^Release/ }).click();
  }
}
