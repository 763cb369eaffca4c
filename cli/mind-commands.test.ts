/** What the commands about memory, answers, prompts and reports ask of Luka, and how they tell its answers. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Answer } from '#shared/nouns/assistant.ts';
import type { Memory } from '#shared/nouns/memory.ts';
import type { Run, RunSummary } from '#shared/nouns/run.ts';
import { captureTerminal } from './captured-terminal.ts';
import { ask } from './commands/ask.ts';
import { listEscalated, settleAnswer } from './commands/escalations.ts';
import { forget } from './commands/forget.ts';
import { fillPrompt, listPrompts } from './commands/prompt.ts';
import { recall } from './commands/recall.ts';
import { remember } from './commands/remember.ts';
import { reportSession } from './commands/report.ts';
import { showWhyRun } from './commands/why.ts';
import { fakeLuka } from './fake-luka.ts';
import { runProgram } from './program.ts';

const iso = (local: string) => new Date(local).toISOString();
const json = { json: true };

const answer: Answer = {
  id: 4,
  conversation: 2,
  question: 'when does the copy start?',
  at: iso('2026-11-22T11:59:00'),
  sentences: [
    { text: 'The copy starts at 03:00.\u001b[2J', sources: [1], supported: true },
    { text: 'It is blue.', sources: [2], supported: false },
  ],
  sources: [
    {
      number: 1,
      citation: {
        document: 1,
        path: '/notes/backup.md',
        title: 'Backup',
        kind: 'markdown',
        line: 4,
        lastLine: 5,
        headings: [],
      },
      title: 'Backup',
      text: 'The copy starts at 03:00.',
      score: 1,
    },
    { number: 2, page: '/runs/7', title: 'Backup #7', text: 'run 7 failed', score: 1 },
  ],
  confidence: 0.8123,
  method: 'extractive',
  retrieval: 'tf-idf',
  trace: [{ step: 'recall', text: '3 passages', ms: 12 }],
  actions: [
    { kind: 'run-task', task: 'backup', label: 'Run Backup now' },
    { kind: 'rerun', run: 7, label: 'Run Backup again' },
    { kind: 'open', page: '/runs/7', label: 'Open run 7' },
  ],
  tookMs: 23.4,
};
const memory: Memory = {
  id: 12,
  kind: 'solution',
  text: 'wake the disk\u001b[2J',
  meta: {},
  importance: 0.5,
  pinned: true,
  at: iso('2026-11-22T11:00:00'),
  by: 'person',
  uses: 0,
  weight: 0.5,
  originals: [],
};

describe('luka ask', () => {
  const options = { question: 'when does the copy start?', conversation: undefined, trace: false };

  it('says the answer with its sources by path and line, and how sure it is', async () => {
    const luka = fakeLuka(() => answer);
    await ask(luka.session, options);
    expect(luka.calls).toMatchObject([
      { endpoint: 'POST /api/v1/ask', body: { question: options.question } },
    ]);
    expect(luka.text('out').split('\n')).toEqual([
      'The copy starts at 03:00.\ufffd[2J [1]',
      'It is blue. [2] (no source says so)',
      '',
      '[1] /notes/backup.md:4-5  The copy starts at 03:00.',
      '[2] Backup #7 (/runs/7)  run 7 failed',
      '',
    ]);
    expect(luka.text('err').split('\n')).toEqual([
      'confidence 0.81, extractive, 23 ms; go on with: luka ask --in 2 "…"',
      'you can: luka run backup',
      'you can: run #7 again on its page (Run Backup again)',
      'you can: open /runs/7 (Open run 7)',
      '',
    ]);
  });

  it('says what is missing, goes on with a conversation, tells its trace, and gives scripts the whole answer', async () => {
    const none = fakeLuka(() => ({
      ...answer,
      sentences: [],
      sources: [],
      actions: [],
      confidence: 0.1,
      missing: 'Nothing speaks of "x"',
    }));
    await ask(none.session, { ...options, conversation: 2, trace: true });
    expect(none.calls[0]?.body).toEqual({ question: options.question, conversation: 2 });
    expect(none.text('out')).toBe('Nothing speaks of "x"\n\n');
    expect(none.text('err')).toContain('recall: 3 passages (12 ms)\n');
    const script = fakeLuka(() => answer, json);
    await ask(script.session, options);
    expect(JSON.parse(script.text('out'))).toEqual(answer);
  });
});

describe('memories', () => {
  it('are kept, and one that stands for others says so', async () => {
    const luka = fakeLuka(() => ({ ...memory, originals: [3, 5] }));
    await remember(luka.session, { text: 'wake the disk', kind: 'solution', pinned: true, importance: 0.8 });
    expect(luka.calls).toMatchObject([
      {
        endpoint: 'POST /api/v1/memories',
        body: { text: 'wake the disk', kind: 'solution', pinned: true, importance: 0.8 },
      },
    ]);
    expect(luka.text('out')).toBe(
      'solution 12 is remembered, and stands for 3, 5, which said nearly the same\n',
    );
  });

  it('are recalled as a table', async () => {
    const luka = fakeLuka(() => ({ memories: [memory], total: 9, next: 1 }));
    await recall(luka.session, { q: 'disk', limit: 20, offset: 0, kind: 'solution' });
    expect(luka.calls).toMatchObject([
      { endpoint: 'GET /api/v1/memories', query: { q: 'disk', limit: '20', offset: '0', kind: 'solution' } },
    ]);
    const [heading, row] = luka.text('out').split('\n');
    expect(heading).toMatch(/^ID +KIND +WEIGHT +WHEN +TEXT$/);
    expect(row).toMatch(/^12 +solution +0\.50 pinned +1 h ago +wake the disk\ufffd\[2J$/);
    expect(luka.text('err')).toBe('there are 9: go on with --offset 1\n');
    const none = fakeLuka(() => ({ memories: [], total: 0 }));
    await recall(none.session, { q: 'x', limit: 20, offset: 0 });
    expect(none.text('err')).toBe('nothing of that is remembered\n');
  });

  it('are forgotten', async () => {
    const luka = fakeLuka(() => ({ ok: true }));
    await forget(luka.session, 12);
    expect(luka.calls).toMatchObject([{ endpoint: 'DELETE /api/v1/memories/12' }]);
    expect(luka.text('out')).toBe('memory 12 is forgotten\n');
  });
});

describe('luka why of a run', () => {
  const summary: RunSummary = {
    id: 7,
    task: 'backup',
    title: 'Backup',
    state: 'failed',
    priority: 'normal',
    cause: { kind: 'manual', by: 'person' },
    queuedAt: iso('2026-11-22T11:00:00'),
    endedAt: iso('2026-11-22T11:01:00'),
    message: 'exit code 5',
  };
  const run: Run = { ...summary, params: {}, attempts: [], definitionHash: 'x', checks: [], logBytes: 0 };
  const similar = {
    run: 7,
    failures: [
      {
        run: { ...summary, id: 3 },
        likeness: 0.92,
        shares: ['the same task', '80 % of the end of the log'],
        mendedBy: { ...summary, id: 4, state: 'succeeded' as const },
        changed: ["the task's definition was changed in between"],
      },
    ],
    memories: [memory],
  };
  const answers = (found: unknown) => (call: { endpoint: string }) =>
    call.endpoint.endsWith('/similar') ? found : run;

  it('says how it ended, what was like it, and what mended that', async () => {
    const luka = fakeLuka(answers(similar));
    await showWhyRun(luka.session, 7);
    const lines = luka.text('out').split('\n');
    expect(lines[0]).toBe('run 7 of backup failed: exit code 5');
    expect(lines[3]).toMatch(
      /^#3 +backup +today 11:01 +92 % +#4 +the task's definition was changed in between, the same task, 80 % of the end of the log$/,
    );
    expect(lines[6]).toMatch(/^12 +solution +wake the disk\ufffd\[2J$/);
    const script = fakeLuka(answers(similar), json);
    await showWhyRun(script.session, 7);
    expect(JSON.parse(script.text('out'))).toEqual({ run, similar });
  });

  it('says so where nothing is known', async () => {
    const luka = fakeLuka(answers({ run: 7, failures: [], memories: [] }));
    await showWhyRun(luka.session, 7);
    expect(luka.text('err')).toBe('nothing like it is known from before\n');
  });
});

describe('prompts and reports', () => {
  const filled = { name: 'codex-handoff', title: 'Hand-off', text: '# Work {{goal}}', missing: ['goal'] };

  it('are listed with what has to be given', async () => {
    const prompt = {
      name: 'p',
      title: 'P',
      description: '',
      text: '',
      variables: [
        { name: 'goal', description: '', from: 'given' as const },
        { name: 'date', description: '', from: 'state' as const },
      ],
    };
    const luka = fakeLuka(() => ({
      prompts: [prompt, { ...prompt, name: 'q', file: '/home/prompts/q.md' }],
    }));
    await listPrompts(luka.session);
    const [, first, second] = luka.text('out').split('\n');
    expect(first).toMatch(/^p +P +came with Luka +goal$/);
    expect(second).toMatch(/^q +P +your own +goal$/);
  });

  it('are printed, written to a new file, or handed over as a work order', async () => {
    const luka = fakeLuka(() => filled);
    await fillPrompt(luka.session, 'codex-handoff', { set: { files: 'a' } });
    expect(luka.calls).toMatchObject([
      { endpoint: 'POST /api/v1/prompts/codex-handoff/fill', body: { values: { files: 'a' } } },
    ]);
    expect(luka.text('out')).toBe('# Work {{goal}}\n');
    expect(luka.text('err')).toBe('to be given with --set: goal\n');

    const folder = await mkdtemp(join(tmpdir(), 'luka-test-'));
    const out = join(folder, 'prompt.md');
    await fillPrompt(luka.session, 'codex-handoff', { out });
    expect(await readFile(out, 'utf8')).toBe('# Work {{goal}}');
    await expect(fillPrompt(luka.session, 'codex-handoff', { out })).rejects.toBeInstanceOf(LukaError);
    await rm(folder, { recursive: true });

    const receipt = { orderId: 'x', run: 9, created: true, state: 'awaiting_approval' as const };
    const trap = { ...filled, text: '# Work ${{ params.token }}' };
    const ordered = fakeLuka(({ endpoint }) => (endpoint.endsWith('/fill') ? trap : receipt));
    await fillPrompt(ordered.session, 'codex-handoff', { order: 'codex' });
    expect(ordered.calls[1]).toMatchObject({
      endpoint: 'POST /api/v1/work-orders',
      body: { title: 'Hand-off', steps: [{ argv: ['codex', '# Work $${{ params.token }}'] }] },
    });
    expect(ordered.text('out')).toBe('run 9 has it (awaiting approval)\n');
  });

  it('luka report session says where it is', async () => {
    const luka = fakeLuka(() => ({ file: '/home/reports/261122_x.md', text: '# Session\n' }));
    await reportSession(luka.session, { slug: 'x', objective: 'move' }, false);
    expect(luka.calls).toMatchObject([
      { endpoint: 'POST /api/v1/reports/session', body: { slug: 'x', objective: 'move' } },
    ]);
    expect(luka.text('out')).toBe('/home/reports/261122_x.md\n');
    await reportSession(luka.session, { slug: 'x' }, true);
    expect(luka.text('out')).toContain('# Session\n');
  });
});

describe('a mistake', () => {
  it.each([
    [['ask', '--in', 'x', 'why'], /--in x is no number/],
    [['remember', 'x', '--importance', '2'], /--importance 2 is not a number from 0 to 1/],
    [['remember', 'x', '--kind', 'thought'], /Allowed choices/],
    [['forget', 'zero'], /memory zero is no number/],
    [['prompt', 'fill', 'x', '--set', 'novalue'], /--set novalue is no variable/],
    [['prompt', 'fill', 'x', '--out', 'a', '--order', 'b'], /exclude each other/],
    [['recall', '--limit', '0'], /--limit 0/],
  ])('%j is told before anything is asked', async (words, message) => {
    const { terminal } = captureTerminal();
    const error: unknown = await runProgram({ words, env: { LUKA_HOME: '/nonexistent' }, terminal }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error instanceof LukaError || error instanceof CommanderError).toBe(true);
    expect((error as Error).message).toMatch(message);
  });
});

describe('escalated answers', () => {
  const waiting = {
    answer: 4,
    conversation: 2,
    question: 'when\u001b[2J?',
    at: iso('2026-11-22T11:00:00'),
    by: 'codex',
    note: 'not sure',
  };
  it('are listed, also how many more there are', async () => {
    const luka = fakeLuka(() => ({ escalated: [waiting], total: 3, next: 4 }));
    await listEscalated(luka.session, 1);
    expect(luka.calls).toMatchObject([{ endpoint: 'GET /api/v1/escalations', query: { limit: '1' } }]);
    expect(luka.text('out')).toMatch(/\n4 +1 h ago +codex +when\ufffd\[2J\? \(not sure\)\n/);
    expect(luka.text('err')).toBe('there are 3: raise --limit\n');
    const none = fakeLuka(() => ({ escalated: [], total: 0 }));
    await listEscalated(none.session, 50);
    expect(none.text('err')).toBe('no answer waits for anybody\n');
  });

  it('are settled with a note, and one that does not wait is told apart', async () => {
    const escalation = { at: waiting.at, by: 'codex', settled: { at: waiting.at, by: 'person' } };
    const luka = fakeLuka(() => ({ ...answer, escalation }));
    await settleAnswer(luka.session, 4, 'at four');
    expect(luka.calls).toMatchObject([
      { endpoint: 'POST /api/v1/answers/4/settle', body: { note: 'at four' } },
    ]);
    expect(luka.text('out')).toBe('answer 4 is settled\n');
    const none = fakeLuka(() => answer);
    await settleAnswer(none.session, 4, undefined);
    expect(none.text('err')).toBe('answer 4 waits for nobody\n');
  });
});
