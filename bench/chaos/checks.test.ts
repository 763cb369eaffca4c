/** A check that cannot fail is worth nothing: each is shown what it is there to find. */
import { expect, it } from 'vitest';
import { checkAll } from './checks.ts';
import {
  addAttempt,
  addRun,
  addSlot,
  keyOf,
  moment,
  soundEvidence,
  type Spoilable,
} from './sample-evidence.ts';

it('finds nothing in what is sound', () => {
  expect(checkAll(soundEvidence())).toEqual([]);
});

const run = (evidence: Spoilable, id: number) => evidence.ledger.runs.find((one) => one.id === id)!;
const slot = (evidence: Spoilable, due: number) => evidence.ledger.slots.find((one) => one.due === due)!;
const without = <T>(list: T[], is: (one: T) => boolean) => list.splice(list.findIndex(is), 1);

const PLANTED: readonly (readonly [string, (evidence: Spoilable) => void, string, RegExp])[] = [
  // What SQLite and the machine say.
  ['a damaged page', (e) => e.ledger.damage.push('row 3 missing from index'), 'ledger', /row 3 missing/],
  ['a process left behind', (e) => e.left.push('4711 (sleep 300)'), 'orphan', /4711/],
  // Moments.
  [
    'a moment without an entry',
    (e) => without(e.ledger.slots, (one) => one.due === moment(3)),
    'lost',
    /tick, every 1s: 2026-03-01T00:00:03.000Z has no entry/,
  ],
  [
    'a moment in two entries',
    (e) => Object.assign(slot(e, moment(2)), { last_due: moment(3), count: 2 }),
    'duplicated',
    /has 2 entries/,
  ],
  [
    'an entry for many that counts wrong',
    (e) => Object.assign(slot(e, moment(3)), { last_due: moment(5), count: 2 }),
    'ledger',
    /stands for 2, not 3/,
  ],
  [
    'an entry of no moment',
    (e) => addSlot(e, { task: 'tick', trigger: 'every 1s', due: moment(1) + 1, state: 'missed' }),
    'ledger',
    /stands for 1, not 0/,
  ],
  [
    'a moment before the task was known',
    (e) => addSlot(e, { task: 'tick', trigger: 'every 1s', due: moment(-60), state: 'missed' }),
    'ledger',
    /before the task was known/,
  ],
  ['a task that was never planned', (e) => e.ledger.states.shift(), 'lost', /never knew the task tick/],
  // Events.
  [
    'an end nobody told the next task of',
    (e) => without(e.ledger.slots, (one) => one.subject?.includes('#2 ') ?? false),
    'lost',
    /the end of #2 .* has no entry/,
  ],
  [
    'an end told twice',
    (e) =>
      addSlot(e, {
        task: 'follower',
        trigger: 'after tick any',
        due: moment(2) + 301,
        state: 'skipped',
        subject: '{"text":"run #2 of tick"}',
      }),
    'duplicated',
    /the end of #2 has 2 entries/,
  ],
  [
    'an end that was none to tell of',
    (e) => (run(e, 2).state = 'cancelled'),
    'ledger',
    /the end of #2 was none it waits for/,
  ],
  [
    'an accepted call without an entry',
    (e) => without(e.ledger.slots, (one) => one.kind === 'webhook'),
    'lost',
    /the call c1/,
  ],
  [
    'a call entered twice',
    (e) => addSlot(e, { ...slot(e, moment(1) + 7), due: moment(1) + 8, state: 'skipped', run: null }),
    'duplicated',
    /the call c1 has 2 entries/,
  ],
  // Outcomes.
  [
    'an open entry',
    (e) => (slot(e, moment(3)).state = 'held'),
    'lost',
    /tick, every 1s, .*:03.000Z is still held/,
  ],
  ['an entry that ran as nothing', (e) => (slot(e, moment(2)).run = 77), 'lost', /ran, as no run/],
  ['an entry that ran as another', (e) => (slot(e, moment(2)).run = 1), 'ledger', /ran as #1, made for/],
  [
    'a run of a moment that has no entry',
    (e) => addRun(e, { id: 10, task: 'tick', idempotency_key: keyOf('tick', 'every 1s', moment(9)) }),
    'ledger',
    /#10 was made for slot:tick/,
  ],
  // Promises.
  [
    'an acknowledged run that is gone',
    (e) => without(e.ledger.runs, (one) => one.id === 5),
    'lost',
    /k1 was acknowledged as #5; the ledger has none/,
  ],
  [
    'an acknowledged run that is another now',
    (e) => (run(e, 5).params = '{"token":"k7"}'),
    'lost',
    /k1 was acknowledged/,
  ],
  [
    'a request acknowledged as two runs',
    (e) => e.journal.asks.get('k1')!.acknowledged.add(6),
    'duplicated',
    /k1 was acknowledged as 5 and 6/,
  ],
  [
    'a refused request that ran',
    (e) => addRun(e, { id: 10, task: 'asked', idempotency_key: 'client:k9', params: '{"token":"k9"}' }, 'k9'),
    'ledger',
    /k9 was refused, and is #10/,
  ],
  ['an order without a run', (e) => without(e.ledger.runs, (one) => one.id === 6), 'lost', /order o1 has no/],
  [
    'an order run twice',
    (e) => addRun(e, { id: 10, task: null, order_id: 'o1' }, 'o1'),
    'duplicated',
    /order o1 has 2 runs/,
  ],
  ['an order whose file is gone', (e) => e.orders.pop(), 'lost', /o1 lies in 0 places/],
  ['an order that is left', (e) => (e.orders[0]!.folder = 'running'), 'lost', /o1 still lies in running/],
  ['an order without a result', (e) => (e.orders[0]!.run = undefined), 'lost', /o1 .* without a result/],
  [
    'a result that is not true',
    (e) => (run(e, 6).state = 'interrupted'),
    'ledger',
    /the result of o1 says #6 succeeded, the ledger #6 interrupted/,
  ],
  // Ends.
  ['a run that never ended', (e) => (run(e, 5).state = 'running'), 'lost', /#5 \(asked\) is still running/],
  ['an end that was not told', (e) => e.ledger.events.pop(), 'ledger', /the end of #9 was told 0 times/],
  ['an open attempt', (e) => (e.ledger.attempts[0]!.state = 'running'), 'ledger', /attempt 1 of #1 is still/],
  ['an open step', (e) => (e.ledger.steps[0]!.state = 'pending'), 'ledger', /step 1 .* is still pending/],
  // Attempts.
  [
    'more attempts than the task says',
    (e) => [2, 3].forEach((number) => addAttempt(e, 1, number, 'failed')),
    'duplicated',
    /#1 has 3 attempts of 2/,
  ],
  [
    'an interrupted attempt that was made again',
    (e) => {
      e.ledger.attempts[0]!.state = 'interrupted';
      addAttempt(e, 1, 2, 'failed');
    },
    'duplicated',
    /#1 was tried again after attempt 1, which was interrupted/,
  ],
  [
    'a run repeated that must not be',
    (e) => {
      run(e, 5).state = 'interrupted';
      addRun(e, { id: 10, task: 'asked', idempotency_key: 'again:5', params: '{"token":"k1"}' }, 'k1');
    },
    'duplicated',
    /#10 repeats #5, which must not be repeated/,
  ],
  [
    'an order repeated that must not be',
    (e) => {
      run(e, 6).state = 'interrupted';
      addRun(e, { id: 10, task: null, idempotency_key: 'again:6' }, 'o1');
    },
    'duplicated',
    /#10 repeats #6, which must not be repeated/,
  ],
  ['a repeat of what ended well', (e) => (run(e, 7).state = 'succeeded'), 'duplicated', /#8 repeats #7/],
  // Effects.
  ['a step begun twice', (e) => e.effects.push(e.effects[0]!), 'duplicated', /attempt 1 of #1 began 2 times/],
  [
    'work that the ledger knows nothing of',
    (e) => e.effects.push({ ...e.effects[0]!, attempt: 2 }),
    'ledger',
    /step 1\.2\.0 \(tick\) was done/,
  ],
  [
    'a process before its row',
    (e) => (e.ledger.steps[0]!.started_at = null),
    'ledger',
    /was done before it was written down/,
  ],
  [
    'success without the work',
    (e) => without(e.effects, ({ word }) => word === 'last'),
    'lost',
    /1 beginnings and 0/,
  ],
  [
    'an end without a beginning',
    (e) => without(e.effects, ({ word }) => word === 'first'),
    'ledger',
    /came to its end and never began/,
  ],
  [
    'one run that did the work of another',
    (e) => (e.effects[0] = { ...e.effects[0]!, task: 'follower' }),
    'ledger',
    /#1 did the work of follower/,
  ],
  [
    'one request begun by two runs',
    (e) => addRun(e, { id: 10, task: 'asked', params: '{"token":"k1"}' }, 'k1'),
    'duplicated',
    /k1 was begun by the runs 5, 10/,
  ],
];

it.each(PLANTED)('finds %s', (_, plant, kind, text) => {
  const evidence = soundEvidence();
  plant(evidence);
  expect(checkAll(evidence)).toContainEqual({ kind, text: expect.stringMatching(text) as string });
});
