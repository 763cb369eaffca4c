/** What a question about Luka itself wants to know. Times are ms since 1970. */
import type { NamedTask } from './find-task.ts';
import type { Period } from './period.ts';

export const INTENT_KINDS = [
  'failed',
  'happened',
  'why-not-run',
  'why-failed',
  'due',
  'next-run',
  'running',
  'needs-me',
  'last-success',
  'last-run',
  'agents',
  'services',
  'run-it',
] as const;
export type IntentKind = (typeof INTENT_KINDS)[number];

export interface Intent {
  readonly kind: IntentKind;
  /** Those that are meant; several where the name is not clear; none where all are. */
  readonly tasks: readonly NamedTask[];
  readonly period?: Period | undefined;
  readonly moment?: number | undefined;
}
