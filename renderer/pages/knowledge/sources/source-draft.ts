/** What is typed about a folder, and what Luka is asked to read of it. Pure. */
import type { SourceSpec } from '#shared/nouns/knowledge.ts';

export const WATCH_CHOICES = [
  ['events', 'As files change'],
  ['clock', 'By the clock'],
  ['manual', 'Only when asked'],
] as const;
export type WatchChoice = (typeof WATCH_CHOICES)[number][0];

export const EVERY_CHOICES = [
  [300, '5 minutes'],
  [900, '15 minutes'],
  [3_600, 'hour'],
  [21_600, '6 hours'],
  [86_400, 'day'],
] as const;

export interface SourceDraft {
  readonly folder: string;
  readonly name: string;
  /** One glob a line. */
  readonly include: string;
  readonly exclude: string;
  readonly watch: WatchChoice;
  readonly everySeconds: number;
}

export const EMPTY_DRAFT: SourceDraft = {
  folder: '',
  name: '',
  include: '',
  exclude: '',
  watch: 'events',
  everySeconds: 900,
};

/** Why the folder cannot be read as it is typed; whether it is there only Luka knows. */
export function folderProblem({ folder }: SourceDraft): string | undefined {
  const typed = folder.trim();
  if (typed === '') return 'Which folder?';
  return typed.startsWith('/') ? undefined : 'The whole path, beginning with /.';
}

export function specOf(draft: SourceDraft): SourceSpec {
  const name = draft.name.trim();
  const include = globsOf(draft.include);
  const exclude = globsOf(draft.exclude);
  return {
    folder: draft.folder.trim(),
    ...(name === '' ? {} : { name }),
    ...(include.length === 0 ? {} : { include }),
    ...(exclude.length === 0 ? {} : { exclude }),
    watch: draft.watch === 'clock' ? { everySeconds: draft.everySeconds } : draft.watch,
  };
}

function globsOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
