/** What the commands of agents ask of Luka, and how they tell its answers. */
import { describe, expect, it } from 'vitest';
import type { AgentChange, AgentSummary } from '#shared/nouns/agent.ts';
import { captureTerminal } from './captured-terminal.ts';
import { changeAgent } from './change-agent.ts';
import { runDoctor } from './commands/agents-doctor.ts';
import { showHistory } from './commands/agents-history.ts';
import { listAgents } from './commands/agents-list.ts';
import { parseWhen } from './commands/agents-new.ts';
import { findChange } from './commands/agents-rollback.ts';
import { fakeLuka } from './fake-luka.ts';

const ESCAPE = '\u001b[2J';
const agent: AgentSummary = {
  id: 'a'.repeat(16),
  label: `com.me.backup${ESCAPE}`,
  scope: 'user',
  file: '/Users/me/Library/LaunchAgents/com.me.backup.plist',
  state: 'failing',
  reason: 'ended with 78: launchd could not start it',
  command: ['~/bin/backup'],
  schedule: ['At 03:30'],
  lastExit: { code: 78, meaning: 'launchd could not start it' },
  errors: 1,
  warnings: 0,
  editable: true,
};
const launchd = { present: true, systemd: false, folders: [] };
const change: AgentChange = {
  id: 7,
  label: 'com.me.backup',
  file: agent.file,
  action: 'fix',
  state: 'planned',
  at: '2026-11-22T11:00:00Z',
  by: 'you',
  steps: [
    { step: 'lint', state: 'done', note: 'nothing found' },
    { step: 'write', state: 'done', note: 'write the plist' },
  ],
  before: 'a\n<string>~/bin/backup</string>\n',
  after: 'a\n<string>/Users/me/bin/backup</string>\n',
  diff: '',
  findings: [],
};
const finding = {
  code: 'path_unexpanded',
  severity: 'error',
  message: 'nobody expands it',
  remedy: 'write the path out',
  explanation: 'launchd does not',
  source: 'launchd.plist(5)',
  fix: 'writes the path out',
} as const;
const diagnosis = {
  agent,
  rank: 1,
  what: agent.reason,
  breaks: 'it does not get done',
  mend: 'write the path out',
  fixable: [finding],
  findings: [finding],
};

describe('luka agents list', () => {
  it('has a line for each, which cannot rewrite the screen', async () => {
    const luka = fakeLuka(() => ({ launchd, agents: [agent] }));
    await listAgents(luka.session, {});
    expect(luka.text('out')).toContain('com.me.backup');
    expect(luka.text('out')).toContain('78');
    expect(luka.text('out')).not.toContain(ESCAPE);
  });

  it('asks for one state, and keeps only trouble where it is told to', async () => {
    const luka = fakeLuka(() => ({
      launchd,
      agents: [agent, { ...agent, label: 'com.me.well', state: 'idle' }],
    }));
    await listAgents(luka.session, { state: 'failing', trouble: true });
    expect(luka.calls[0]).toMatchObject({ endpoint: 'GET /api/v1/agents', query: { state: 'failing' } });
    expect(luka.text('out')).not.toContain('com.me.well');
  });

  it('refuses a state that there is none of', async () => {
    await expect(listAgents(fakeLuka(() => ({})).session, { state: 'sleepy' })).rejects.toMatchObject({
      code: 'usage',
    });
  });
});

describe('luka agents doctor', () => {
  it('says what is wrong, what it breaks and what mends it, and ends with 1', async () => {
    const luka = fakeLuka(() => ({ launchd, healthy: 3, diagnoses: [diagnosis] }));
    expect(await runDoctor(luka.session, {})).toBe(1);
    expect(luka.text('out')).toContain('write the path out');
    expect(luka.text('err')).toContain('1 to look at, 3 well; 1 can be mended');
  });

  it('ends with 0 where nothing is', async () => {
    const luka = fakeLuka(() => ({ launchd, healthy: 3, diagnoses: [] }));
    expect(await runDoctor(luka.session, {})).toBe(0);
  });

  it('mends what can be, each shown and asked about first', async () => {
    const asked: string[] = [];
    const luka = fakeLuka(({ endpoint, body }) => {
      if (endpoint.includes('doctor')) return { launchd, healthy: 0, diagnoses: [diagnosis] };
      if (endpoint.startsWith('GET'))
        return { ...agent, findings: [], text: '', format: 'xml', hash: 'h', logs: [] };
      return { ...change, state: (body as { dryRun: boolean }).dryRun ? 'planned' : 'done' };
    });
    const code = await runDoctor(luka.session, { fix: true }, async (question) => {
      asked.push(question);
      return true;
    });
    expect({ code, asked }).toEqual({ code: 0, asked: ['Do it?'] });
    expect(luka.calls.filter(({ endpoint }) => endpoint.endsWith('/fix')).map(({ body }) => body)).toEqual([
      { hash: 'h', dryRun: true },
      { hash: 'h', dryRun: false },
    ]);
    expect(luka.text('out')).toContain('done and verified');
  });
});

describe('a change', () => {
  const ends = async (state: AgentChange['state'], answer = true) => {
    const { terminal, text } = captureTerminal();
    const runs: boolean[] = [];
    const code = await changeAgent(
      { terminal, json: false },
      async (dryRun) => {
        runs.push(dryRun);
        return { ...change, state: dryRun ? 'planned' : state, message: 'it ended again' };
      },
      {},
      async () => answer,
    );
    return { code, runs, out: text('out'), err: text('err') };
  };

  it('is shown before anybody is asked, and told to its end', async () => {
    const { code, runs, err, out } = await ends('done');
    expect({ code, runs }).toEqual({ code: 0, runs: [true, false] });
    expect(err).toContain('- <string>~/bin/backup</string>');
    expect(err).toContain('+ <string>/Users/me/bin/backup</string>');
    expect(out).toContain('done and verified');
  });

  it('is not made after a no', async () => {
    expect(await ends('done', false)).toMatchObject({ code: 0, runs: [true] });
  });

  it('ends with another code where it was undone, or is stuck', async () => {
    expect(await ends('rolled_back')).toMatchObject({
      code: 1,
      out: expect.stringContaining('it ended again'),
    });
    expect(await ends('stuck')).toMatchObject({ code: 70 });
  });
});

it.each([
  [{ every: '10m' }, { kind: 'every', seconds: 600 }],
  [{ at: '3:30' }, { kind: 'daily', hour: 3, minute: 30 }],
  [
    { at: '03:30', on: 'fri,Mon' },
    { kind: 'daily', hour: 3, minute: 30, weekdays: [1, 5] },
  ],
  [{ login: true }, { kind: 'login' }],
  [{ keepAlive: true }, { kind: 'keep-alive' }],
  [{ watch: '/a' }, { kind: 'watch', paths: ['/a'] }],
] as const)('%j says when a new agent runs', (options, when) => {
  expect(parseWhen(options)).toEqual(when);
});

it.each([
  [{}],
  [{ every: '1h', login: true }],
  [{ at: '25:00' }],
  [{ every: '1s' }],
  [{ at: '03:30', on: 'someday' }],
  [{ on: 'mon', login: true }],
] as const)('%j says no moment', (options) => {
  expect(() => parseWhen(options)).toThrow(expect.objectContaining({ code: 'usage' }));
});

it('history tells each change, and rollback finds the newest of a label that was made', async () => {
  const changes = [
    { ...change, id: 9, state: 'rolled_back' },
    { ...change, id: 8, state: 'done' },
  ];
  const luka = fakeLuka(() => ({ changes }));
  await showHistory(luka.session, undefined, { limit: 20, diff: true });
  expect(luka.text('out')).toContain('change 9');
  expect(await findChange(luka.session, 'com.me.backup')).toBe(8);
  expect(await findChange(luka.session, '#12')).toBe(12);
});
