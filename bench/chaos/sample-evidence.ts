/** For the tests of the checks: what a sound life leaves, small enough to be read, and ready to be spoiled. */
import { TaskDefinition } from '#shared/nouns/task.ts';
import type { AttemptRow, RunRow, StepRow } from '#runtime/runs/records.ts';
import type { SlotRow } from '#runtime/schedule/slot-queries.ts';
import type { Effect, Evidence } from './evidence.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
export type Spoilable = Writable<Omit<Evidence, 'ledger' | 'effects' | 'orders' | 'left'>> & {
  ledger: {
    runs: RunRow[];
    attempts: AttemptRow[];
    steps: StepRow[];
    slots: Writable<SlotRow>[];
    states: { task: string; at: number; state: string }[];
    events: { seq: number; at: number; type: string; run: number | null }[];
    damage: string[];
  };
  effects: Effect[];
  orders: Writable<Evidence['orders'][number]>[];
  left: string[];
};

const START = Date.parse('2026-03-01T00:00:00.500Z');

export function moment(seconds: number): number {
  return START - 500 + seconds * 1_000;
}

/**
 * Runs 1 and 2 of `tick` at the first two seconds, 3 and 4 of `follower` after them, 5 asked for as k1, 6 the order o1,
 * 7 interrupted and repeated as 8, both of `again` and asked for as k2, 9 called by c1. The third second was coalesced.
 */
export function soundEvidence(): Spoilable {
  const evidence: Spoilable = {
    ledger: { runs: [], attempts: [], steps: [], slots: [], states: [], events: [], damage: [] },
    effects: [],
    orders: [{ order: 'o1', folder: 'done', run: 6, state: 'succeeded' }],
    journal: {
      asks: new Map([
        ['k1', { key: 'k1', task: 'asked', acknowledged: new Set([5]) }],
        ['k2', { key: 'k2', task: 'again', acknowledged: new Set([7]) }],
      ]),
      orders: new Map([['o1', { idempotent: false }]]),
      refused: new Set(['k9']),
      calls: new Map([
        ['c1', true],
        ['c2', false],
      ]),
    },
    definitions: definitions(),
    until: moment(3),
    left: [],
  };
  for (const task of evidence.definitions.keys())
    evidence.ledger.states.push({ task, at: START, state: 'ready' });
  for (const second of [1, 2]) {
    addRun(evidence, {
      id: second,
      task: 'tick',
      idempotency_key: keyOf('tick', 'every 1s', moment(second)),
    });
    addSlot(evidence, { task: 'tick', trigger: 'every 1s', due: moment(second), kind: 'every', run: second });
  }
  addSlot(evidence, {
    task: 'tick',
    trigger: 'every 1s',
    due: moment(3),
    kind: 'every',
    state: 'coalesced',
    run: 2,
  });
  for (const before of [1, 2]) {
    const due = moment(before) + 300;
    const key = keyOf('follower', 'after tick any', due);
    addRun(evidence, { id: before + 2, task: 'follower', idempotency_key: key });
    const subject = JSON.stringify({ text: `run #${before} of tick`, chain: 1 });
    addSlot(evidence, {
      task: 'follower',
      trigger: 'after tick any',
      due,
      kind: 'after',
      run: before + 2,
      subject,
    });
  }
  addRun(evidence, { id: 5, task: 'asked', idempotency_key: 'client:k1', params: '{"token":"k1"}' }, 'k1');
  addRun(evidence, { id: 6, task: null, order_id: 'o1', idempotency_key: 'file:x-o1.json' }, 'o1');
  const asked = { task: 'again', params: '{"token":"k2"}' };
  addRun(evidence, { ...asked, id: 7, idempotency_key: 'client:k2', state: 'interrupted' }, 'k2');
  addRun(evidence, { ...asked, id: 8, idempotency_key: 'again:7' }, 'k2');
  const called = keyOf('hooked', 'webhook', moment(1) + 7);
  addRun(evidence, { id: 9, task: 'hooked', idempotency_key: called, params: '{"token":"c1"}' }, 'c1');
  const subject = '{"text":"a call of its webhook","params":{"token":"c1"}}';
  addSlot(evidence, {
    task: 'hooked',
    trigger: 'webhook',
    due: moment(1) + 7,
    kind: 'webhook',
    run: 9,
    subject,
  });
  return evidence;
}

function definitions(): Map<string, TaskDefinition> {
  const steps = [{ run: 'true' }];
  const texts: Record<string, object> = {
    tick: { steps, triggers: [{ every: '1s' }], retry: 1 },
    follower: { steps, triggers: [{ after: 'tick', on: 'any' }] },
    asked: { steps },
    again: { steps, idempotent: true },
    hooked: { steps, triggers: [{ webhook: {} }] },
  };
  return new Map(Object.entries(texts).map(([id, text]) => [id, TaskDefinition.parse(text)]));
}

export function keyOf(task: string, trigger: string, due: number): string {
  return `slot:${task}:${trigger}:${new Date(due).toISOString()}`;
}

export function addSlot(
  evidence: Spoilable,
  slot: Partial<SlotRow> & Pick<SlotRow, 'task' | 'trigger' | 'due'>,
): void {
  evidence.ledger.slots.push({
    last_due: slot.due,
    count: 1,
    kind: 'every',
    state: 'ran',
    code: 'on_time',
    reason: 'on time',
    run: null,
    decided_at: slot.due,
    wait_until: null,
    subject: null,
    ...slot,
  });
}

/** A run with one attempt of one step, its events and its effects. */
export function addRun(evidence: Spoilable, run: Partial<RunRow> & Pick<RunRow, 'id'>, token?: string): void {
  const { ledger, effects } = evidence;
  const { id, state = 'succeeded', task = null } = run;
  const ended = moment(1);
  ledger.runs.push({
    task,
    title: task ?? 'an order',
    state,
    rank: 1,
    turn: 0,
    group_name: null,
    attempt: 1,
    max_attempts: 1,
    ready_at: null,
    cause: '{}',
    params: '{}',
    definition_hash: '',
    task_file: null,
    order_id: null,
    order_file: null,
    order_extras: null,
    idempotency_key: null,
    request_hash: null,
    queued_at: START,
    started_at: START,
    ended_at: ended,
    duration_ms: 1,
    exit_code: 0,
    signal: null,
    error_code: null,
    message: null,
    gate: null,
    approval: null,
    validation: null,
    service: null,
    ...run,
  });
  ledger.events.push({ seq: ledger.events.length + 1, at: ended, type: 'run.finished', run: id });
  addAttempt(evidence, id, 1, state);
  const line = { run: id, attempt: 1, step: 0, task, token: token ?? null };
  effects.push({ word: 'first', ...line });
  if (state === 'succeeded') effects.push({ word: 'last', ...line });
}

export function addAttempt(
  { ledger }: Spoilable,
  run: number,
  number: number,
  state: AttemptRow['state'],
): void {
  const end = { exit_code: null, signal: null, message: null, ended_at: START };
  ledger.attempts.push({
    run,
    number,
    state,
    started_at: START,
    boot_id: 'b',
    error_code: null,
    confined: null,
    ...end,
  });
  ledger.steps.push({
    ...end,
    run,
    attempt: number,
    idx: 0,
    step_id: null,
    name: 'true',
    kind: 'run',
    optional: 0,
    state: state === 'succeeded' ? 'succeeded' : 'interrupted',
    command: '[]',
    cwd: null,
    pid: 1,
    pid_started: '1',
    started_at: START,
    outputs: null,
  });
}
