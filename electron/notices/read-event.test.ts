import { EventEmitter } from 'node:events';
import type { Notification } from 'electron';
import { describe, expect, it } from 'vitest';
import type { EventType, LukaEvent } from '#shared/nouns/event.ts';
import { showNative } from './native-notice.ts';
import { readEvent, settledBy } from './read-event.ts';

const known = { titleOf: (task: string) => task.toUpperCase(), wasFailing: (task: string) => task === 'ill' };
const event = (type: EventType, data: object, task?: string): LukaEvent => ({
  seq: 1,
  at: '',
  type,
  data: data as LukaEvent['data'],
  ...(task === undefined ? {} : { task }),
});
const finished = (run: object) =>
  readEvent(
    event('run.finished', {
      run: { id: 5, title: 'Backup', task: 'backup', cause: { kind: 'cron' }, ...run },
    }),
    known,
  );

describe('what a person is told of', () => {
  it.each(['failed', 'interrupted'])('a run that ended badly: %s', (state) => {
    expect(finished({ state, message: 'exit code 7' })).toEqual({
      kind: 'failure',
      about: 'run:5',
      title: 'Backup failed',
      body: 'exit code 7',
      open: '/runs/5',
    });
  });
  it('one that took too long', () =>
    expect(finished({ state: 'timed_out' })).toMatchObject({ title: 'Backup took too long' }));
  it.each([
    [{ state: 'succeeded' }],
    [{ state: 'cancelled' }],
    [{ state: 'denied' }],
    [{ state: 'failed', cause: { kind: 'service' } }],
  ])('nothing of %j', (run) => expect(finished(run)).toBeUndefined());
  it('a task that works again', () => {
    expect(finished({ state: 'succeeded', task: 'ill' })).toMatchObject({
      kind: 'recovered',
      title: 'Backup works again',
    });
  });
  it('a run that needs approval, by whom and why', () => {
    const asked = { approval: 4, title: 'Tidy up', score: 60, by: 'person', reason: 'deletes files' };
    expect(readEvent(event('approval.requested', asked), known)).toEqual({
      kind: 'approval',
      about: 'approval:4',
      title: 'Tidy up needs approval',
      body: 'Asked by you, risk 60 of 100: deletes files',
      open: '/approvals/4',
    });
    expect(settledBy(event('approval.decided', { approval: 4 }))).toBe('approval:4');
    expect(settledBy(event('run.queued', {}))).toBeUndefined();
    expect(settledBy(event('module.unstaged', { module: 'greeter' }))).toBe('module:greeter');
    expect(readEvent(event('module.staged', { module: 'greeter', by: 'codex' }), known)).toMatchObject({
      kind: 'approval',
      about: 'module:greeter',
      open: '/modules/greeter',
    });
    expect(readEvent(event('module.staged', { module: 'greeter', by: 'person' }), known)).toBeUndefined();
  });
  it('a task that was stopped', () => {
    expect(
      readEvent(event('task.quarantined', { failures: 5, message: 'exit code 7' }, 'web x'), known),
    ).toMatchObject({
      title: 'WEB X was stopped',
      body: 'It failed 5 times in a row: exit code 7',
      open: '/tasks/web%20x',
    });
  });
  it('a due moment that passed without a run, and no other', () => {
    const due = new Date(2026, 2, 6, 9, 0).toISOString();
    const slot = (state: string, code: string) =>
      readEvent(event('slot.decided', { state, code, due, reason: 'Luka was not running' }, 'mail'), known);
    expect(slot('missed', 'after_downtime')).toMatchObject({
      kind: 'overdue',
      title: 'MAIL did not run at 09:00',
      body: 'Luka was not running',
    });
    expect(slot('blocked', 'conditions_unmet')).toMatchObject({ kind: 'overdue' });
    for (const state of ['ran', 'caught_up', 'coalesced', 'skipped'])
      expect(slot(state, 'on_time')).toBeUndefined();
    expect(slot('blocked', 'refused')).toBeUndefined();
  });
});

describe('a notification of the system', () => {
  const told = {
    kind: 'approval',
    title: 'T',
    body: 'b',
    open: '/approvals/4',
    button: 'Read and decide',
  } as const;
  it.each([
    ['darwin', [{ type: 'button', text: 'Read and decide' }]],
    ['linux', undefined],
  ] as const)('opens a page, whatever of it is clicked: %s', (platform, actions) => {
    const opened: string[] = [];
    const made: object[] = [];
    const notification = Object.assign(new EventEmitter(), { show: () => undefined });
    showNative(told, {
      platform,
      held: new Set(),
      show: (path) => opened.push(path),
      create: (options) => {
        made.push(options);
        return notification as unknown as Notification;
      },
    });
    notification.emit('click');
    notification.emit('action', {}, 0);
    expect(opened).toEqual(['/approvals/4', '/approvals/4']);
    expect(made).toEqual([{ title: 'T', body: 'b', ...(actions ? { actions } : {}) }]);
  });
});
