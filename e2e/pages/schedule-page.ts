/** What was due and is due on one day. */
import type { Locator, Page } from '@playwright/test';
import { PauseDialog } from './pause-dialog.ts';

export class SchedulePage {
  readonly heading: Locator;
  /** Rows of tasks with their marks; wide pages only. */
  readonly timeline: Locator;
  /** The slots of the day, newest first. */
  readonly list: Locator;
  readonly rows: Locator;
  /** What stands behind the mark or row that was chosen, beside the page or over it. */
  readonly details: Locator;
  /** What the day came to, by outcome; absences and pauses with their times. */
  readonly summary: Locator;
  readonly dayBefore: Locator;
  readonly dayAfter: Locator;
  readonly dayShown: Locator;
  readonly today: Locator;
  readonly outcome: Locator;
  /** Pauses in force, each with its button to resume. */
  readonly pauses: Locator;
  readonly pauseEverything: Locator;
  readonly pauseDialog: PauseDialog;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.heading = page.getByRole('heading', { level: 1, name: 'Schedule' });
    this.timeline = page.getByRole('grid', { name: /^Timeline of / });
    this.list = page.getByRole('list', { name: 'Slots' });
    this.rows = this.list.getByRole('button');
    this.details = page.getByRole('complementary', { name: 'Details' }).or(page.getByRole('dialog'));
    this.summary = page.getByRole('list', { name: 'What the day came to' });
    this.dayBefore = page.getByRole('button', { name: 'Day before' });
    this.dayAfter = page.getByRole('button', { name: 'Day after' });
    this.dayShown = page.getByLabel('Day shown');
    this.today = page.getByRole('button', { name: 'Today' });
    this.outcome = page.getByRole('combobox', { name: 'Outcome' });
    this.pauses = page.getByRole('list', { name: 'Pauses' });
    this.pauseEverything = page.getByRole('button', { name: 'Pause everything…' });
    this.pauseDialog = new PauseDialog(page, 'Pause everything');
  }

  /** The day in words: `Monday 29 March 2027`. */
  day(words: string | RegExp): Locator {
    return this.#page.getByRole('heading', { level: 2, name: words });
  }

  /** The row of a task in the timeline. */
  row(title: string): Locator {
    return this.timeline.getByRole('row').filter({
      has: this.#page.getByRole('rowheader', { name: title, exact: true }),
    });
  }

  /** Marks of a task, each named `<title>, <time>: <what became of it>`. @param words of the time or the outcome */
  marks(title: string, words: string | RegExp = ''): Locator {
    return this.row(title).getByRole('gridcell').getByRole('button', { name: words });
  }

  /** Rows of the list that say this, such as an outcome or a task's title. */
  rowsWith(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text });
  }

  async show(view: 'Timeline' | 'List'): Promise<void> {
    await this.#page.getByRole('group', { name: 'View' }).getByText(view, { exact: true }).click();
  }

  /** @param scope `Everything`, `#tag` or a task's title */
  resume(scope: string): Locator {
    return this.pauses.getByRole('button', { name: `Resume ${scope}`, exact: true });
  }
}
