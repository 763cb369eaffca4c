/** A notice as the system shows it. Whatever is clicked on it opens a page; what is dangerous is decided on that page. */
import type { Notification, NotificationConstructorOptions } from 'electron';
import type { Notifier } from '#runtime/notify/native/notifier.ts';
import type { Told } from './notice.ts';

type Native = Pick<Notification, 'on' | 'show'>;

export interface NativeNoticeOptions {
  readonly create: (options: NotificationConstructorOptions) => Native;
  /** Those that can still be clicked: one that nothing refers to is collected, and nobody hears of its click then. */
  readonly held: Set<Native>;
  readonly show: (path: string) => void;
  readonly platform: NodeJS.Platform;
}

/** The system keeps about so many; what is older can hardly be found there. */
export const MOST_HELD = 100;

/** The same as a channel of notify.yaml: `native`. */
export function desktopNotifier(options: NativeNoticeOptions): Notifier {
  return {
    name: 'the menu bar app',
    async show({ title, body, open }) {
      showNative({ kind: 'summary', title, body, open, button: 'Show' }, options);
    },
  };
}

export function showNative({ title, body, open, button }: Told, options: NativeNoticeOptions): void {
  const notification = options.create({
    title,
    body,
    // Buttons exist on macOS only; elsewhere a click on the notice is all there is.
    ...(options.platform === 'darwin' ? { actions: [{ type: 'button' as const, text: button }] } : {}),
  });
  const { held } = options;
  const letGo = (): void => void held.delete(notification);
  const clicked = (): void => {
    letGo();
    options.show(open);
  };
  notification.on('click', clicked);
  notification.on('action', clicked);
  notification.on('close', letGo);
  notification.on('failed', letGo);
  held.add(notification);
  for (const oldest of held) {
    if (held.size <= MOST_HELD) break;
    held.delete(oldest);
  }
  notification.show();
}
