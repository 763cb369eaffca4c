/** The schedule over HTTP, in a whole Luka with real processes. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { LukaEvent } from '#shared/nouns/event.ts';
import { send, startLuka } from './testing.ts';

let luka: Awaited<ReturnType<typeof startLuka>>;

const FILES: Record<string, string> = {
  'hourly.yaml': 'title: Hourly\ntriggers:\n  - cron: 0 * * * *\nsteps:\n  - run: echo hourly\n',
  'hooked.yaml':
    'triggers:\n  - webhook: { perMinute: 3 }\nparams:\n  n: { type: integer, default: 1 }\nsteps:\n  - run: echo "n is $PARAM_N"\n',
  'next.yaml': 'triggers:\n  - after: hooked\nsteps:\n  - run: echo after\n',
  'plain.yaml': '# mine\nsteps:\n  - run: echo plain # keep me\n',
  'bad.yaml': 'quarantine: { after: 1 }\nsteps:\n  - run: exit 3\n',
  'again.yaml':
    'retry: { times: 1, delay: 100ms }\nsteps:\n  - run: test -e "$LUKA_HOME/second" || { touch "$LUKA_HOME/second"; exit 75; }\n',
};

beforeAll(async () => {
  luka = await startLuka();
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(luka.layout.tasks, name), text);
  await told((event) => event.type === 'task.changed' && event.task === 'plain');
});
afterAll(() => luka[Symbol.asyncDispose]());

/** Resolves with the first such event, also one that came already. */
function told(is: (event: LukaEvent) => boolean): Promise<LukaEvent> {
  const { store } = luka.engine;
  return new Promise((resolve) => {
    const look = () => {
      const event = store.eventsAfter(0, 100_000).find(is);
      if (!event) return;
      off();
      resolve(event);
    };
    const off = store.onEvent(look);
    look();
  });
}
const failure = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: { code?: string }) => error.code,
  );
const from = '2030-03-04T00:00:00Z';

describe('moments to come', () => {
  it('are listed in order', async () => {
    const { upcoming } = await luka.client.listUpcoming({ query: { from, task: 'hourly', limit: 3 } });
    expect(upcoming.map(({ due, title, trigger }) => [due, title, trigger])).toEqual([
      ['2030-03-04T00:00:00.000Z', 'Hourly', 'Every hour'],
      ['2030-03-04T01:00:00.000Z', 'Hourly', 'Every hour'],
      ['2030-03-04T02:00:00.000Z', 'Hourly', 'Every hour'],
    ]);
    expect(await failure(luka.client.listUpcoming({ query: { task: 'nobody' } }))).toBe('task_unknown');
  });

  it('of a trigger that nobody saved yet are told in its own zone, or what is wrong with it', async () => {
    const trigger = { cron: '30 2 * * *', tz: 'Europe/Berlin' };
    const { preview } = await luka.client.previewTrigger({ body: { trigger, from: '2026-03-28T12:00:00Z' } });
    expect(preview?.words).toBe('At 02:30 (Europe/Berlin)');
    expect(preview?.times).toHaveLength(10);
    expect(preview?.times[0]).toMatchObject({
      due: '2026-03-29T01:00:00.000Z',
      local: '2026-03-29 03:00',
      offset: '+02:00',
    });
    expect(preview?.times[0]?.note).toContain('02:30');
    const wrong = await luka.client.previewTrigger({ body: { trigger: { cron: '61 * * * *' } } });
    expect(wrong.preview).toBeUndefined();
    expect(wrong.findings[0]).toMatchObject({ code: 'trigger_invalid', severity: 'error' });
  });
});

describe('a webhook', () => {
  it('starts its task and what comes after it, and says nothing of it to the caller', async () => {
    const { url } = await luka.client.getHook({ params: { task: 'hooked' } });
    expect(url.startsWith(`${luka.apiUrl}/hooks/`)).toBe(true);
    const call = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      send(luka.apiUrl, {
        method: 'POST',
        path,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const { pathname } = new URL(url);
    const answer = await call(pathname, { params: { n: 7 } });
    expect([answer.status, answer.body]).toEqual([202, '{"accepted":true}']);
    const after = await told((event) => event.type === 'run.finished' && event.task === 'next');
    expect(after.data['run']).toMatchObject({ state: 'succeeded', cause: { kind: 'after', chain: 1 } });
    const { slots } = await luka.client.listSlots({ query: { task: 'hooked' } });
    expect(slots).toMatchObject([{ kind: 'webhook', state: 'ran', runState: 'succeeded' }]);
    const page = await luka.client.readLog({ params: { run: slots[0]!.run! } });
    expect(page.entries.map((entry) => entry.text).join('')).toContain('n is 7');

    // A page of the web that learned the address may not use it.
    expect((await call(pathname, {}, { origin: 'https://example.com' })).status).toBe(403);
    expect(await call(pathname, { params: { n: 'x' } })).toMatchObject({
      status: 400,
      code: 'param_invalid',
    });
    expect(await call('/hooks/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', {})).toMatchObject({
      status: 404,
      code: 'hook_unknown',
    });
    await call(pathname, {});
    expect(await call(pathname, {})).toMatchObject({ status: 429, code: 'rate_limited' });
    const renewed = await luka.client.renewHook({ params: { task: 'hooked' } });
    expect(renewed.url).not.toBe(url);
    expect((await call(pathname, {})).status).toBe(404);
    expect(await failure(luka.client.getHook({ params: { task: 'plain' } }))).toBe('hook_missing');
  });
});

it('starts a task for a file that came, and tells it which', async () => {
  const folder = join(luka.home, 'in');
  await mkdir(folder);
  const trigger = `  - file: ${folder}/*.txt\n    settle: 100ms\n`;
  const text = `triggers:\n${trigger}steps:\n  - run: echo "got $LUKA_SUBJECT"\n`;
  await writeFile(join(luka.layout.tasks, 'sorted.yaml'), text);
  await told((event) => event.type === 'task.changed' && event.task === 'sorted');
  await writeFile(join(folder, 'letter.tmp'), 'not this one');
  // What was there before the watch began is no news: letters come until one is taken.
  let letters = 0;
  const post = setInterval(() => void writeFile(join(folder, `letter-${(letters += 1)}.txt`), 'dear'), 500);
  const done = await told((event) => event.type === 'run.finished' && event.task === 'sorted');
  clearInterval(post);
  const { cause } = done.data['run'] as RunSummary;
  expect(cause).toMatchObject({ kind: 'file', subject: expect.stringMatching(/letter-\d+\.txt$/) });
  const page = await luka.client.readLog({ params: { run: done.run! } });
  expect(page.entries.map((entry) => entry.text).join('')).toContain(`got ${cause.subject}`);
});

describe('pauses', () => {
  it('hold a task, show on it, and end', async () => {
    const pause = await luka.client.pause({ body: { scope: { task: 'hourly' }, reason: 'moving house' } });
    expect(pause).toMatchObject({ scope: { task: 'hourly' }, reason: 'moving house' });
    expect((await luka.client.listPauses({})).pauses).toHaveLength(1);
    const task = await luka.client.getTask({ params: { task: 'hourly' } });
    expect(task.paused).toBe('until you resume it');
    const { upcoming } = await luka.client.listUpcoming({ query: { task: 'hourly', limit: 1 } });
    expect(upcoming[0]?.obstacle).toContain('paused');
    expect((await luka.client.resume({ body: { scope: { task: 'hourly' } } })).ended).toHaveLength(1);
    expect(await failure(luka.client.resume({ body: { scope: { task: 'hourly' } } }))).toBe('not_paused');
    const past = { scope: { all: true as const }, until: '2020-01-01T00:00:00Z' };
    expect(await failure(luka.client.pause({ body: past }))).toBe('pause_invalid');
    expect(await failure(luka.client.pause({ body: { scope: { task: 'nobody' } } }))).toBe('task_unknown');
  });
});

describe('triggers', () => {
  it('are written into the file, and nothing else of it is touched', async () => {
    const task = await luka.client.getTask({ params: { task: 'plain' } });
    const triggers = [{ cron: '0 9 * * *', tz: 'Asia/Bangkok' }, { every: '90m' }];
    const saved = await luka.client.setTriggers({
      params: { task: 'plain' },
      body: { triggers, hash: task.hash },
    });
    expect(saved.triggers).toEqual(['At 09:00 (Asia/Bangkok)', 'every 1 h 30 min']);
    expect(saved.nextDue).toBeDefined();
    const again = { params: { task: 'plain' }, body: { triggers: [], hash: task.hash } };
    expect(await failure(luka.client.setTriggers(again))).toBe('task_changed');
    const wrong = { params: { task: 'plain' }, body: { triggers: [{ every: '1ms' }], hash: saved.hash } };
    expect(await failure(luka.client.setTriggers(wrong))).toBe('trigger_invalid');
  });
});

describe('a task that fails', () => {
  it('is put into quarantine, says so, and is released by hand', async () => {
    await luka.client.runTask({ params: { task: 'bad' }, body: {} });
    await told((event) => event.type === 'task.quarantined' && event.task === 'bad');
    const task = await luka.client.getTask({ params: { task: 'bad' } });
    expect(task.health).toMatchObject({ failuresInRow: 1 });
    expect(task.health?.quarantinedAt).toBeDefined();
    const released = await luka.client.releaseTask({ params: { task: 'bad' }, body: {} });
    expect(released.health?.quarantinedAt).toBeUndefined();
    expect(await failure(luka.client.releaseTask({ params: { task: 'bad' }, body: {} }))).toBe(
      'not_quarantined',
    );
  });

  it('is tried again where it says so, each attempt with its own log', async () => {
    const { id } = await luka.client.runTask({ params: { task: 'again' }, body: {} });
    await told((event) => event.type === 'run.finished' && event.run === id);
    const run = await luka.client.getRun({ params: { run: id } });
    expect(run).toMatchObject({
      state: 'succeeded',
      attempt: 2,
      attempts: [{ state: 'failed', exitCode: 75 }, { state: 'succeeded' }],
    });
    const first = await luka.client.readLog({ params: { run: id }, query: { attempt: 1 } });
    expect(first.attempt).toBe(1);
  });
});

describe('questions about the past', () => {
  it('are answered from what is on record', async () => {
    const { verdict, evidence } = await luka.client.getWhy({ params: { task: 'hooked' } });
    expect(verdict).toMatch(/^It ran at .* as run #\d+ and succeeded/);
    expect(evidence.map((one) => one.source)).toContain('run');
    const none = await luka.client.getWhy({
      params: { task: 'again' },
      query: { at: new Date().toISOString() },
    });
    expect(none.verdict).not.toBe('');
    const old = { params: { task: 'hourly' }, query: { at: '2020-01-01T00:00:00Z' } };
    expect(await failure(luka.client.getWhy(old))).toBe('moment_too_old');
    const { cells, days } = await luka.client.getHeat({ params: { task: 'hooked' } });
    expect(days).toHaveLength(7);
    expect(cells).toMatchObject([{ failed: 0 }]);
    const now = Date.now();
    const stretch = {
      from: new Date(now - 3_600_000).toISOString(),
      to: new Date(now + 7_200_000).toISOString(),
    };
    const timeline = await luka.client.getTimeline({ query: stretch });
    expect(timeline.slots.map((slot) => slot.task)).toEqual(expect.arrayContaining(['hooked', 'next']));
    expect(timeline.upcoming.some((moment) => moment.task === 'hourly')).toBe(true);
    expect(await failure(luka.client.getTimeline({ query: { ...stretch, to: stretch.from } }))).toBe(
      'request_invalid',
    );
  });
});

describe('imports', () => {
  it('say what would become of a crontab, and write what was chosen, switched off', async () => {
    const text = '# Back up the photos\n15 3 * * 1-5 /usr/local/bin/backup --photos\n@reboot echo up\n';
    const plan = await luka.client.planImport({ body: { source: 'crontab', text } });
    expect(plan.tasks.map(({ title, state, written }) => [title, state, written])).toEqual([
      ['Back up the photos', 'new', false],
      [expect.any(String), 'new', false],
    ]);
    const { id } = plan.tasks[0]!;
    const applied = await luka.client.planImport({
      body: { source: 'crontab', text, apply: { ids: [id], enabled: false } },
    });
    expect(applied.tasks.find((task) => task.id === id)?.written).toBe(true);
    await told((event) => event.type === 'task.changed' && event.task === id);
    expect(await luka.client.getTask({ params: { task: id } })).toMatchObject({ state: 'disabled' });
  });
});

it('keeps tasks that wait for a volume from writing into its empty mount point', async () => {
  await mkdir(join(luka.home, 'mnt'));
  const text = 'conditions:\n  volume: no-such-volume\nsteps:\n  - run: echo written\n';
  await writeFile(join(luka.layout.tasks, 'volume.yaml'), text);
  await told((event) => event.type === 'task.changed' && event.task === 'volume');
  const { id } = await luka.client.runTask({ params: { task: 'volume' }, body: {} });
  await told((event) => event.type === 'run.finished' && event.run === id);
  expect(await luka.client.getRun({ params: { run: id } })).toMatchObject({
    state: 'failed',
    errorCode: 'condition_unmet',
  });
});
