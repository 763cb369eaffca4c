/** Notifications: channels, routes, what was sent, the file. */
import type { Locator, Page } from '@playwright/test';

export class NotificationsPage {
  readonly channels: Locator;
  readonly routes: Locator;
  readonly messages: Locator;
  readonly file: Locator;
  readonly state: Locator;
  readonly problems: Locator;
  readonly dialog: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.channels = page.getByRole('list', { name: 'Channels' }).getByRole('listitem');
    this.routes = page.getByRole('table', { name: 'Routes' }).getByRole('row');
    this.messages = page.getByRole('list', { name: 'Messages' }).getByRole('listitem');
    this.file = page.getByRole('textbox', { name: 'notify.yaml' });
    this.state = page.locator('#notify-state');
    this.problems = page.getByRole('list', { name: 'What is wrong' }).getByRole('listitem');
    this.dialog = page.getByRole('dialog', { name: 'New channel' });
  }

  channel(name: string): Locator {
    return this.channels.filter({ hasText: name });
  }

  test(name: string): Promise<void> {
    return this.#page.getByRole('button', { name: `Test ${name}`, exact: true }).click();
  }

  newChannel(): Promise<void> {
    return this.#page.getByRole('button', { name: 'New channel' }).click();
  }

  save(): Promise<void> {
    return this.#page.getByRole('button', { name: 'Save', exact: true }).click();
  }

  only(which: 'All' | 'Tried again' | 'Not sent'): Promise<void> {
    return this.#page.getByRole('radio', { name: which, exact: true }).check();
  }
}
