/** What the task reference says of one field beside what the schema says. */
export interface FieldEntry {
  /** What it is for, in a sentence or two; with the unit where the type does not say it. */
  readonly meaning: string;
  /** What holds where it is left out, as it would be written. */
  readonly default?: string;
  /** A task, or a part of one, that has the field. It is loaded and run. */
  readonly example: string;
  /** How a run of the example ends; `succeeded` where left out. */
  readonly ends?: 'failed' | 'timed_out' | 'awaiting_approval';
  /** What the run's log has. */
  readonly prints?: string;
  /** Why the example cannot be run just like that: then it is loaded only. */
  readonly notRun?: string;
}

export type FieldEntries = Readonly<Record<string, FieldEntry>>;
