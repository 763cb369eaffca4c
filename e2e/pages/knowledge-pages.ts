/** What Luka has read: search, documents, sources, memories, duplicates. */
import { expect, type Locator, type Page } from '@playwright/test';

export class KnowledgePages {
  readonly tabs: Locator;
  readonly search: Locator;
  readonly hits: Locator;
  /** How many, and how fast. */
  readonly found: Locator;
  readonly explain: Locator;
  readonly preview: Locator;
  /** Of one document: its lines that are lit, and which they are. */
  readonly litLines: Locator;
  readonly place: Locator;
  readonly sources: Locator;
  readonly addFolder: Locator;
  readonly addDialog: Locator;
  /** The sync that goes on, or how the last one ended. */
  readonly sync: Locator;
  readonly progress: Locator;
  /** That the index was damaged. */
  readonly damaged: Locator;
  readonly memories: Locator;
  readonly remember: Locator;
  /** The next page of a list. */
  readonly more: Locator;
  readonly reports: Locator;
  readonly duplicates: Locator;
  readonly consolidate: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.tabs = page.getByRole('navigation', { name: 'Knowledge' });
    this.search = page.getByRole('searchbox', { name: 'Search what Luka has read' });
    this.hits = page.getByRole('list', { name: 'Hits' }).getByRole('article');
    this.found = page.getByRole('status', { name: 'Found' });
    this.explain = page.getByRole('checkbox', { name: 'Explain scores' });
    this.preview = page.getByRole('complementary', { name: 'Preview' });
    this.litLines = page.locator('.document-row[data-lit]');
    this.place = page.getByRole('status', { name: 'Place' });
    this.sources = page.getByRole('list', { name: 'Sources', exact: true }).getByRole('listitem');
    this.addFolder = page.getByRole('button', { name: 'Add folder' });
    this.addDialog = page.getByRole('dialog', { name: 'Add a folder' });
    this.sync = page.getByRole('region', { name: 'Sync' });
    this.progress = page.getByRole('progressbar', { name: 'Progress of the sync' });
    this.damaged = page.getByRole('region', { name: 'Index made anew' });
    this.memories = page.getByRole('list', { name: 'Memories' }).getByRole('listitem');
    this.more = page.getByRole('button', { name: 'Show more' });
    this.remember = page.getByRole('button', { name: 'Remember' });
    this.reports = page.getByRole('list', { name: 'Reports' }).getByRole('listitem');
    this.duplicates = page.getByRole('list', { name: 'Duplicates' }).getByRole('listitem');
    this.consolidate = page.getByRole('button', { name: 'Consolidate' });
  }

  async goTo(tab: 'Search' | 'Sources' | 'Memories' | 'Duplicates & digests'): Promise<void> {
    const link = this.tabs.getByRole('link', { name: tab });
    await link.click();
    await expect(link).toHaveAttribute('aria-current', 'page');
  }

  source(name: string): Locator {
    return this.sources.filter({ has: this.#page.getByRole('heading', { name }) });
  }

  hit(title: string): Locator {
    return this.hits.filter({ has: this.#page.getByRole('link', { name: title, exact: true }) });
  }

  /** In the page, as a person does; its first sync begins at once. */
  async add(folder: string, name: string): Promise<void> {
    await this.addFolder.click();
    await this.addDialog.getByRole('textbox', { name: 'Folder', exact: true }).fill(folder);
    await this.addDialog.getByRole('textbox', { name: 'Name (optional)' }).fill(name);
    await this.addDialog.getByRole('button', { name: 'Add and read' }).click();
    await expect(this.addDialog).toHaveCount(0);
  }

  dialog(name: string | RegExp): Locator {
    return this.#page.getByRole('dialog', { name });
  }
}
