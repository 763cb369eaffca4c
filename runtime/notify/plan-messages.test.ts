import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Channel, Notice, NotifyKind, NotifySeverity } from '#shared/nouns/notify.ts';
import { compose } from './compose.ts';
import { planMessages } from './plan-messages.ts';
import { NOON } from './testing.ts';

const MINUTE = 60_000;
let last = 0;
const waits = (kind: NotifyKind, at = NOON, severity: NotifySeverity = 'error') => ({
  id: (last += 1),
  at,
  notice: {
    kind,
    severity,
    title: `${kind} ${last}`,
    body: '',
    open: '/',
    at: new Date(at).toISOString(),
  } satisfies Notice,
});
const plan = (
  waiting: ReturnType<typeof waits>[],
  more: {
    channel?: Partial<Channel>;
    made?: number[];
    now?: number;
    lastOf?: (kind: NotifyKind) => number | undefined;
  } = {},
) =>
  planMessages({
    channel: more.channel ?? {},
    waiting,
    made: more.made ?? [],
    lastOf: more.lastOf ?? (() => undefined),
    now: more.now ?? NOON,
  });

describe('what waits', () => {
  it('goes at once, one kind at a time as one', () => {
    const { messages, lookAt } = plan([waits('failure'), waits('failure'), waits('approval')]);
    expect(messages.map(({ notices, how }) => [notices.length, how])).toEqual([
      [2, 'grouped'],
      [1, 'grouped'],
    ]);
    expect(lookAt).toBeUndefined();
  });

  it('of a kind that was told a moment ago waits for others of it', () => {
    const lastOf = (kind: NotifyKind) => (kind === 'failure' ? NOON - 2_000 : undefined);
    const { messages, lookAt } = plan([waits('failure'), waits('sla')], { lastOf });
    expect(messages).toHaveLength(1);
    expect(lookAt).toBe(NOON + 3_000);
  });

  it('waits where there is no room, and is told as one when there is', () => {
    const channel = { limit: { count: 2, within: 10 * MINUTE } };
    const made = [NOON - 4 * MINUTE, NOON - 1_000];
    const many = (['failure', 'sla', 'approval', 'failure'] as const).map((kind) => waits(kind));
    expect(plan(many, { channel, made })).toEqual({ messages: [], lookAt: NOON + 6 * MINUTE });
    const later = plan(many, { channel, made: [NOON - 1_000], now: NOON + 6 * MINUTE });
    expect(later.messages.map(({ notices, how }) => [notices.length, how])).toEqual([[4, 'folded']]);
  });

  it('waits for the end of quiet hours, but for what is urgent; then all is told as one', () => {
    const channel = { quiet: [{ from: '11:00', to: '13:00', tz: 'UTC' }], urgent: 'error' as const };
    const mild = [waits('recovered', NOON, 'info'), waits('approval', NOON, 'warning')];
    const quiet = plan([...mild, waits('failure')], { channel });
    expect(quiet.messages.map(({ notices }) => notices.map(({ notice }) => notice.kind))).toEqual([
      ['failure'],
    ]);
    expect(quiet.lookAt).toBe(Date.UTC(2026, 2, 6, 13));
    const after = plan([...mild, waits('sla', quiet.lookAt)], { channel, now: quiet.lookAt! });
    expect(after.messages.map(({ notices, how }) => [notices.length, how])).toEqual([
      [2, 'quiet'],
      [1, 'grouped'],
    ]);
  });

  it('is never more than the limit, never lost, never twice', () => {
    const kind = fc.constantFrom<NotifyKind>('failure', 'sla', 'approval', 'recovered');
    fc.assert(
      fc.property(
        fc.array(fc.record({ kind, after: fc.integer({ min: 0, max: 20 * MINUTE }) }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        (arrivals, count, isQuiet) => {
          const within = 10 * MINUTE;
          const channel: Partial<Channel> = {
            limit: { count, within },
            ...(isQuiet ? { quiet: [{ from: '12:05', to: '12:11', tz: 'UTC' }] } : {}),
          };
          const lastOf = new Map<NotifyKind, number>();
          const made: number[] = [];
          const told: number[] = [];
          let waiting: ReturnType<typeof waits>[] = [];
          const toCome = arrivals
            .map((each) => waits(each.kind, NOON + each.after))
            .toSorted((a, b) => a.at - b.at);
          let now = NOON;
          for (let step = 0; step < 1_000; step += 1) {
            while (toCome[0] && toCome[0].at <= now) waiting.push(toCome.shift()!);
            const { messages, lookAt } = planMessages({
              channel,
              waiting,
              made: made.filter((at) => at > now - within),
              lastOf: (of) => lastOf.get(of),
              now,
            });
            for (const { notices } of messages) {
              made.push(now);
              for (const { id, notice } of notices) {
                told.push(id);
                lastOf.set(notice.kind, now);
              }
            }
            waiting = waiting.filter(({ id }) => !told.includes(id));
            const next = Math.min(lookAt ?? Infinity, toCome[0]?.at ?? Infinity);
            if (next === Infinity) break;
            expect(next).toBeGreaterThan(now);
            now = next;
          }
          expect(waiting).toEqual([]);
          expect(told).toHaveLength(arrivals.length);
          expect(new Set(told).size).toBe(told.length);
          for (const at of made)
            expect(made.filter((other) => other > at - within && other <= at).length).toBeLessThanOrEqual(
              count,
            );
        },
      ),
    );
  });
});

describe('a message', () => {
  const told = (kind: NotifyKind, title: string, severity: NotifySeverity = 'error'): Notice => ({
    kind,
    severity,
    title,
    body: 'why',
    open: '/runs/1',
    at: '2026-03-06T12:00:00.000Z',
  });
  const AT = '2026-03-06T12:00:00.000Z';
  it('of one notice is that notice', () =>
    expect(compose([told('failure', 'A failed')], 'folded', AT)).toMatchObject({
      kind: 'failure',
      title: 'A failed',
      body: 'why',
      open: '/runs/1',
      count: 1,
    }));
  it('of several of a kind counts them', () =>
    expect(
      compose(
        ['A', 'B', 'C', 'D'].map((name) => told('failure', `${name} failed`)),
        'grouped',
        AT,
      ),
    ).toMatchObject({
      kind: 'failure',
      title: '4 runs failed',
      body: 'A failed, B failed, C failed and 1 more',
      open: '/runs?state=failed',
    }));
  it('of what had no room names the worst, and how many more', () => {
    const many = [
      told('recovered', 'R works again', 'info'),
      told('failure', 'A failed'),
      ...Array.from({ length: 11 }, (_, n) => told('failure', `${n} failed`)),
    ];
    expect(compose(many, 'folded', AT)).toMatchObject({
      kind: 'summary',
      severity: 'error',
      title: 'A failed, and 12 more',
      body: 'R works again, 12 runs failed',
      count: 13,
    });
  });
  it('after quiet hours says so', () =>
    expect(compose([told('failure', 'A failed'), told('sla', 'B late')], 'quiet', AT).title).toBe(
      'While it was quiet: 2 things happened',
    ));
});
