import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS, type NoticeKind, type NotificationSettings } from '#shared/nouns/settings.ts';
import { createNoticeDesk, type NoticeDesk } from './notice-desk.ts';
import type { Notice, Told } from './notice.ts';
import { quietFor } from './quiet-hours.ts';

const NOON = new Date(2026, 2, 6, 12, 0).getTime();
const MINUTE = 60_000;

let shown: Told[];
let settings: NotificationSettings;
let isToldElsewhere: boolean;
let desk: NoticeDesk;
beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
  shown = [];
  settings = DEFAULT_SETTINGS.notifications;
  isToldElsewhere = false;
  desk = createNoticeDesk({
    settings: async () => settings,
    isToldElsewhere: async () => isToldElsewhere,
    show: (told) => shown.push(told),
    after(ms, then) {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
    now: Date.now,
    onError: (error) => expect.fail(String(error)),
  });
  return () => {
    desk.close();
    vi.useRealTimers();
  };
});

let last = 0;
const notice = (kind: NoticeKind, title = 'Backup failed'): Notice => ({
  kind,
  about: `run:${(last += 1)}`,
  title,
  body: 'exit code 7',
  open: `/runs/${last}`,
});
const titles = () => shown.map(({ title }) => title);

describe('notices', () => {
  it('are told at once, one kind at a time as one', async () => {
    desk.add(notice('failure', 'A failed'));
    await vi.advanceTimersByTimeAsync(0);
    expect(shown).toEqual([
      { kind: 'failure', title: 'A failed', body: 'exit code 7', open: `/runs/${last}`, button: 'See why' },
    ]);
    for (const name of ['B', 'C', 'D', 'E']) desk.add(notice('failure', `${name} failed`));
    desk.add(notice('recovered', 'F works again'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(titles()).toEqual(['A failed', 'F works again']);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(shown[2]).toMatchObject({
      title: '4 runs failed',
      body: 'B failed, C failed, D failed and more',
      open: '/runs?state=failed',
    });
  });

  it('are not told where the person does not want them', async () => {
    settings = { ...settings, failure: false };
    desk.add(notice('failure'));
    desk.add(notice('overdue', 'Mail did not run at 09:00'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(titles()).toEqual(['Mail did not run at 09:00']);
  });

  it('are not told twice where another program shows them on this screen', async () => {
    isToldElsewhere = true;
    desk.add(notice('failure', 'A failed'));
    await vi.advanceTimersByTimeAsync(20_000);
    isToldElsewhere = false;
    desk.add(notice('failure', 'B failed'));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(titles()).toEqual(['B failed']);
  });

  it('are not told where it was settled meanwhile', async () => {
    desk.add(notice('approval', 'A needs approval'));
    await vi.advanceTimersByTimeAsync(0);
    desk.add({ ...notice('approval', 'B needs approval'), about: 'approval:7' });
    desk.settle('approval:7');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(titles()).toEqual(['A needs approval']);
  });

  it('are never more than a few in some minutes; the rest is told as one', async () => {
    for (let count = 0; count < 30; count += 1) {
      desk.add(notice('failure', `Task ${count} failed`));
      await vi.advanceTimersByTimeAsync(6_000);
    }
    expect(shown).toHaveLength(6);
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(shown).toHaveLength(7);
    expect(shown[6]).toMatchObject({
      kind: 'summary',
      title: 'In the last minutes: 24 things happened',
      body: '24 runs failed',
    });
  });

  it('are held back in quiet hours, and told as one when they are over', async () => {
    settings = { ...settings, quiet: { from: '11:30', to: '12:30' } };
    desk.add(notice('failure', 'A failed'));
    desk.add(notice('failure', 'B failed'));
    desk.add(notice('approval', 'C needs approval'));
    await vi.advanceTimersByTimeAsync(29 * MINUTE);
    expect(shown).toEqual([]);
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    expect(shown).toMatchObject([
      {
        title: 'While it was quiet: 3 things happened',
        body: '2 runs failed, C needs approval',
        open: '/',
      },
    ]);
  });
});

describe('quiet hours', () => {
  const night = { from: '22:00', to: '07:00' };
  const at = (hours: number, minutes = 0) => new Date(2026, 2, 6, hours, minutes).getTime();
  it.each([
    [21, 59, undefined],
    [22, 0, 9 * 60],
    [23, 30, 7.5 * 60],
    [0, 0, 7 * 60],
    [6, 59, 1],
    [7, 0, undefined],
    [12, 0, undefined],
  ])('pass midnight: at %d:%d they last %s minutes more', (hours, minutes, left) =>
    expect(quietFor(night, at(hours, minutes))).toBe(left === undefined ? undefined : left * MINUTE),
  );
  it('are none where nobody set them', () => expect(quietFor(null, at(3))).toBeUndefined());
  it('lie within a day, too', () => {
    expect(quietFor({ from: '12:00', to: '13:00' }, at(12, 30))).toBe(30 * MINUTE);
    expect(quietFor({ from: '12:00', to: '13:00' }, at(13))).toBeUndefined();
  });
});
