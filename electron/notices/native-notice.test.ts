import { expect, it } from 'vitest';
import type { NotificationConstructorOptions } from 'electron';
import { DEFAULT_SETTINGS } from '#shared/nouns/settings.ts';
import { hostNotifier } from '#runtime/notify/native/host-notifier.ts';
import { desktopNotifier } from './native-notice.ts';

it('shows a message of a channel, and opens its page; what the menu bar tells already is not told twice', async () => {
  const made: NotificationConstructorOptions[] = [];
  const opened: string[] = [];
  const clicks: (() => void)[] = [];
  const own = desktopNotifier({
    create(options) {
      made.push(options);
      return {
        on(event: string, listener: () => void) {
          if (event === 'click') clicks.push(listener);
          return this;
        },
        show: () => undefined,
      } as never;
    },
    show: (path) => opened.push(path),
    platform: 'linux',
  });
  await own.show({ title: 'A failed', body: 'exit code 7', severity: 'error', open: '/runs/7' });
  clicks[0]?.();
  expect(made).toEqual([{ title: 'A failed', body: 'exit code 7' }]);
  expect(opened).toEqual(['/runs/7']);
  const notifications = { ...DEFAULT_SETTINGS.notifications, failure: false };
  const host = hostNotifier(own, () => notifications);
  expect([host.tells?.('approval'), host.tells?.('failure'), host.tells?.('sla')]).toEqual([
    true,
    false,
    false,
  ]);
});
