/** All pages of one browser page, for specs that walk through several. */
import type { Page } from '@playwright/test';
import { OverviewPage } from './overview-page.ts';
import { RunPage } from './run-page.ts';
import { RunsPage } from './runs-page.ts';
import { SchedulePage } from './schedule-page.ts';
import { SettingsPage } from './settings-page.ts';
import { Shell } from './shell.ts';
import { SignInPage } from './sign-in-page.ts';
import { TaskPage } from './task-page.ts';
import { TasksPage } from './tasks-page.ts';

export class Ui {
  readonly shell: Shell;
  readonly overview: OverviewPage;
  readonly tasks: TasksPage;
  readonly task: TaskPage;
  readonly runs: RunsPage;
  readonly run: RunPage;
  readonly schedule: SchedulePage;
  readonly settings: SettingsPage;
  readonly signIn: SignInPage;

  constructor(page: Page) {
    this.shell = new Shell(page);
    this.overview = new OverviewPage(page);
    this.tasks = new TasksPage(page);
    this.task = new TaskPage(page);
    this.runs = new RunsPage(page);
    this.run = new RunPage(page);
    this.schedule = new SchedulePage(page);
    this.settings = new SettingsPage(page);
    this.signIn = new SignInPage(page);
  }
}
