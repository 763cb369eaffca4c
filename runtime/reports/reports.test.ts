/** Reports over the real port, of runs that ran. */
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createClient } from '#shared/http/client.ts';
import { machineZone } from '../schedule/machine-zone.ts';
import { send, startLuka } from '../server/testing.ts';
import { dayAt, daysLater, periodOf } from './period.ts';

/** Each report is made by a thread, which is slow to start from source on a busy machine. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

type Luka = Awaited<ReturnType<typeof startLuka>>;
let luka: Luka;
const today = () => dayAt(Date.now(), machineZone());

const TASKS = {
  sync: 'title: Sync notes\nowner: CLS\nphase: archive\npriority: high\nsteps:\n  - run: echo synced\n',
  broken:
    'title: "Broken <b>|tag|</b>"\nowner: Codex\nphase: build\nsteps:\n  - run: |\n      echo "reading the disk"\n      echo "password=hunter2hunter2" >&2\n      printf "\\033[31mdisk asleep\\033[0m\\n" >&2; exit 5\n',
  push: 'title: Publish\nsteps:\n  - run: git push --force origin main\n',
} as const;

const ended = async (id: number) => {
  for (;;) {
    const run = await luka.client.getRun({ params: { run: id } });
    if (run.endedAt !== undefined) return run;
    await pause(20);
  }
};
const start = async (task: string) =>
  (await luka.client.runTask({ params: { task }, body: { params: {}, force: true } })).id;

const clientOf = (token: string) =>
  createClient({
    baseUrl: luka.apiUrl,
    fetch: (url, init) => fetch(url, init),
    token: () => token,
    validate: true,
  });
let agents = 0;
/** An agent: what it asks for is asked about. */
const codex = async () => {
  agents += 1;
  const { token } = await luka.client.createClient({ body: { name: `codex-${agents}`, role: 'codex' } });
  return clientOf(token);
};

beforeAll(async () => {
  luka = await startLuka({}, async ({ tasks }) => {
    for (const [id, text] of Object.entries(TASKS)) await writeFile(join(tasks, `${id}.yaml`), text);
  });
  await ended(await start('sync'));
  await ended(await start('sync'));
  await ended(await start('broken'));
});
afterAll(() => luka[Symbol.asyncDispose]());

describe('the report of a day', () => {
  it('tells what ran, what failed with the end of its output, and what needs a person', async () => {
    const report = await luka.client.makeReport({ body: { kind: 'day' } });
    expect(report).toMatchObject({
      name: `day-${today()}`,
      kind: 'day',
      day: today(),
      headline: '3 runs of 2 tasks, 1 failed',
      failed: 1,
      page: true,
      cut: false,
      file: join(luka.layout.reports, `day-${today()}.md`),
    });
    expect(await readFile(report.file, 'utf8')).toBe(report.text);
    expect((await stat(report.file)).mode & 0o777).toBe(0o600);
    expect(report.text).toContain('The day is not over');
    expect(report.text).toMatch(
      /\| \[Sync notes\]\(<http:\/\/127\.0\.0\.1:\d+\/tasks\/sync>\) \| CLS \| archive \| 2 \| 0 \|/,
    );
    expect(report.text).toContain('### Broken \\<b\\>\\|tag\\|\\</b\\>');
    expect(report.text).toMatch(/```text\nreading the disk\npassword=•••\ndisk asleep\n```/);
    expect(report.text).not.toContain('hunter2');
    expect(report.text).toMatch(/## Needs you now\n\n- \[Broken .* failed last \(#3\)\]/);
  });

  it('is a page without scripts, too', async () => {
    const { html, file } = await luka.client.getReportPage({ params: { report: `day-${today()}` } });
    expect(file).toBe(join(luka.layout.reports, `day-${today()}.html`));
    expect(html).toContain('Broken &lt;b&gt;|tag|&lt;/b&gt;');
    expect(html).not.toMatch(/<script|<b>/);
    expect(html).toContain("default-src 'none'");
  });

  it('tells who approved and denied, and what was changed through Luka and in its files', async () => {
    const first = await (await codex()).runTask({ params: { task: 'push' }, body: { params: {} } });
    const { approvals } = await luka.client.listApprovals({ query: { state: 'pending' } });
    expect(approvals.map(({ run }) => run)).toEqual([first.id]);
    const waiting = await luka.client.makeReport({ body: { kind: 'day' } });
    expect(waiting.text).toMatch(/\[Publish waits for your yes or no\]\(<http:[^>]+\/approvals\/1>\)/);
    await luka.client.deny({ params: { approval: approvals[0]!.id }, body: { reason: 'not on a | Sunday' } });
    await luka.client.updateTask({ params: { task: 'sync' }, body: { enabled: false } });
    await luka.client.updateSettings({ body: { maxRunning: 3 } });
    await writeFile(join(luka.layout.tasks, 'broken.yaml'), `${TASKS.broken}# mended soon\n`);
    for (;;) {
      const events = luka.engine.store.eventsOfTypeAfter('task.changed', 0, 100);
      if (events.some(({ task }) => task === 'broken')) break;
      await pause(50);
    }
    const { text } = await luka.client.makeReport({ body: { kind: 'day' } });
    expect(text).toMatch(
      /## Approved and denied\n\n[^\n]+\n[^\n]+\n\| \d\d:\d\d \| person \| denied \| \[Publish\]\(<[^>]+\/approvals\/1>\) \| not on a \\\| Sunday \|/,
    );
    expect(text).not.toContain('waits for your yes');
    expect(text).toMatch(/\| person \| changed Sync notes \|/);
    expect(text).toMatch(/\| person \| changed the settings \|/);
    expect(text).toMatch(/\| file \| edited Broken /);
  });

  it('of a day with nothing says so in one line', async () => {
    const report = await luka.client.makeReport({ body: { kind: 'day', day: '2020-02-29' } });
    const [title, line] = report.text.split('\n\n');
    expect(title).toBe('# Saturday 29 February 2020');
    expect(line).toMatch(/^Nothing (happened on this day|ran)\.$/);
    expect(report.text).not.toContain('## What ran');
  });

  it('is not made of a day to come, or of one that is none', async () => {
    const to = (day: string) => luka.client.makeReport({ body: { kind: 'day', day } });
    await expect(to(daysLater(today(), 2))).rejects.toMatchObject({ code: 'request_invalid' });
    await expect(to('2026-02-30')).rejects.toMatchObject({ code: 'request_invalid' });
  });
});

describe('a report that is made again', () => {
  it('takes the place of what Luka wrote, and never of what a person did', async () => {
    const day = daysLater(today(), -3);
    const make = () => luka.client.makeReport({ body: { kind: 'day', day } });
    const first = await make();
    expect((await make()).name).toBe(first.name);
    await writeFile(first.file, `${first.text}\n- [ ] archive: check the disk (CLS)\n`);
    const second = await make();
    expect(second.name).toBe(`day-${day}-2`);
    expect(await readFile(first.file, 'utf8')).toContain('check the disk');
    expect((await make()).name).toBe(second.name);
    await rm(second.file);
    expect((await make()).name).toBe(second.name);
    const page = second.file.replace(/\.md$/, '.html');
    await writeFile(page, '<p>mine</p>');
    expect((await make()).name).toBe(`day-${day}-3`);
    expect(await readFile(page, 'utf8')).toBe('<p>mine</p>');
  });

  it('tells of it by an event', () => {
    const events = luka.engine.store.eventsOfTypeAfter('report.made', 0, 100);
    expect(events[0]?.data).toMatchObject({
      kind: 'day',
      day: today(),
      name: `day-${today()}`,
      scheduled: false,
      by: 'person',
    });
  });
});

describe('the list', () => {
  it('has days, weeks, sessions and the rest, the newest first, in pages, with the ones before and after', async () => {
    const week = await luka.client.makeReport({ body: { kind: 'week' } });
    expect(week.day).toBe(periodOf('week', today(), machineZone()).day);
    await luka.client.reportSession({ body: { slug: 'archive' } });
    await writeFile(join(luka.layout.reports, 'thoughts.md'), '# Thoughts\n');
    await writeFile(join(luka.layout.reports, '.hidden.md'), 'no');
    const { reports, total } = await luka.client.listReports({ query: {} });
    expect(total).toBe(reports.length);
    expect(new Set(reports.map(({ kind }) => kind))).toEqual(new Set(['day', 'week', 'session', 'other']));
    expect(reports.at(-1)).toMatchObject({ name: 'thoughts', kind: 'other', page: false });
    const days = await luka.client.listReports({ query: { kind: 'day', limit: 2 } });
    expect(days.reports).toHaveLength(2);
    expect(days.next).toBe(2);
    const rest = await luka.client.listReports({ query: { kind: 'day', limit: 500, offset: 2 } });
    expect(days.reports.length + rest.reports.length).toBe(days.total);
    const newest = await luka.client.getReport({ params: { report: days.reports[0]!.name } });
    expect(newest).toMatchObject({ previous: days.reports[1]!.name });
    expect(newest.next).toBeUndefined();
    const before = await luka.client.getReport({ params: { report: newest.previous! } });
    expect(before.next).toBe(newest.name);
  });

  it('is read into the knowledge; pages beside the Markdown are not', { timeout: 60_000 }, async () => {
    const paths = async () =>
      (await luka.client.listDocuments({ query: { source: 'luka' } })).documents.map(({ path }) => path);
    await expect
      .poll(() => paths().catch(() => []), { timeout: 30_000, interval: 200 })
      .toContain(join(luka.layout.reports, `day-${today()}.md`));
    expect((await paths()).filter((path) => path.endsWith('.html'))).toEqual([]);
  });

  it('leads nowhere but into its folder', async () => {
    for (const name of ['..%2Fluka', '%2e%2e', 'a%2Fb', '..', '%00', 'nothing-here']) {
      const { status } = await send(luka.apiUrl, {
        path: `/api/v1/reports/${name}`,
        headers: { authorization: `Bearer ${luka.token}` },
      });
      expect([name, [400, 404].includes(status)]).toEqual([name, true]);
    }
    await expect(luka.client.getReport({ params: { report: 'nothing-here' } })).rejects.toMatchObject({
      code: 'report_unknown',
    });
  });

  it('is for who may read; reports are made by who may write', async () => {
    const { token } = await luka.client.createClient({
      body: { name: 'reader', role: 'codex', scopes: ['context:read'] },
    });
    const reader = clientOf(token);
    expect((await reader.listReports({ query: {} })).total).toBeGreaterThan(0);
    await expect(reader.makeReport({ body: { kind: 'day' } })).rejects.toMatchObject({
      code: 'scope_missing',
    });
  });
});

describe('to-dos', () => {
  it('have their source, and are done where they are checked off anywhere', async () => {
    const { id } = await luka.client.remember({
      body: {
        kind: 'plan',
        text: 'Plan\n- [ ] build: the mover (Codex)\n- [ ] write the manual',
        meta: { phase: 'docs' },
      },
    });
    const { toDos } = await luka.client.listToDos({ query: {} });
    expect(toDos).toContainEqual(
      expect.objectContaining({
        phase: 'build',
        task: 'the mover',
        owner: 'Codex',
        source: { kind: 'memory', id, line: 2, text: '- [ ] build: the mover (Codex)' },
      }),
    );
    expect(toDos).toContainEqual(
      expect.objectContaining({ phase: 'docs', task: 'write the manual', owner: 'person' }),
    );
    expect(toDos).toContainEqual(
      expect.objectContaining({
        phase: 'archive',
        task: 'check the disk',
        owner: 'CLS',
        source: expect.objectContaining({ kind: 'report' }),
      }),
    );
    expect(toDos).toContainEqual(
      expect.objectContaining({
        phase: 'mend',
        owner: 'Codex',
        source: expect.objectContaining({ kind: 'run', id: 3 }),
      }),
    );
    const mine = await luka.client.listToDos({ query: { owner: 'codex', phase: 'BUILD' } });
    expect(mine.toDos.map(({ task }) => task)).toEqual(['the mover']);
    const done = join(luka.layout.reports, '261129_done.md');
    await writeFile(done, '- [x] build: the mover (Codex)\n');
    await utimes(done, new Date(0), new Date(0));
    const after = await luka.client.listToDos({ query: { phase: 'build' } });
    expect(after.toDos).toEqual([]);
  });
});

describe('governance', () => {
  it('groups tasks by owner and phase, with how they do and what is asked', async () => {
    await (await codex()).runTask({ params: { task: 'push' }, body: { params: {} } });
    const { groups, toDos } = await luka.client.getGovernance({ query: {} });
    expect(groups.map(({ owner, phase }) => [owner, phase])).toEqual([
      ['CLS', 'archive'],
      ['Codex', 'build'],
      [undefined, undefined],
    ]);
    expect(groups[0]).toMatchObject({ runs: 2, bad: 0, success: 1, priorities: { high: 1 } });
    expect(groups[1]).toMatchObject({ runs: 1, bad: 1, success: 0 });
    expect(groups[2]).toMatchObject({ approvals: 1, tasks: [expect.objectContaining({ id: 'push' })] });
    expect(toDos[0]).toMatchObject({
      phase: 'approve',
      owner: 'GG',
      task: 'Publish',
      source: { kind: 'approval' },
    });
  });
});
