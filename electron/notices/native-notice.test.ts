import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { Notification, NotificationConstructorOptions } from 'electron';
import { DEFAULT_SETTINGS } from '#shared/nouns/settings.ts';
import { hostNotifier } from '#runtime/notify/native/host-notifier.ts';
import { desktopNotifier, MOST_HELD, showNative } from './native-notice.ts';

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
    held: new Set(),
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

it('holds what can be clicked until it was, or is gone, and not more than a screen could show', () => {
  const held = new Set<Pick<Notification, 'on' | 'show'>>();
  const opened: string[] = [];
  const show = (open: string): EventEmitter => {
    const made = Object.assign(new EventEmitter(), { show: () => undefined });
    showNative(
      { kind: 'failure', title: 'T', body: '', open, button: 'See why' },
      { create: () => made as never, held, show: (path) => opened.push(path), platform: 'darwin' },
    );
    return made;
  };
  for (const event of ['click', 'action', 'close', 'failed']) {
    const made = show(`/${event}`);
    expect([...held]).toEqual([made]);
    made.emit(event);
    expect(held.size).toBe(0);
  }
  expect(opened).toEqual(['/click', '/action']);
  const all = Array.from({ length: MOST_HELD + 2 }, (_, index) => show(`/runs/${index}`));
  expect([...held]).toEqual(all.slice(2));
});
