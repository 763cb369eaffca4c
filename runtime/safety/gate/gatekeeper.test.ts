import { describe, expect, it } from 'vitest';
import type { Actor } from '#shared/nouns/role.ts';
import { BY_AGENT, openGate, shellTask } from './testing.ts';

const CODEX: Actor = { name: 'builder', role: 'codex' };

describe('a run that somebody asks for', () => {
  it('goes into the queue where nothing speaks against it', async () => {
    await using bench = await openGate();
    const row = await bench.ask(shellTask('echo hi'));
    expect(row).toMatchObject({ state: 'queued', approval: null });
    expect(JSON.parse(row.gate!)).toMatchObject({ decision: 'allow', score: 0 });
    expect(bench.actions()).toEqual(['run.requested']);
  });

  it('waits where a human is needed, and says for what', async () => {
    await using bench = await openGate();
    const row = await bench.ask(shellTask('ask'), { cause: BY_AGENT, by: CODEX });
    expect(row).toMatchObject({ state: 'awaiting_approval', approval: 1 });
    expect(row.message).toBe('waits for approval 1: is unclear');
    expect(bench.actions()).toEqual(['approval.requested', 'run.requested']);
    expect(bench.approvals.queries.get(1)).toMatchObject({ state: 'pending', requestedBy: CODEX });
  });

  it('leaves nothing but a row of the audit where it is denied', async () => {
    await using bench = await openGate();
    await expect(bench.ask(shellTask('deny'), { cause: BY_AGENT, by: CODEX })).rejects.toMatchObject({
      code: 'run_denied',
      message: 'it is deadly',
      findings: [expect.objectContaining({ code: 'deny' })],
    });
    expect(bench.ledger.row(1)).toBeUndefined();
    expect(bench.audit.list({ limit: 9 }).rows).toMatchObject([
      { action: 'run.denied', actor: CODEX, reason: 'is deadly' },
    ]);
  });
});

describe('a run that the schedule wrote', () => {
  it('does not start before it was judged', async () => {
    await using bench = await openGate();
    const id = bench.queue(shellTask('echo hi'));
    const next = () => bench.ledger.nextQueued({ tasks: [], groups: [] }, { judged: true })?.id;
    expect(next()).toBeUndefined();
    bench.keeper.look();
    await bench.settled();
    expect(next()).toBe(id);
    expect(bench.state.pumped).toBeGreaterThan(0);
  });

  it('waits for a human, or is denied, like any other', async () => {
    await using bench = await openGate();
    const waits = bench.queue(shellTask('ask'));
    const never = bench.queue(shellTask('deny'));
    bench.keeper.look();
    bench.keeper.look();
    await bench.settled();
    expect(bench.row(waits)).toMatchObject({ state: 'awaiting_approval', approval: 1 });
    expect(bench.row(never)).toMatchObject({
      state: 'denied',
      error_code: 'run_denied',
      message: 'it is deadly',
    });
    expect(bench.actions()).toEqual(['approval.requested', 'run.requested', 'run.denied']);
    expect(bench.errors).toEqual([]);
  });

  it('is left alone where it was cancelled meanwhile', async () => {
    await using bench = await openGate();
    const id = bench.queue(shellTask('ask'));
    bench.keeper.look();
    bench.ledger.finish(id, { state: 'cancelled' });
    await bench.settled();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(bench.row(id).state).toBe('cancelled');
    expect(bench.approvals.queries.list({ limit: 9 }).approvals).toEqual([]);
  });
});

describe('right before it starts', () => {
  it('an approved run whose file was changed does not', async () => {
    await using bench = await openGate();
    const { id } = await bench.ask(shellTask('ask'));
    await bench.approvals.approve(
      1,
      { hash: bench.approvals.queries.get(1).hash },
      { name: 'gg', role: 'gg' },
    );
    const definition = bench.ledger.definition(bench.row(id).definition_hash);
    expect(await bench.keeper.admit(bench.row(id), definition)).toMatchObject({ level: 'off' });
    bench.state.file = 'b'.repeat(64);
    await expect(bench.keeper.admit(bench.row(id), definition)).rejects.toMatchObject({
      code: 'approval_void',
    });
  });

  it('one that needed no approval is judged again, and needs none still', async () => {
    await using bench = await openGate();
    const { id } = await bench.ask(shellTask('echo hi'));
    const definition = bench.ledger.definition(bench.row(id).definition_hash);
    bench.state.file = 'b'.repeat(64);
    await bench.keeper.admit(bench.row(id), definition);
    const { hash } = JSON.parse(bench.row(id).gate!) as { hash: string };
    expect(hash).toBe(
      (await bench.gate.judge({ definition, params: {}, cause: { kind: 'manual', by: 'person' } })).verdict
        .hash,
    );
  });

  it('one that the policy denies by now does not', async () => {
    await using bench = await openGate();
    const { id } = await bench.ask(shellTask('risk 50'));
    const definition = bench.ledger.definition(bench.row(id).definition_hash);
    bench.setPolicy({ thresholds: { deny: { person: 50 } } });
    bench.state.file = 'b'.repeat(64);
    await expect(bench.keeper.admit(bench.row(id), definition)).rejects.toMatchObject({ code: 'run_denied' });
  });
});
