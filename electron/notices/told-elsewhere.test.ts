import { expect, it } from 'vitest';
import type { NotifyView } from '#shared/nouns/notify.ts';
import { tellsOnScreen } from './told-elsewhere.ts';

const screen = {
  name: 'screen',
  kind: 'native',
  enabled: true,
  where: 'this screen',
  waiting: 0,
  dead: 0,
} as const;
const view = (channel: Partial<NotifyView['channels'][0]>, rest = ['screen']): boolean =>
  tellsOnScreen({ channels: [{ ...screen, ...channel }], routes: [], default: rest });

it('is so only where a channel to this screen works and is used', () => {
  expect(view({})).toBe(true);
  expect(view({ kind: 'ntfy' })).toBe(false);
  expect(view({ enabled: false })).toBe(false);
  expect(view({ problem: 'there is no notify-send' })).toBe(false);
  expect(view({}, [])).toBe(false);
  expect(
    tellsOnScreen({ channels: [screen], routes: [{ when: 'everything', to: ['screen'] }], default: [] }),
  ).toBe(true);
});
