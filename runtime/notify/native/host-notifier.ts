/** The host's own notices as a channel: what its settings have it tell already is not told a second time. */
import { NOTICE_KINDS, type NotificationSettings } from '#shared/nouns/settings.ts';
import type { Notifier } from './notifier.ts';

export function hostNotifier(host: Notifier, settings: () => NotificationSettings): Notifier {
  return {
    ...host,
    tells(kind) {
      const own = NOTICE_KINDS.find((known) => known === kind);
      return own !== undefined && settings()[own];
    },
  };
}
