/** One condition a file, each behind this. */
import type { ConditionKind, Conditions } from '#shared/nouns/schedule-policy.ts';
import type { Machine } from './ports.ts';

export interface Readings extends Pick<Machine, 'power' | 'network' | 'volumes' | 'freeBytes' | 'idleMs'> {
  /** What `~` stands for. */
  readonly home: string;
}

export interface Verdict {
  readonly met: boolean;
  /** As it is now, for a person. */
  readonly text: string;
}

export interface Condition<K extends ConditionKind> {
  readonly kind: K;
  /** @throws what a reading throws: it then counts as not met, and the error says why */
  check(wanted: NonNullable<Conditions[K]>, readings: Readings): Promise<Verdict>;
}
