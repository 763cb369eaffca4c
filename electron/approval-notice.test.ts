import { describe, expect, it } from 'vitest';
import type { EventType, LukaEvent } from '#shared/nouns/event.ts';
import { tellOfApprovals } from './approval-notice.ts';

function desk() {
  const shown: { title: string; body: string; open: string }[] = [];
  let listener: ((event: LukaEvent) => void) | undefined;
  let timer: { ms: number; tell: () => void } | undefined;
  const end = tellOfApprovals({
    follow: (next) => ((listener = next), () => (listener = undefined)),
    after: (ms, tell) => ((timer = { ms, tell }), () => (timer = undefined)),
    show: (notice) => shown.push(notice),
  });
  return {
    shown,
    end,
    get isFollowing() {
      return listener !== undefined;
    },
    get waits() {
      return timer?.ms;
    },
    emit: (type: EventType, data: Record<string, unknown>) => listener?.({ seq: 1, at: '', type, data }),
    ask: (approval: number) =>
      listener?.({
        seq: 1,
        at: '',
        type: 'approval.requested',
        data: { approval, title: `Task ${approval}`, score: 82, by: 'ci', reason: 'deletes ~/Documents' },
      }),
    quiet() {
      const { tell } = timer!;
      timer = undefined;
      tell();
    },
  };
}

describe('the notice of an approval', () => {
  it('says what, who and why, and opens its page', () => {
    const { shown, ask } = desk();
    ask(7);
    expect(shown).toEqual([
      {
        title: 'Task 7 needs approval',
        body: 'Asked by ci, risk 82 of 100: deletes ~/Documents',
        open: '/approvals/7',
      },
    ]);
  });

  it('says nothing of anything else', () => {
    const { shown, emit } = desk();
    emit('run.finished', {});
    emit('approval.decided', { approval: 7 });
    expect(shown).toEqual([]);
  });

  it('tells of a flood once, and again at most every five seconds', () => {
    const bench = desk();
    for (let id = 1; id <= 50; id += 1) bench.ask(id);
    expect(bench.shown.map(({ title }) => title)).toEqual(['Task 1 needs approval']);
    expect(bench.waits).toBe(5_000);
    bench.quiet();
    expect(bench.shown[1]).toEqual({
      title: '49 runs need approval',
      body: 'Task 2, Task 3, Task 4',
      open: '/approvals',
    });
    bench.quiet();
    expect(bench.shown).toHaveLength(2);
    expect(bench.waits).toBeUndefined();
    bench.ask(51);
    expect(bench.shown[2]?.open).toBe('/approvals/51');
  });

  it('leaves out what was decided before its turn', () => {
    const bench = desk();
    for (const id of [1, 2, 3]) bench.ask(id);
    bench.emit('approval.decided', { approval: 2, state: 'denied' });
    bench.quiet();
    expect(bench.shown[1]?.title).toBe('Task 3 needs approval');
  });

  it('ends with all it started', () => {
    const bench = desk();
    bench.ask(1);
    bench.end();
    expect(bench.isFollowing).toBe(false);
    expect(bench.waits).toBeUndefined();
  });
});
