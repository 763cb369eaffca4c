/** A whole Luka that tells a web server of this machine what happens, over crashes of both. */
import { chmod, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import type { HomeLayout } from '../home/layout.ts';
import { createRuntime } from '../create-runtime.ts';
import { startLuka } from '../server/testing.ts';
import { startReceiver } from './testing.ts';

const SECRET = `whsec_${Buffer.from('an example of thirty-two bytes..').toString('base64')}`;
const env = { ...process.env, LUKA_SECRET_STORE: 'file' };
const TASKS = {
  bad: 'title: Bad\ntags: [disk]\nowner: CLS\nsteps:\n  - run: exit 7\n',
  good: 'title: Good\nsteps:\n  - run: "true"\n',
};
const prepare = (notify: string) => async (layout: HomeLayout) => {
  for (const [id, text] of Object.entries(TASKS)) await writeFile(`${layout.tasks}/${id}.yaml`, text);
  await writeFile(
    `${layout.tasks}/flaky.yaml`,
    `title: Flaky\nsteps:\n  - argv: [test, -e, ${JSON.stringify(`${layout.root}/fixed`)}]\n`,
  );
  await writeFile(layout.notify, notify);
};
/** Many work on this machine at once. */
const PATIENT = { timeout: 20_000 };
type Luka = Awaited<ReturnType<typeof startLuka>>;

async function run({ client, engine }: Pick<Luka, 'client' | 'engine'>, task: string): Promise<number> {
  const { id } = await client.runTask({ params: { task }, body: {} });
  await expect
    .poll(() => engine.queries.list({ limit: 50 }).runs.find((each) => each.id === id)?.endedAt, PATIENT)
    .toBeDefined();
  return id;
}
const titleOf = (body: string): string => (JSON.parse(body) as { data: { title: string } }).data.title;

describe('what happens', () => {
  it('is told by the route that fits, signed, once', async () => {
    await using receiver = await startReceiver();
    const notify = `channels:
  ops: { kind: webhook, url: ${receiver.url}/ops, secret: secret:HOOK, group: 0 }
  rest: { kind: webhook, url: ${receiver.url}/rest, group: 0 }
routes:
  - when: { tag: [disk], owner: [CLS] }
    to: [ops]
default: [rest]
`;
    await using luka = await startLuka({ env }, prepare(notify));
    const { chooseSecretStore } = await import('../safety/secrets/stores/choose-store.ts');
    const secrets = await chooseSecretStore({ platform: process.platform, env, home: luka.layout });
    await secrets.set('HOOK', SECRET);
    const id = await run(luka, 'bad');
    await run(luka, 'good');
    await expect.poll(() => receiver.received.length, PATIENT).toBe(1);
    const [{ path, headers, body }] = receiver.received as [(typeof receiver.received)[0]];
    expect(path).toBe('/ops');
    const verified = new Webhook(SECRET).verify(body, headers as Record<string, string>);
    expect(verified).toMatchObject({
      type: 'luka.failure',
      data: {
        title: 'Bad failed',
        open: `/runs/${id}`,
        notices: [{ task: 'bad', run: id, tags: ['disk'], owner: 'CLS' }],
      },
    });
    const view = await luka.client.getNotify();
    expect(view.channels).toMatchObject([
      { name: 'ops', kind: 'webhook', where: receiver.url, waiting: 0, dead: 0 },
      { name: 'rest', waiting: 0 },
    ]);
    expect(JSON.stringify(view)).not.toContain('/ops');
    expect((await luka.client.listMessages({ query: {} })).messages).toMatchObject([
      { channel: 'ops', state: 'sent', attempts: 1 },
    ]);
    expect(await luka.client.routeNotice({ query: { task: 'bad' } })).toEqual({ channels: ['ops'] });
    expect(await luka.client.routeNotice({ query: { task: 'good' } })).toEqual({ channels: ['rest'] });
  });

  it('is told after a restart where it could not be before, and never twice', async () => {
    let isDown = true;
    await using receiver = await startReceiver(() => ({ status: isDown ? 503 : 200 }));
    const notify = `channels:\n  ops: { kind: webhook, url: ${receiver.url}, group: 0 }\ndefault: [ops]\n`;
    await using luka = await startLuka({ env }, prepare(notify));
    await run(luka, 'bad');
    await expect.poll(() => receiver.received.length, PATIENT).toBe(1);
    await luka.runtime.stop();
    // On a busy machine its time for another attempt came.
    const before = receiver.received.length;
    isDown = false;
    // The moment of the next attempt has come.
    const { openDatabase } = await import('../store/open-database.ts');
    const { db } = openDatabase(luka.layout.database, Date.now());
    expect(db.prepare('select count(*) as n from notify_messages where ended_at is null').get()).toEqual({
      n: 1,
    });
    db.exec('update notify_messages set next_at = 0');
    // As after a crash: events are read again from before the one that was told.
    db.exec("update marks set value = '0' where name = 'notify'");
    db.close();
    const next = createRuntime({ home: luka.home, apiPort: 0, uiPort: 0, env });
    await next.start();
    await expect
      .poll(() => next.engine!.notify.room.list({ limit: 5 }).messages.map(({ state }) => state), PATIENT)
      .toEqual(['sent']);
    await next.stop();
    expect(receiver.received).toHaveLength(before + 1);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('that Luka itself is not well is told: a damaged ledger, files that others may read', async () => {
    await using receiver = await startReceiver();
    const notify = `channels:\n  ops: { kind: webhook, url: ${receiver.url}, group: 0 }\ndefault: [ops]\n`;
    await using luka = await startLuka({ env }, async (layout) => {
      await prepare(notify)(layout);
      await writeFile(layout.database, 'this was a ledger once'.repeat(1_000));
      await chmod(layout.database, 0o644);
    });
    await expect
      .poll(() => receiver.received.map(({ body }) => titleOf(body)).toSorted(), PATIENT)
      .toEqual([
        expect.stringMatching(/^Luka itself: a file of the home may be read or written by others$/),
        expect.stringMatching(/^Luka itself: the ledger was damaged and a fresh one was started/),
      ]);
    await luka.runtime.stop();
    // What was told today is not told again.
    await chmod(luka.layout.database, 0o644);
    const next = createRuntime({ home: luka.home, apiPort: 0, uiPort: 0, env });
    await next.start();
    await next.stop();
    expect(receiver.received).toHaveLength(2);
  });

  it('that is mended is told, too; a task file with errors is', async () => {
    await using receiver = await startReceiver();
    const notify = `channels:\n  ops: { kind: webhook, url: ${receiver.url}, group: 0 }\ndefault: [ops]\n`;
    await using luka = await startLuka({ env }, prepare(notify));
    await run(luka, 'flaky');
    await writeFile(`${luka.home}/fixed`, '');
    await run(luka, 'flaky');
    await expect
      .poll(() => receiver.received.map(({ body }) => titleOf(body)), PATIENT)
      .toEqual(['Flaky failed', 'Flaky works again']);
    await writeFile(`${luka.layout.tasks}/good.yaml`, 'steps: nothing\n');
    await expect
      .poll(() => receiver.received.map(({ body }) => titleOf(body)), PATIENT)
      .toContain('The file of good has errors');
  });

  it('is sent nowhere without a file; what is written into it holds at once, is checked, and is in the audit', async () => {
    await using receiver = await startReceiver();
    await using luka = await startLuka({ env }, prepare(''));
    const { client } = luka;
    await run(luka, 'bad');
    expect((await client.getNotify()).channels).toEqual([]);
    const { hash } = await client.getNotifyText();
    await expect(client.setNotify({ body: { text: 'channels: 7\n', hash } })).rejects.toMatchObject({
      code: 'notify_invalid',
    });
    const text = `channels:\n  ops: { kind: webhook, url: ${receiver.url} }\ndefault: [ops]\n`;
    await client.setNotify({ body: { text, hash } });
    await expect(client.setNotify({ body: { text, hash } })).rejects.toMatchObject({
      code: 'notify_changed',
    });
    // Of what was before nothing is told.
    expect(receiver.received).toEqual([]);
    expect(await client.testChannel({ params: { channel: 'ops' }, body: {} })).toMatchObject({
      ok: true,
      answer: 'HTTP 200',
    });
    expect(receiver.received).toHaveLength(1);
    await expect(client.testChannel({ params: { channel: 'no' }, body: {} })).rejects.toMatchObject({
      code: 'channel_unknown',
    });
    const rows = (await client.listAudit({ query: {} })).rows.map(({ action, subject }) => [action, subject]);
    expect(rows).toContainEqual(['notify.changed', 'notify.yaml']);
    expect(rows).toContainEqual(['notify.tested', 'channel ops']);
    // A broken file leaves what held before.
    await writeFile(luka.layout.notify, 'channels: [\n');
    await expect
      .poll(async () => (await client.getNotify()).findings.map(({ code, line }) => [code, line]), PATIENT)
      .toEqual([['notify_invalid', 2]]);
    expect((await client.getNotify()).channels.map(({ name }) => name)).toEqual(['ops']);
  });

  it('that cannot be sent is seen, and goes again when asked', async () => {
    let status = 404;
    await using receiver = await startReceiver(() => ({ status }));
    const notify = `channels:\n  ops: { kind: webhook, url: ${receiver.url} }\ndefault: [ops]\n`;
    await using luka = await startLuka({ env }, prepare(notify));
    const { client } = luka;
    await run(luka, 'bad');
    await expect
      .poll(async () => (await client.listMessages({ query: { state: 'dead' } })).messages.length, PATIENT)
      .toBe(1);
    const { findings } = await client.getOverview();
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'notify_undelivered', message: expect.stringContaining('HTTP 404') }),
    );
    const { seq, message } = (await client.listMessages({ query: {} })).messages[0]!;
    status = 200;
    await client.retryMessage({ params: { message: seq }, body: {} });
    await expect
      .poll(async () => (await client.listMessages({ query: { state: 'sent' } })).messages.length, PATIENT)
      .toBe(1);
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([message.id, message.id]);
    await expect(client.retryMessage({ params: { message: seq }, body: {} })).rejects.toMatchObject({
      code: 'message_open',
    });
    expect((await client.getOverview()).findings.filter(({ code }) => code === 'notify_undelivered')).toEqual(
      [],
    );
  });
});
