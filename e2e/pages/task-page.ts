import type { Locator, Page } from '@playwright/test';
import { PauseDialog } from './pause-dialog.ts';
import { ScheduleForm } from './schedule-form.ts';

/** The page of one task. */
export class TaskPage {
  readonly run: Locator;
  readonly steps: Locator;
  readonly runs: Locator;
  readonly about: Locator;
  readonly triggers: Locator;
  readonly nextTimes: Locator;
  readonly editSchedule: Locator;
  readonly pause: Locator;
  /** The banner of a task that failed too often. */
  readonly quarantine: Locator;
  readonly release: Locator;
  /** The week by day and hour: each cell is a button, named by its hour and what it came to. */
  readonly week: Locator;
  /** Why it did or did not run: one sentence. */
  readonly verdict: Locator;
  readonly evidence: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.run = page.getByRole('button', { name: /^Run…?$/ });
    this.steps = page.getByRole('list', { name: 'Steps' });
    this.runs = page.getByRole('list', { name: 'Runs' });
    this.triggers = page.getByRole('list', { name: 'Triggers' });
    this.nextTimes = page.getByRole('list', { name: 'Next times' }).getByRole('listitem');
    this.editSchedule = page.getByRole('button', { name: 'Edit schedule' });
    this.pause = page.getByRole('button', { name: 'Pause…', exact: true });
    this.quarantine = page.getByRole('region', { name: /^Quarantine of / });
    this.release = this.quarantine.getByRole('button', { name: /^Release / });
    this.week = page.getByRole('grid', { name: 'The last 7 days, by hour' });
    this.verdict = page.getByRole('status', { name: 'Verdict' });
    this.evidence = page.getByRole('list', { name: 'Evidence' }).getByRole('listitem');
    this.about = page.getByRole('complementary', { name: 'About this task' });
  }

  heading(title: string): Locator {
    return this.#page.getByRole('heading', { level: 1, name: title });
  }

  /** The banner of a pause. @param scope `Everything`, `#tag` or the task's title */
  paused(scope: string): Locator {
    return this.#page.getByRole('region', { name: `Pause of ${scope}`, exact: true });
  }

  scheduleForm(title: string): ScheduleForm {
    return new ScheduleForm(this.#page, title);
  }

  pauseDialog(title: string): PauseDialog {
    return new PauseDialog(this.#page, `Pause ${title}`);
  }

  /** Asks why, of now or of one of the last slots. @param moment `Now`, or words of the slot's button */
  async askWhy(moment: string | RegExp): Promise<void> {
    const moments = this.#page.getByRole('group', { name: 'Moment' });
    await moments.getByRole('button', { name: moment }).first().click();
  }
}
