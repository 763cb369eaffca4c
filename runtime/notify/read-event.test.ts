import { expect, it } from 'vitest';
import type { LukaEvent } from '#shared/nouns/event.ts';
import { readEvent, settledBy, TOLD_EVENTS, type Known } from './read-event.ts';

const known = (over: Partial<Known> = {}): Known => ({
  titleOf: (task) => task.toUpperCase(),
  wasFailing: () => false,
  inTrouble: () => false,
  clock: (ms) => new Date(ms).toISOString().slice(11, 16),
  ...over,
});
const event = (over: Partial<LukaEvent> & Pick<LukaEvent, 'type'>): LukaEvent => ({
  seq: 7,
  at: '2026-11-29T10:00:00.000Z',
  data: {},
  ...over,
});
const ended = (over: object) =>
  event({
    type: 'run.finished',
    data: { run: { id: 12, task: 'backup', title: 'Backup', cause: { kind: 'schedule' }, ...over } },
  });

it('a failure is told with its reason, under a key of its event', () => {
  expect(readEvent(ended({ state: 'failed', message: 'exit code 3' }), known())).toEqual({
    key: 'event:7',
    at: Date.parse('2026-11-29T10:00:00.000Z'),
    kind: 'failure',
    severity: 'error',
    about: 'run:12',
    title: 'Backup failed',
    body: 'exit code 3',
    open: '/runs/12',
    run: 12,
    task: 'backup',
  });
});

it('a success is told only after a failure, and a life of a service never', () => {
  expect(readEvent(ended({ state: 'succeeded' }), known())).toBeUndefined();
  expect(readEvent(ended({ state: 'succeeded' }), known({ wasFailing: () => true }))).toMatchObject({
    kind: 'recovered',
    severity: 'info',
    title: 'Backup works again',
  });
  expect(readEvent(ended({ state: 'failed', cause: { kind: 'service' } }), known())).toBeUndefined();
  expect(readEvent(ended({ state: 'denied' }), known())).toBeUndefined();
});

it('a module that an agent laid ready waits for the person, until it is ready no more', () => {
  const staged = (by: string) =>
    readEvent(event({ type: 'module.staged', data: { module: 'greeter', by } }), known());
  expect(staged('codex')).toMatchObject({
    kind: 'approval',
    about: 'module:greeter',
    title: 'The module greeter waits for you',
    open: '/modules/greeter',
  });
  expect(staged('person')).toBeUndefined();
  expect(settledBy(event({ type: 'module.unstaged', data: { module: 'greeter' } }))).toBe('module:greeter');
});

it('an unusual run is a warning that leads to it', () => {
  const unusual = (kind: string) =>
    readEvent(
      event({
        type: 'run.unusual',
        task: 'backup',
        run: 12,
        data: { kind, message: 'took 10 min, usually 1 min' },
      }),
      known(),
    );
  expect(unusual('slower')).toMatchObject({
    kind: 'finding',
    severity: 'warning',
    title: 'BACKUP took unusually long',
    body: 'Run 12 took 10 min, usually 1 min',
    open: '/runs/12',
    task: 'backup',
  });
  expect(unusual('faster')?.title).toBe('BACKUP ended unusually soon');
});

it('a decided approval settles what was not told yet', () => {
  expect(settledBy(event({ type: 'approval.decided', data: { approval: 4 } }))).toBe('approval:4');
  expect(settledBy(event({ type: 'task.changed' }))).toBeUndefined();
});

it('a file with errors is told, one without is not', () => {
  const changed = (valid: boolean) =>
    readEvent(event({ type: 'task.changed', task: 'backup', data: { valid } }), known());
  expect(changed(false)).toMatchObject({ kind: 'finding', about: 'task-file:backup', open: '/tasks/backup' });
  expect(changed(true)).toBeUndefined();
});

it('nothing else is read', () => {
  const others = (['system.started', 'run.started', 'memory.changed'] as const).filter(
    (type) => !(TOLD_EVENTS as readonly string[]).includes(type),
  );
  for (const type of others) expect(readEvent(event({ type }), known())).toBeUndefined();
});
