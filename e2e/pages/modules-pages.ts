/** What agents laid ready, and what runs: the list, and the page of one module. */
import type { Locator, Page } from '@playwright/test';

export class ModulesPages {
  /** Rows of what waits, on the list. */
  readonly waiting: Locator;
  /** Rows of what was deployed, on the list. */
  readonly deployed: Locator;
  readonly changes: Locator;
  readonly text: Locator;
  readonly deploy: Locator;
  readonly drop: Locator;
  readonly releases: Locator;
  readonly dialog: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.waiting = page.getByRole('list', { name: 'Laid ready for you' }).getByRole('listitem');
    this.deployed = page.getByRole('list', { name: 'Modules that were deployed' }).getByRole('listitem');
    this.changes = page.getByRole('region', { name: 'Changes', exact: true });
    this.text = page.getByRole('region', { name: 'Text of the module' });
    this.deploy = page.getByRole('button', { name: 'Deploy…' });
    this.drop = page.getByRole('button', { name: 'Drop…' });
    this.releases = page.getByRole('list', { name: 'Releases' }).getByRole('listitem');
    this.dialog = page.getByRole('dialog');
  }

  heading(module: string): Locator {
    return this.#page.getByRole('heading', { level: 1, name: module });
  }

  release(number: number): Locator {
    return this.releases.filter({ has: this.#page.getByText(`Release ${number}`, { exact: true }) });
  }

  rollBack(number: number): Locator {
    return this.#page.getByRole('button', { name: `Roll back to release ${number}` });
  }

  /** Presses what the open dialog asks for. */
  agree(name: string): Promise<void> {
    return this.dialog.getByRole('button', { name, exact: true }).click();
  }
}
