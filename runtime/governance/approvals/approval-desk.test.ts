import { describe, expect, it } from 'vitest';
import { PERSON, type Actor } from '#shared/nouns/role.ts';
import { BY_AGENT, openGate, shellTask } from '../../safety/gate/testing.ts';

const GG: Actor = { name: 'gg', role: 'gg' };
const DAY_MS = 86_400_000;

type Bench = Awaited<ReturnType<typeof openGate>>;

async function waiting(bench: Bench, run = 'ask', task?: string) {
  const row = await bench.ask(shellTask(run), { cause: BY_AGENT, ...(task === undefined ? {} : { task }) });
  return { run: row.id, approval: row.approval!, hash: bench.approvals.queries.get(row.approval!).hash };
}

describe('a yes', () => {
  it('lets the run through that waits, and none after it', async () => {
    await using bench = await openGate();
    const { run, approval, hash } = await waiting(bench);
    const decided = await bench.approvals.approve(approval, { hash, note: 'fine' }, GG);
    expect(decided).toMatchObject({
      state: 'approved',
      decidedBy: GG,
      note: 'fine',
      grant: { once: true },
      left: 0,
    });
    expect(bench.row(run)).toMatchObject({ state: 'queued', message: null });
    expect(JSON.parse(bench.row(run).gate!)).toMatchObject({ decision: 'allow', approval });
    expect((await waiting(bench)).approval).toBe(2);
    expect(bench.state.pumped).toBe(1);
  });

  it('may be for n runs of exactly the same', async () => {
    await using bench = await openGate();
    const { approval, hash } = await waiting(bench);
    await bench.approvals.approve(approval, { hash, grant: { runs: 3 } }, GG);
    for (const left of [1, 0]) {
      expect(await bench.ask(shellTask('ask'), { cause: BY_AGENT })).toMatchObject({
        state: 'queued',
        approval,
      });
      expect(bench.approvals.queries.get(approval).left).toBe(left);
    }
    expect((await bench.ask(shellTask('ask'), { cause: BY_AGENT })).state).toBe('awaiting_approval');
    // Other work is other work.
    expect((await bench.ask(shellTask('ask '), { cause: BY_AGENT })).state).toBe('awaiting_approval');
  });

  it('may be until a date', async () => {
    await using bench = await openGate();
    const { approval, hash } = await waiting(bench);
    const until = new Date(bench.clock.now() + DAY_MS).toISOString();
    await bench.approvals.approve(approval, { hash, grant: { until } }, GG);
    expect((await bench.ask(shellTask('ask'), { cause: BY_AGENT })).state).toBe('queued');
    bench.clock.advance(DAY_MS);
    expect((await bench.ask(shellTask('ask'), { cause: BY_AGENT })).state).toBe('awaiting_approval');
  });

  it('cannot be for a date that has passed', async () => {
    await using bench = await openGate();
    const { approval, hash } = await waiting(bench);
    const until = new Date(bench.clock.now() - 1).toISOString();
    await expect(bench.approvals.approve(approval, { hash, grant: { until } }, GG)).rejects.toMatchObject({
      code: 'request_invalid',
    });
    expect(bench.approvals.queries.get(approval).state).toBe('pending');
  });

  it('is for the hash that was read, and no other', async () => {
    await using bench = await openGate();
    const { run, approval } = await waiting(bench);
    await expect(bench.approvals.approve(approval, { hash: '0'.repeat(64) }, GG)).rejects.toMatchObject({
      code: 'approval_void',
    });
    expect(bench.row(run).state).toBe('awaiting_approval');
  });

  it('is void where a file was changed after the question', async () => {
    await using bench = await openGate();
    const { run, approval, hash } = await waiting(bench);
    bench.state.file = 'b'.repeat(64);
    await expect(bench.approvals.approve(approval, { hash }, GG)).rejects.toMatchObject({
      code: 'approval_void',
    });
    expect(bench.row(run)).toMatchObject({ state: 'denied', error_code: 'approval_void' });
    expect(bench.approvals.queries.get(approval).state).toBe('void');
  });

  it('is void where the task was edited meanwhile; one for the version in force stands', async () => {
    await using bench = await openGate();
    const { run, approval, hash } = await waiting(bench, 'ask', 'backup');
    await bench.approvals.voidForTask('backup', shellTask('ask'));
    expect(bench.row(run).state).toBe('awaiting_approval');
    await bench.approvals.voidForTask('backup', shellTask('ask more'));
    expect(bench.row(run)).toMatchObject({ state: 'denied', error_code: 'approval_void' });
    await expect(bench.approvals.approve(approval, { hash }, GG)).rejects.toMatchObject({
      code: 'approval_void',
    });
  });

  it('given twice at once is one', async () => {
    await using bench = await openGate();
    const { approval, hash } = await waiting(bench);
    const both = await Promise.allSettled([
      bench.approvals.approve(approval, { hash, grant: { runs: 5 } }, GG),
      bench.approvals.approve(approval, { hash }, PERSON),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(bench.actions().filter((action) => action === 'approval.approved')).toHaveLength(1);
  });

  it('can be taken back while it lets anything through', async () => {
    await using bench = await openGate();
    const { approval, hash } = await waiting(bench);
    await bench.approvals.approve(approval, { hash, grant: { runs: 3 } }, GG);
    expect((await bench.approvals.revoke(approval, 'no more', GG)).state).toBe('revoked');
    expect((await bench.ask(shellTask('ask'), { cause: BY_AGENT })).state).toBe('awaiting_approval');
    await expect(bench.approvals.revoke(approval, undefined, GG)).rejects.toMatchObject({
      code: 'approval_decided',
    });
  });

  it('that only one run is left of lets one of two through', async () => {
    await using bench = await openGate();
    const { approval, hash } = await waiting(bench);
    await bench.approvals.approve(approval, { hash, grant: { runs: 2 } }, GG);
    // Both are judged before either is written.
    const rows = await Promise.all([1, 2].map(() => bench.ask(shellTask('ask'), { cause: BY_AGENT })));
    expect(rows.map(({ state }) => state).sort()).toEqual(['awaiting_approval', 'queued']);
  });
});

describe('a no', () => {
  it('ends the run and keeps the reason', async () => {
    await using bench = await openGate();
    const { run, approval } = await waiting(bench);
    expect(await bench.approvals.deny(approval, 'not today', GG)).toMatchObject({
      state: 'denied',
      note: 'not today',
    });
    expect(bench.row(run)).toMatchObject({
      state: 'denied',
      error_code: 'run_denied',
      message: 'denied by gg: not today',
    });
    expect(bench.audit.list({ limit: 1 }).rows[0]).toMatchObject({
      action: 'approval.denied',
      reason: 'not today',
      actor: GG,
    });
    await expect(bench.approvals.deny(approval, undefined, GG)).rejects.toMatchObject({
      code: 'approval_decided',
    });
  });
});

describe('a question', () => {
  it('lapses when nobody answers in time', async () => {
    await using bench = await openGate({ policy: { approvals: { expire: DAY_MS } } });
    const { run, approval, hash } = await waiting(bench);
    await Promise.resolve();
    bench.clock.advance(DAY_MS - 1);
    expect(bench.row(run).state).toBe('awaiting_approval');
    bench.clock.advance(1);
    expect(bench.row(run)).toMatchObject({ state: 'denied', error_code: 'approval_expired' });
    await expect(bench.approvals.approve(approval, { hash }, GG)).rejects.toMatchObject({
      code: 'approval_expired',
    });
  });

  it('goes with the run that asked it', async () => {
    await using bench = await openGate();
    const { run, approval } = await waiting(bench);
    bench.ledger.finish(run, { state: 'cancelled' });
    await bench.store.durable();
    expect(bench.approvals.queries.get(approval).state).toBe('void');
  });

  it('is answered to whoever waits for it', async () => {
    await using bench = await openGate();
    const { approval, hash } = await waiting(bench);
    const seen = bench.approvals.queries.wait(approval, 60_000);
    await bench.approvals.approve(approval, { hash }, GG);
    expect((await seen).state).toBe('approved');
    expect((await bench.approvals.queries.wait(approval, 60_000)).state).toBe('approved');
    const other = await waiting(bench);
    const patient = bench.approvals.queries.wait(other.approval, 1_000);
    bench.clock.advance(1_000);
    expect((await patient).state).toBe('pending');
  });

  it('shows what changed since the last yes to the same task', async () => {
    await using bench = await openGate();
    const first = await waiting(bench, 'ask once', 'backup');
    const shown = bench.approvals.queries.get(first.approval);
    expect(shown.comparedTo).toBeUndefined();
    expect(new Set(shown.diff.map(({ kind }) => kind))).toEqual(new Set(['added']));
    await bench.approvals.approve(first.approval, { hash: first.hash }, GG);
    const second = await waiting(bench, 'ask twice', 'backup');
    const { comparedTo, diff } = bench.approvals.queries.get(second.approval);
    expect(comparedTo).toBe(first.approval);
    expect(diff.filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'removed', text: '    run: ask once' },
      { kind: 'added', text: '    run: ask twice' },
    ]);
  });

  it('is not there where nobody asked it', async () => {
    await using bench = await openGate();
    expect(() => bench.approvals.queries.get(9)).toThrow(
      expect.objectContaining({ code: 'approval_unknown' }),
    );
  });

  it('is listed newest first, by state, by task and by page', async () => {
    await using bench = await openGate();
    for (const task of ['a', 'b', 'a']) await waiting(bench, 'ask', task);
    await bench.approvals.deny(2, undefined, GG);
    const ids = (query: Parameters<Bench['approvals']['queries']['list']>[0]) =>
      bench.approvals.queries.list(query).approvals.map(({ id }) => id);
    expect(ids({ limit: 9 })).toEqual([3, 2, 1]);
    expect(ids({ limit: 9, state: 'pending' })).toEqual([3, 1]);
    expect(ids({ limit: 9, task: 'a' })).toEqual([3, 1]);
    expect(bench.approvals.queries.list({ limit: 1 }).next).toBe(3);
    expect(ids({ limit: 9, before: 3 })).toEqual([2, 1]);
  });
});
