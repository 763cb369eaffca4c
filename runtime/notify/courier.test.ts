import { describe, expect, it } from 'vitest';
import { Channel } from '#shared/nouns/notify.ts';
import { retryDelay } from './backoff.ts';
import { again, dead, sent, type Sent } from './channels/channel.ts';
import { Courier } from './courier.ts';
import { fakeSenders, notice, openLedger } from './testing.ts';

const CHANNEL = Channel.parse({ kind: 'webhook', url: 'http://127.0.0.1:1/' });

async function place(answer: Parameters<typeof fakeSenders>[0], channel: Channel = CHANNEL) {
  const base = await openLedger();
  const { senders, given } = fakeSenders(answer);
  const { store, ledger, clock, failures } = base;
  let ids = 0;
  const hire = () =>
    new Courier({
      name: 'ops',
      channel,
      store,
      ledger,
      clock,
      send: (of, message, signal) => senders.send(of, message, signal),
      newId: () => `msg_${(ids += 1)}`,
      chance: () => 0.5,
      onError: (error) => failures.push(error),
    });
  return Object.assign(base, {
    given,
    hire,
    courier: hire(),
    add: (title: string, more = {}) =>
      store.commit((tx) => void ledger.add(tx, notice(title, { at: clock.now(), ...more }), ['ops'], {})),
    states: () => ledger.list({ limit: 50 }).messages.map(({ state, attempts }) => [state, attempts]),
  });
}

describe('a courier', () => {
  it('sends what is there, and says so in the log', async () => {
    await using it = await place(() => sent('HTTP 200'));
    it.add('A failed');
    await it.courier.look();
    expect(it.given.map(({ message }) => message)).toMatchObject([
      { id: 'msg_1', title: 'A failed', count: 1 },
    ]);
    expect(it.ledger.list({ limit: 5 }).messages).toMatchObject([
      { state: 'sent', attempts: 1, answer: 'HTTP 200', channel: 'ops' },
    ]);
    expect(it.clock.nextTimer).toBeUndefined();
  });

  it('tries again by and by under the same id, until it gets through', async () => {
    let left = 3;
    await using it = await place(() => ((left -= 1) >= 0 ? again('nobody listens there') : sent('HTTP 204')));
    it.add('A failed');
    await it.courier.look();
    expect(it.states()).toEqual([['retrying', 1]]);
    for (const wait of [5_000, 30_000, 120_000]) {
      it.clock.advance(wait - 1);
      await it.courier.look();
      const before = it.given.length;
      it.clock.advance(1);
      await it.courier.look();
      expect(it.given.length).toBe(before + 1);
    }
    expect(it.states()).toEqual([['sent', 4]]);
    expect(new Set(it.given.map(({ message }) => message.id))).toEqual(new Set(['msg_1']));
  });

  it('gives up in the end, and at once where it can never go; the letter stays to be seen', async () => {
    let answer: Sent = again('no answer in time');
    await using it = await place(() => answer);
    it.add('A failed');
    for (let attempt = 1; retryDelay(attempt, undefined, 0.5) !== undefined; attempt += 1) {
      await it.courier.look();
      it.clock.jump(retryDelay(attempt, undefined, 0.5)!);
    }
    await it.courier.look();
    expect(it.states()).toEqual([['dead', 9]]);
    answer = dead('HTTP 404');
    it.add('B failed', { at: it.clock.now() });
    it.clock.jump(10_000);
    await it.courier.look();
    expect(it.ledger.list({ limit: 1 }).messages).toMatchObject([
      { state: 'dead', attempts: 1, answer: 'HTTP 404' },
    ]);
  });

  it('waits as long as the other side asks', () => {
    expect(retryDelay(1, 60_000, 0)).toBe(60_000);
    expect(retryDelay(1, 86_400_000, 0)).toBe(6 * 3_600_000);
    expect(retryDelay(3, 1, 1)).toBe(126_000);
    expect(retryDelay(9, 0, 0)).toBeUndefined();
  });

  it('sends again what a crash left in the middle, under the same id', async () => {
    const first = Promise.withResolvers<Sent>();
    await using it = await place(() => (it2.given.length === 1 ? first.promise : sent('HTTP 200')));
    const it2 = it;
    it.add('A failed');
    const looking = it.courier.look();
    await expect.poll(() => it.given.length).toBe(1);
    expect(it.states()).toEqual([['sending', 1]]);
    // The next Luka over the same ledger; of the first nobody ever hears again.
    await it.hire().look();
    expect(it.given.map(({ message }) => message.id)).toEqual(['msg_1', 'msg_1']);
    expect(it.states()).toEqual([['sent', 2]]);
    first.resolve(sent('late'));
    await looking;
  });

  it('that is closed in the middle leaves it to the next one', async () => {
    await using it = await place(
      () => new Promise<Sent>((resolve) => setTimeout(() => resolve(again('cut off')), 400)),
    );
    it.add('A failed');
    const looking = it.courier.look();
    await expect.poll(() => it.given.length).toBe(1);
    await it.courier.close();
    await looking;
    expect(it.states()).toEqual([['sending', 1]]);
    expect(it.clock.nextTimer).toBeUndefined();
  });

  it('holds back what comes while much does not get through, and then tells it as one', async () => {
    let isDown = true;
    await using it = await place(() => (isDown ? again('nobody listens there') : sent('ok')));
    for (let n = 1; n <= 12; n += 1) {
      it.add(`Task ${n} failed`);
      it.clock.jump(6_000);
      await it.courier.look();
    }
    expect(it.ledger.open('ops')).toHaveLength(5);
    isDown = false;
    it.clock.jump(6 * 3_600_000);
    await it.courier.look();
    await it.courier.look();
    it.clock.jump(10_000);
    await it.courier.look();
    expect(it.ledger.countWaiting('ops')).toBe(0);
    const sentOnes = it.ledger.list({ limit: 50, state: 'sent' }).messages;
    expect(sentOnes.map(({ message }) => message.count).toSorted((a, b) => a - b)).toEqual([
      1, 1, 1, 1, 1, 7,
    ]);
  });

  it('is not told of what was settled meanwhile', async () => {
    await using it = await place(
      () => sent('ok'),
      Channel.parse({ ...CHANNEL, quiet: [{ from: '11:00', to: '13:00', tz: 'UTC' }] }),
    );
    it.add('A needs approval', { kind: 'approval', about: 'approval:4' });
    await it.courier.look();
    it.store.commit((tx) => it.ledger.settle(tx, 'approval:4'));
    it.clock.jump(2 * 3_600_000);
    await it.courier.look();
    expect(it.given).toEqual([]);
  });

  it('tells the same thing once, however often it is read', async () => {
    await using it = await place(() => sent('ok'));
    it.add('A failed', { key: 'event:7' });
    it.add('A failed', { key: 'event:7' });
    await it.courier.look();
    expect(it.given).toHaveLength(1);
  });
});
