/** What the commands of approvals, policy, audit, clients and validation ask of Luka, and how they tell its answers. */
import { describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Approval } from '#shared/nouns/approval.ts';
import type { GateVerdict } from '#shared/nouns/gate.ts';
import type { Run } from '#shared/nouns/run.ts';
import { approve, parseGrant } from './commands/approve.ts';
import { listApprovals, parseApproval, showApproval, waitFor } from './commands/approvals.ts';
import { exportAudit, listAudit, verifyAudit } from './commands/audit.ts';
import { createClientOf, listClients, revokeClient } from './commands/client.ts';
import { showPolicy } from './commands/policy.ts';
import { listValidations, showChecks } from './commands/validate.ts';
import { captureTerminal } from './captured-terminal.ts';
import { fakeLuka } from './fake-luka.ts';
import { runProgram } from './program.ts';

const ESCAPE = '\u001b[2J';
const verdict: GateVerdict = {
  decision: 'ask',
  score: 62,
  threshold: 40,
  asker: 'agent',
  reasons: [
    {
      rule: 'delete_broad',
      points: 55,
      text: `deletes ~/work${ESCAPE}`,
      evidence: 'rm -rf ~/work',
      effect: 'ask',
      step: 0,
    },
    { rule: 'agent', points: 10, text: 'an agent asks' },
  ],
  touches: { reads: [], writes: [], deletes: ['/home/me/work'], network: [], programs: ['rm'] },
  confinement: 'paths',
  hash: 'a'.repeat(64),
  policy: 'abc',
};
const approval: Approval = {
  id: 7,
  state: 'pending',
  run: 12,
  task: 'tidy',
  title: 'Tidy',
  hash: 'a'.repeat(64),
  score: 62,
  cause: { kind: 'order', by: 'agent' },
  requestedAt: '2026-11-22T11:00:00Z',
  requestedBy: { name: 'builder', role: 'codex' },
  expiresAt: '2026-11-29T11:00:00Z',
  verdict,
  work: 'steps: []\n',
  diff: [
    ...Array.from({ length: 9 }, (_, n) => ({ kind: 'same' as const, text: `line ${n}` })),
    { kind: 'removed', text: 'run: ls' },
    { kind: 'added', text: 'run: rm -rf ~/work' },
  ],
  comparedTo: 5,
};
const { verdict: _verdict, work: _work, diff: _diff, comparedTo: _comparedTo, ...summary } = approval;

describe('luka approvals', () => {
  it('lists what waits', async () => {
    const luka = fakeLuka(() => ({ approvals: [summary] }));
    await listApprovals(luka.session, { all: false, task: undefined, limit: 50 });
    expect(luka.calls[0]?.query).toEqual({ state: 'pending', limit: '50' });
    expect(luka.text('out')).toMatch(/7 +pending +62 +tidy +builder/);
    const none = fakeLuka(() => ({ approvals: [] }));
    await listApprovals(none.session, { all: false, task: undefined, limit: 50 });
    expect(none.text('err')).toBe('nothing waits for approval\n');
  });

  it('shows what would run, why it waits and what changed, and nothing that moves the cursor', async () => {
    const luka = fakeLuka(() => approval);
    await showApproval(luka.session, 7);
    const text = luka.text('out');
    expect(text).toContain('needs approval  score 62 (asked from 40 for an agent), confinement paths');
    expect(text).toContain('rm -rf ~/work');
    expect(text).toContain('What changed since approval 5:');
    expect(text).toContain('- run: ls\n+ run: rm -rf ~/work');
    // Only what is near a change.
    expect(text).not.toContain('line 3');
    expect(text).toContain('line 8');
    expect(text).not.toContain(ESCAPE);
  });

  it('waits for a decision and ends with it', async () => {
    let asked = 0;
    const luka = fakeLuka(() => (++asked < 3 ? approval : { ...approval, state: 'denied', note: 'no' }));
    expect(await waitFor(luka.session, 7, 3_600_000)).toBe(77);
    expect(luka.calls).toHaveLength(3);
    expect(luka.calls[0]?.query).toEqual({ wait: '60' });
    expect(luka.text('out')).toBe('approval 7: denied: no\n');
    const patient = fakeLuka(() => approval);
    expect(await waitFor(patient.session, 7, 0)).toBe(75);
    const yes = fakeLuka(() => ({ ...approval, state: 'approved' }));
    expect(await waitFor(yes.session, 7, 1_000)).toBe(0);
  });

  it('knows numbers, and says what is none', () => {
    expect(parseApproval('#7')).toBe(7);
    expect(() => parseApproval('last')).toThrow(LukaError);
  });
});

describe('luka approve', () => {
  it('shows it, asks, and says yes to the hash that was shown', async () => {
    const luka = fakeLuka(({ endpoint }) =>
      endpoint.startsWith('GET') ? approval : { ...approval, state: 'approved' },
    );
    const asked: string[] = [];
    const done = await approve(luka.session, 7, {
      grant: { runs: 5 },
      note: 'fine',
      ask: async (question) => {
        asked.push(question);
        return true;
      },
    });
    expect(done).toBe(true);
    expect(asked).toEqual(['Let it run, for 5 runs?']);
    expect(luka.text('err')).toContain('deletes ~/work');
    expect(luka.calls[1]).toMatchObject({
      endpoint: 'POST /api/v1/approvals/7/approve',
      body: { hash: approval.hash, grant: { runs: 5 }, note: 'fine' },
    });
  });

  it('decides nothing without a yes', async () => {
    const luka = fakeLuka(() => approval);
    expect(
      await approve(luka.session, 7, {
        grant: { once: true },
        note: undefined,
        ask: () => Promise.resolve(false),
      }),
    ).toBe(false);
    expect(luka.calls).toHaveLength(1);
  });

  it('needs somebody at the terminal, or --yes', async () => {
    const { terminal } = captureTerminal();
    await expect(
      runProgram({
        words: ['approve', '7', '--runs', '0', '--yes', '--home', '/nowhere'],
        env: {},
        terminal,
      }),
    ).rejects.toMatchObject({ code: 'not_running' });
  });

  it('reads how often and how long', () => {
    const now = Date.parse('2026-11-22T12:00:00');
    expect(parseGrant({}, now)).toEqual({ once: true });
    expect(parseGrant({ runs: '3' }, now)).toEqual({ runs: 3 });
    expect(parseGrant({ until: 'in 2h' }, now)).toEqual({ until: new Date(now + 7_200_000).toISOString() });
    for (const runs of ['0', 'x', '1001', '-1']) expect(() => parseGrant({ runs }, now)).toThrow(LukaError);
  });
});

describe('luka audit', () => {
  const row = (seq: number) => ({
    seq,
    at: '2026-11-22T11:00:00Z',
    actor: { name: 'builder', role: 'codex' as const },
    action: 'run.denied' as const,
    subject: `run ${seq}${ESCAPE}`,
    decision: 'deny',
    reason: 'deletes everything',
    hash: 'f'.repeat(64),
  });

  it('lists rows in plain text', async () => {
    const luka = fakeLuka(() => ({ rows: [row(3)] }));
    await listAudit(luka.session, { limit: 5 });
    expect(luka.text('out')).toMatch(/3 .*builder +run\.denied +run 3/);
    expect(luka.text('out')).not.toContain(ESCAPE);
  });

  it('exports every page, oldest first, a line of JSON each', async () => {
    const luka = fakeLuka(({ query }) =>
      query['after'] === '0' ? { rows: [row(1), row(2)], next: 2 } : { rows: [row(3)] },
    );
    await exportAudit(luka.session);
    expect(
      luka
        .text('out')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { seq: number }).seq),
    ).toEqual([1, 2, 3]);
  });

  it('verifies, and fails loudly', async () => {
    const whole = fakeLuka(() => ({ ok: true, rows: 4, head: 'f'.repeat(64) }));
    expect(await verifyAudit(whole.session)).toBe(true);
    const broken = fakeLuka(() => ({
      ok: false,
      rows: 2,
      head: '',
      fault: { seq: 3, message: 'row 3 was changed' },
    }));
    expect(await verifyAudit(broken.session)).toBe(false);
    expect(broken.text('out')).toBe('changed: row 3 was changed\n');
  });
});

describe('luka client', () => {
  const client = {
    id: 2,
    name: 'builder',
    role: 'codex' as const,
    scopes: ['context:read' as const],
    createdAt: '2026-11-22T11:00:00Z',
  };

  it('prints a new token alone on stdout', async () => {
    const luka = fakeLuka(() => ({ client, token: 'lk_secret' }));
    await createClientOf(luka.session, { name: 'builder', role: 'codex' });
    expect(luka.text('out')).toBe('lk_secret\n');
    expect(luka.text('err')).toContain('it is not shown again');
  });

  it('lists and revokes by name or number', async () => {
    const luka = fakeLuka(({ endpoint }) => (endpoint.startsWith('GET') ? { clients: [client] } : client));
    await listClients(luka.session);
    expect(luka.text('out')).toMatch(/2 +builder +codex +context:read/);
    await revokeClient(luka.session, 'builder');
    await revokeClient(luka.session, '2');
    expect(luka.calls.filter(({ endpoint }) => endpoint === 'DELETE /api/v1/clients/2')).toHaveLength(2);
    await expect(revokeClient(luka.session, 'nobody')).rejects.toMatchObject({ code: 'client_unknown' });
  });
});

describe('luka policy', () => {
  it('says what is in force, and that it is frozen', async () => {
    const luka = fakeLuka(() => undefined);
    await showPolicy(luka.session, {
      file: '/home/policy.yaml',
      text: '',
      hash: '',
      findings: [{ code: 'policy_invalid', severity: 'error', message: 'x', remedy: 'y', line: 2 }],
      paused: true,
      values: { ask: { person: 70, agent: 40 }, roots: ['/work'], network: false },
      sandbox: { reason: 'bubblewrap is not installed' },
    });
    expect(luka.text('out')).toContain('frozen: nothing new starts');
    expect(luka.text('out')).toContain('asks from    person 70, agent 40');
    expect(luka.text('out')).toContain('nothing: bubblewrap is not installed');
    expect(luka.text('err')).toContain('policy_invalid');
  });
});

describe('luka validate', () => {
  const run: Run = {
    id: 12,
    title: 'Order',
    state: 'succeeded',
    priority: 'normal',
    cause: { kind: 'order', by: 'agent' },
    queuedAt: '2026-11-22T11:00:00Z',
    validation: 'waiting',
    params: {},
    attempts: [],
    definitionHash: 'x',
    logBytes: 0,
    checks: [
      {
        index: 0,
        kind: 'sentence',
        name: 'it looks right',
        level: 'error',
        outcome: 'undecided',
        message: 'a human has to tell',
      },
    ],
  };

  it('lists what waits, and shows what was checked', async () => {
    const {
      params: _params,
      attempts: _attempts,
      definitionHash: _hash,
      logBytes: _bytes,
      checks: _checks,
      ...short
    } = run;
    const luka = fakeLuka(({ endpoint }) => (endpoint.endsWith('validations') ? { runs: [short] } : run));
    await listValidations(luka.session, false);
    expect(luka.text('out')).toMatch(/12 +succeeded +waiting +Order/);
    await showChecks(luka.session, 12);
    expect(luka.text('out')).toContain('for a human it looks right: a human has to tell');
  });
});
