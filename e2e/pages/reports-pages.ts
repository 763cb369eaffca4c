/** Reports and owners: the list, one to read, and what is open. */
import type { Locator, Page } from '@playwright/test';

export class ReportsPages {
  readonly list: Locator;
  readonly makeNow: Locator;
  readonly form: Locator;
  readonly make: Locator;
  readonly day: Locator;
  readonly more: Locator;
  /** The one that is read. */
  readonly report: Locator;
  readonly asMarkdown: Locator;
  readonly asPage: Locator;
  readonly again: Locator;
  readonly toDos: Locator;
  readonly groups: Locator;
  readonly owner: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.list = page.getByRole('list', { name: 'Reports' });
    this.makeNow = page.getByRole('button', { name: 'Make now' });
    this.form = page.getByRole('dialog', { name: 'Make a report' });
    this.make = this.form.getByRole('button', { name: 'Make report' });
    this.day = this.form.getByLabel(/^(Day|Any day of the week)$/);
    this.more = page.getByRole('button', { name: 'Show more' });
    this.report = page.getByRole('article');
    this.asMarkdown = page.getByRole('button', { name: 'Download as Markdown' });
    this.asPage = page.getByRole('button', { name: 'Download as HTML' });
    this.again = page.getByRole('button', { name: 'Make again' });
    this.toDos = page.getByRole('list', { name: 'Open to-dos' });
    this.groups = page.getByRole('table');
    this.owner = page.getByRole('combobox', { name: 'Owner' });
  }

  link(title: string | RegExp): Locator {
    return this.list.getByRole('link', { name: title });
  }

  /** Of the report that is read, or of the to-dos. */
  section(title: string): Locator {
    return this.#page.getByRole('heading', { name: title });
  }
}
