/** The form that changes the triggers of a task. */
import type { Locator, Page } from '@playwright/test';

export type KindName =
  | 'At set times'
  | 'At an interval'
  | 'Once'
  | 'After another task'
  | 'When a file changes'
  | 'When a volume is mounted'
  | 'When Luka starts'
  | 'When the machine wakes'
  | 'When I log in'
  | 'When its address is called';

/** One trigger in the form: its fields, and what it would do. */
export class TriggerCard {
  readonly card: Locator;
  readonly kind: Locator;
  readonly remove: Locator;
  /** Of set times. */
  readonly repeats: Locator;
  readonly time: Locator;
  readonly cron: Locator;
  readonly zone: Locator;
  /** What is offered for the zone or the task that is typed. */
  readonly suggestions: Locator;
  /** The next ten times, once they are there. */
  readonly times: Locator;
  readonly findings: Locator;

  constructor(form: Locator, number: number) {
    this.card = form.getByRole('region', { name: `Trigger ${number}`, exact: true });
    this.kind = this.card.getByRole('combobox', { name: `Trigger ${number}`, exact: true });
    this.remove = this.card.getByRole('button', { name: `Remove trigger ${number}`, exact: true });
    this.repeats = this.card.getByRole('combobox', { name: 'Repeats' });
    this.time = this.card.getByLabel('Time', { exact: true });
    this.cron = this.card.getByRole('textbox', { name: 'Cron' });
    this.zone = this.card.getByRole('combobox', { name: 'Time zone' });
    this.suggestions = this.card.getByRole('listbox').getByRole('option');
    this.times = this.card.getByRole('list', { name: 'Next times' }).getByRole('listitem');
    this.findings = this.card.getByRole('list', { name: 'What is wrong with it' });
  }

  async choose(kind: KindName): Promise<void> {
    await this.kind.selectOption(kind);
  }

  /** A field by its label, such as `Every`, `File`, `Volume`, `After a while (optional)`. */
  field(label: string): Locator {
    return this.card.getByLabel(label, { exact: true });
  }
}

export class ScheduleForm {
  readonly dialog: Locator;
  readonly add: Locator;
  readonly save: Locator;
  readonly close: Locator;
  /** Of a form with changes that is closed: throws them away, or goes on. */
  readonly discard: Locator;
  readonly goOn: Locator;
  /** Where the file was changed meanwhile. */
  readonly reload: Locator;

  constructor(page: Page, title: string) {
    this.dialog = page.getByRole('dialog', { name: `Schedule of ${title}`, exact: true });
    this.add = this.dialog.getByRole('button', { name: 'Add a trigger' });
    this.save = this.dialog.getByRole('button', { name: 'Save' });
    this.close = this.dialog.getByRole('button', { name: 'Close' });
    this.discard = this.dialog.getByRole('button', { name: 'Discard them' });
    this.goOn = this.dialog.getByRole('button', { name: 'Go on editing' });
    this.reload = this.dialog.getByRole('button', { name: 'Load the file again' });
  }

  /** @param number from 1, as the form counts them */
  trigger(number: number): TriggerCard {
    return new TriggerCard(this.dialog, number);
  }
}
