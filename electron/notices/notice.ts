/** One thing that a person is told of beside the icon. */
import type { NoticeKind } from '#shared/nouns/settings.ts';

export interface Notice {
  readonly kind: NoticeKind;
  /** What it is about: `run:12`, `approval:4`. What was settled meanwhile is not told. */
  readonly about: string;
  readonly title: string;
  readonly body: string;
  /** The page of the UI that it opens. Nothing else is ever done by a notification. */
  readonly open: string;
}

/** What is put on the screen: one notice, or several as one. */
export interface Told {
  readonly kind: NoticeKind | 'summary';
  readonly title: string;
  readonly body: string;
  readonly open: string;
  /** The words of its button, where the system shows one; it opens the same page. */
  readonly button: string;
}
