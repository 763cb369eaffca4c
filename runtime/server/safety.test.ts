/** Approvals, clients, policy, audit and freezing over the API, as clients of each role see them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '#shared/http/client.ts';
import { contract } from '#shared/http/contract.ts';
import { scopeOf, type Endpoint } from '#shared/http/endpoint.ts';
import { allows, ROLE_SCOPES, ROLES, type Role } from '#shared/nouns/role.ts';
import { isDone } from '#shared/nouns/run.ts';
import { send, startLuka } from './testing.ts';

type Luka = Awaited<ReturnType<typeof startLuka>>;

let luka: Luka;
let tokens: Record<Role, string>;

/** Everything that an agent asks for waits for a human. */
const STRICT = 'thresholds: { ask: { agent: 0 } }\nconfinement: { agent: off }\n';

beforeAll(async () => {
  luka = await startLuka();
  await luka.client.createTask({ body: { id: 'greet', run: 'echo hello' } });
  const { hash } = await luka.client.getPolicy();
  await luka.client.setPolicy({ body: { text: STRICT, hash } });
  const made = await Promise.all(
    (['codex', 'cls', 'gg'] as const).map(async (role) => {
      const { token } = await luka.client.createClient({ body: { name: `a-${role}`, role } });
      return [role, token] as const;
    }),
  );
  tokens = { ...(Object.fromEntries(made) as Record<Role, string>), person: luka.token };
});

afterAll(() => luka[Symbol.asyncDispose]());

function as(role: Role) {
  return createClient({
    baseUrl: luka.apiUrl,
    fetch: (url, init) => fetch(url, init),
    token: () => tokens[role],
    validate: true,
  });
}

async function ended(run: number) {
  for (;;) {
    const now = await luka.client.getRun({ params: { run } });
    if (isDone(now.state)) return now;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('scopes', () => {
  const endpoints = (Object.entries(contract) as [string, Endpoint][]).filter(
    ([, { public: open }]) => !open,
  );

  it.each(endpoints)(
    '%s is for clients with its scope, and refused to others before anything is read',
    async (_, endpoint) => {
      const path = endpoint.path.replaceAll(/:[a-z]+/gi, '999999');
      for (const role of ROLES) {
        if (allows(ROLE_SCOPES[role], scopeOf(endpoint))) continue;
        const answer = await send(luka.apiUrl, {
          method: endpoint.method,
          path,
          headers: {
            host: new URL(luka.apiUrl).host,
            authorization: `Bearer ${tokens[role]}`,
            'content-type': 'application/json',
          },
          // Not even JSON: the client is refused first.
          ...(endpoint.body ? { body: '{' } : {}),
        });
        expect([role, answer.status, answer.code]).toEqual([role, 403, 'scope_missing']);
      }
    },
  );

  it('what decides is never within an agent’s reach', () => {
    const deciding = ['approve', 'deny', 'revokeApproval', 'validate', 'thaw'] as const;
    for (const name of deciding) expect(scopeOf(contract[name])).toBe('ops:approve');
    const owning = [
      'setPolicy',
      'createClient',
      'revokeClient',
      'listClients',
      'createLink',
      'updateSettings',
    ] as const;
    for (const name of owning) expect(scopeOf(contract[name])).toBe('admin');
  });

  it('a refusal is a row of the audit, by name', async () => {
    await expect(as('codex').freeze({ body: {} })).resolves.toMatchObject({ paused: true });
    await expect(as('codex').thaw({ body: {} })).rejects.toMatchObject({ code: 'scope_missing' });
    await as('gg').thaw({ body: {} });
    const { rows } = await as('gg').listAudit({ query: { action: 'request.refused', actor: 'a-codex' } });
    expect(rows[0]).toMatchObject({ reason: 'scope_missing', actor: { name: 'a-codex', role: 'codex' } });
  });
});

describe('an agent', () => {
  it('sees beforehand that it will need a yes, asks, waits, and runs when a human gave it', async () => {
    const codex = as('codex');
    expect(await codex.judge({ body: { task: 'greet' } })).toMatchObject({
      decision: 'ask',
      asker: 'agent',
      threshold: 0,
    });
    const run = await codex.runTask({ params: { task: 'greet' }, headers: {}, body: {} });
    expect(run).toMatchObject({ state: 'awaiting_approval', cause: { by: 'agent', client: 'a-codex' } });
    const approval = run.approval!;
    const waited = codex.getApproval({ params: { approval }, query: { wait: 30 } });
    const { hash, requestedBy } = await as('gg').getApproval({ params: { approval }, query: {} });
    expect(requestedBy).toEqual({ name: 'a-codex', role: 'codex' });
    await expect(codex.approve({ params: { approval }, body: { hash } })).rejects.toMatchObject({
      code: 'scope_missing',
    });
    expect((await luka.client.getRun({ params: { run: run.id } })).state).toBe('awaiting_approval');
    await as('gg').approve({ params: { approval }, body: { hash, note: 'fine' } });
    expect(await waited).toMatchObject({ state: 'approved', decidedBy: { name: 'a-gg', role: 'gg' } });
    expect(await ended(run.id)).toMatchObject({ state: 'succeeded', gate: { decision: 'allow', approval } });
  });

  it('is told no, with the reason, and the run never started', async () => {
    const receipt = await as('cls').submitOrder({
      headers: {},
      body: { id: 'wo', skill: 'bash', cmd: 'echo never' },
    });
    expect(receipt).toMatchObject({ state: 'awaiting_approval' });
    await as('gg').deny({ params: { approval: receipt.approval! }, body: { reason: 'not now' } });
    expect(await ended(receipt.run)).toMatchObject({
      state: 'denied',
      errorCode: 'run_denied',
      message: 'denied by a-gg: not now',
      attempts: [],
    });
  });

  it('is not asked about by a person who runs its order again: it stays an agent’s', async () => {
    const receipt = await as('codex').submitOrder({
      headers: {},
      body: { id: 'wo', skill: 'bash', cmd: 'echo mine' },
    });
    const again = await luka.client.rerun({ params: { run: receipt.run }, body: {} });
    expect(again).toMatchObject({ state: 'awaiting_approval', cause: { by: 'person', origin: 'agent' } });
  });

  it('that writes a task has it judged as an agent’s, until the person edits the file', async () => {
    const task = await as('cls').createTask({ body: { id: 'theirs', run: 'echo theirs' } });
    const gate = () => luka.client.judge({ body: { task: 'theirs' } });
    expect((await gate()).confinement).toBe('off');
    const { hash, text } = await luka.client.getPolicy();
    await luka.client.setPolicy({ body: { text: text.replace('agent: off', 'agent: read-only'), hash } });
    expect((await gate()).confinement).toBe('read-only');
    await writeFile(task.file, 'steps:\n  - run: echo mine now\n');
    await expect.poll(async () => (await gate()).confinement).toBe('off');
    const now = await luka.client.getPolicy();
    await luka.client.setPolicy({ body: { text: STRICT, hash: now.hash } });
  });

  it('asks no more often than the policy lets it; the person is not counted', async () => {
    const { hash } = await luka.client.getPolicy();
    await luka.client.setPolicy({ body: { text: `${STRICT}rates: { perMinute: 5 }\n`, hash } });
    const { token } = await luka.client.createClient({ body: { name: 'eager', role: 'codex' } });
    const ask = () =>
      fetch(`${luka.apiUrl}/api/v1/status`, { headers: { authorization: `Bearer ${token}` } }).then(
        ({ status }) => status,
      );
    const answers = await Promise.all(Array.from({ length: 12 }, ask));
    expect(answers.filter((status) => status === 200)).toHaveLength(5);
    expect(answers.filter((status) => status === 429)).toHaveLength(7);
    for (let n = 0; n < 20; n += 1) await luka.client.getStatus();
    const now = await luka.client.getPolicy();
    await luka.client.setPolicy({ body: { text: STRICT, hash: now.hash } });
  });

  it('is nobody when it is revoked', async () => {
    const { client, token } = await luka.client.createClient({ body: { name: 'guest', role: 'codex' } });
    const status = () =>
      send(luka.apiUrl, {
        path: '/api/v1/status',
        headers: { host: new URL(luka.apiUrl).host, authorization: `Bearer ${token}` },
      });
    expect((await status()).status).toBe(200);
    await luka.client.revokeClient({ params: { client: client.id } });
    expect(await status()).toMatchObject({ status: 401, code: 'token_invalid' });
  });
});

it('a stream ends with the token that it came with', async () => {
  const { client, token } = await luka.client.createClient({ body: { name: 'listener', role: 'codex' } });
  const answer = await fetch(`${luka.apiUrl}/api/v1/events`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const reader = answer.body!.getReader();
  await reader.read();
  await luka.client.revokeClient({ params: { client: client.id } });
  let heard = '';
  for (let part = await reader.read(); !part.done; part = await reader.read())
    heard += Buffer.from(part.value).toString();
  // It ends by itself, and tells of nothing that came after.
  await luka.client.createTask({ body: { id: 'unheard', run: 'true' } });
  expect(heard).not.toContain('unheard');
});

describe('a freeze', () => {
  it('starts nothing new, keeps what waits, and ends', async () => {
    await luka.client.freeze({ body: { reason: 'looks odd' } });
    const greet = { params: { task: 'greet' }, headers: {}, body: {} };
    await expect(luka.client.runTask(greet)).rejects.toMatchObject({ code: 'frozen' });
    await expect(
      luka.client.submitOrder({ headers: {}, body: { id: 'x', skill: 'bash', cmd: 'echo' } }),
    ).rejects.toMatchObject({ code: 'frozen' });
    await writeFile(
      join(luka.layout.queue.inbox, 'dropped.json'),
      '{"id":"dropped","skill":"bash","cmd":"echo"}',
    );
    expect((await luka.client.getPolicy()).paused).toBe(true);
    await luka.client.thaw({ body: {} });
    expect(await ended((await luka.client.runTask(greet)).id)).toMatchObject({ state: 'succeeded' });
  });
});

describe('an edit after the question', () => {
  it('voids it: 409, and the run does not start', async () => {
    await luka.client.createTask({ body: { id: 'changing', run: 'echo one' } });
    const run = await as('codex').runTask({ params: { task: 'changing' }, headers: {}, body: {} });
    const { hash } = await luka.client.getApproval({ params: { approval: run.approval! }, query: {} });
    const { file } = await luka.client.getTask({ params: { task: 'changing' } });
    await writeFile(file, 'steps:\n  - run: echo two\n');
    expect(await ended(run.id)).toMatchObject({ state: 'denied', errorCode: 'approval_void' });
    await expect(
      luka.client.approve({ params: { approval: run.approval! }, body: { hash } }),
    ).rejects.toMatchObject({ code: 'approval_void', entry: { http: 409 } });
  });
});

it('the audit of all of this is whole', async () => {
  const answer = await luka.client.verifyAudit();
  expect(answer).toMatchObject({ ok: true });
  const { rows } = await luka.client.listAudit({ query: { limit: 1_000 } });
  expect(rows).toHaveLength(answer.rows);
  const actions = new Set(rows.map(({ action }) => action));
  for (const action of [
    'run.requested',
    'approval.requested',
    'approval.approved',
    'approval.denied',
    'approval.void',
    'policy.changed',
    'freeze.on',
    'freeze.off',
    'client.created',
    'client.revoked',
    'request.refused',
    'task.changed',
  ] as const)
    expect(actions).toContain(action);
});
