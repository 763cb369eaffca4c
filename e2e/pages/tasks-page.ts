import type { Locator, Page } from '@playwright/test';
import { RunDialog } from './run-dialog.ts';

export class TasksPage {
  readonly heading: Locator;
  readonly list: Locator;
  readonly search: Locator;
  readonly newTask: Locator;
  readonly newTaskDialog: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.heading = page.getByRole('heading', { level: 1, name: 'Tasks' });
    this.list = page.getByRole('list', { name: 'Tasks', exact: true });
    this.search = page.getByRole('searchbox', { name: 'Search tasks' });
    this.newTask = page.getByRole('button', { name: 'New task' });
    this.newTaskDialog = page.getByRole('dialog', { name: 'New task' });
  }

  row(title: string): Locator {
    return this.list.getByRole('listitem').filter({ has: this.link(title) });
  }

  link(title: string): Locator {
    return this.#page.getByRole('link', { name: title, exact: true });
  }

  /** Titles of the tasks in sight, in their order. */
  titles(): Promise<string[]> {
    return this.list
      .getByRole('switch')
      .evaluateAll((all) =>
        all.map((each) => (each.getAttribute('aria-label') ?? '').replace(/ is on$/, '')),
      );
  }

  runButton(title: string): Locator {
    return this.list.getByRole('button', { name: `Run ${title}`, exact: true });
  }

  runDialog(title: string): RunDialog {
    return new RunDialog(this.#page, title);
  }

  switch(title: string): Locator {
    return this.list.getByRole('switch', { name: `${title} is on`, exact: true });
  }

  /** What is wrong with a task's file. */
  findings(title: string): Locator {
    return this.list.getByRole('list', { name: `What is wrong with ${title}` });
  }

  async show(view: 'All' | 'On' | 'Off' | 'Broken'): Promise<void> {
    await this.#page.getByRole('group', { name: 'Show' }).getByText(view, { exact: true }).click();
  }
}
