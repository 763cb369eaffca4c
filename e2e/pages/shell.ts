/** What stands around every page: the navigation, the connection, the messages. */
import { expect, type Locator, type Page } from '@playwright/test';

export type PageName =
  | 'Overview'
  | 'Tasks'
  | 'Schedule'
  | 'Power'
  | 'Runs'
  | 'Insights'
  | 'Logs'
  | 'Agents'
  | 'Assistant'
  | 'Knowledge'
  | 'Reports'
  | 'Approvals'
  | 'Notifications'
  | 'Settings';
/** Behind the entry `Governance`. */
export type GovernanceName = 'Results' | 'Owners' | 'Modules' | 'Policy' | 'Audit' | 'Clients';

export class Shell {
  readonly navigation: Locator;
  readonly connection: Locator;
  readonly messages: Locator;
  readonly theme: Locator;
  readonly shortcuts: Locator;
  /** On every page while nothing new starts. */
  readonly frozen: Locator;
  /** On every page that is of another version than the Luka it shows. */
  readonly versions: Locator;
  /** In place of a page that could not be drawn. */
  readonly fault: Locator;
  readonly governance: Locator;
  /** What a screen reader heard last. */
  readonly announcement: Locator;
  readonly #page: Page;
  #loads = 0;

  constructor(page: Page) {
    this.#page = page;
    this.navigation = page.getByRole('navigation', { name: 'Pages' });
    this.connection = page.getByRole('status', { name: 'Connection' });
    this.messages = page.getByRole('region', { name: 'Messages' });
    this.theme = page.getByRole('button', { name: /^Theme: / });
    this.shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    this.frozen = page.getByRole('region', { name: 'Luka is frozen' });
    this.versions = page.getByRole('region', { name: 'Versions differ' });
    this.fault = page.getByRole('alert').filter({ hasText: 'This page could not be shown' });
    this.governance = page.getByRole('navigation', { name: 'Governance' });
    this.announcement = page.getByRole('log', { name: 'Run results' });
    page.on('load', () => (this.#loads += 1));
  }

  link(name: PageName): Locator {
    return this.navigation.getByRole('link', { name });
  }

  async goTo(name: PageName): Promise<void> {
    await this.link(name).click();
    await expect(this.heading(name)).toBeVisible();
  }

  async goToGovernance(name: GovernanceName): Promise<void> {
    await this.navigation.getByRole('link', { name: 'Governance' }).click();
    await this.governance.getByRole('link', { name }).click();
    await expect(this.heading(name === 'Results' ? 'Results to look at' : name)).toBeVisible();
  }

  heading(name: string | RegExp): Locator {
    return this.#page.getByRole('heading', { level: 1, name });
  }

  async expectLive(): Promise<void> {
    await expect(this.connection).toContainText('Live');
  }

  message(text: string | RegExp): Locator {
    return this.messages.getByRole('status').or(this.messages.getByRole('alert')).filter({ hasText: text });
  }

  /** How often the document was loaded since this object was made: nothing that is live needs it. */
  loads(): number {
    return this.#loads;
  }
}
