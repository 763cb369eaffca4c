/** The port: what shows a notice on this machine's screen. The desktop host brings its own. */
import type { Message, NotifyKind } from '#shared/nouns/notify.ts';

export interface Notifier {
  /** In words: `notify-send`, `the menu bar app`. */
  readonly name: string;
  /** Whether the host tells of that already by itself. */
  readonly tells?: ((kind: NotifyKind) => boolean) | undefined;
  /** @throws where it cannot be shown */
  show(message: Pick<Message, 'title' | 'body' | 'severity' | 'open'>): Promise<void>;
}
