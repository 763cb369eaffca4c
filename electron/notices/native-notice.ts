/** A notice as the system shows it. Whatever is clicked on it opens a page; what is dangerous is decided on that page. */
import type { Notification, NotificationConstructorOptions } from 'electron';
import type { Notifier } from '#runtime/notify/native/notifier.ts';
import type { Told } from './notice.ts';

export interface NativeNoticeOptions {
  readonly create: (options: NotificationConstructorOptions) => Pick<Notification, 'on' | 'show'>;
  readonly show: (path: string) => void;
  readonly platform: NodeJS.Platform;
}

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
  notification.on('click', () => options.show(open));
  notification.on('action', () => options.show(open));
  notification.show();
}
