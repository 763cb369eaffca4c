/** Triggers whose moments nobody knows beforehand: something out there happens, and a source says so. */
import type { Trigger } from '#shared/nouns/trigger.ts';

export interface Occurrence {
  /** When it happened, ms since 1970. */
  readonly at: number;
  /** What it was about, for people and for the run: a path, a volume's name. */
  readonly subject?: string | undefined;
  /** True where it happened while Luka was not watching: it is caught up as the task says. */
  readonly missed?: boolean | undefined;
}

export interface WatchOptions {
  /** When Luka last watched, ms since 1970: what happened between then and now was missed. Undefined: never before. */
  readonly lastWatched: number | undefined;
  readonly onError: (error: unknown) => void;
}

/** One kind of event trigger. */
export interface TriggerSource<T extends Trigger = Trigger> {
  /** Calls for every occurrence until the returned function is called. */
  watch(trigger: T, call: (occurrence: Occurrence) => void, options: WatchOptions): () => void;
}
