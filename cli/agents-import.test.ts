/** What `luka agents import` and `give-back` ask of Luka, and how they tell its answers. */
import { describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Adoption } from '#shared/nouns/adoption.ts';
import { giveBack } from './commands/agents-give-back.ts';
import { importAgents } from './commands/agents-import.ts';
import { fakeLuka, type FakeCall } from './fake-luka.ts';

const plan: Adoption = {
  label: 'com.me.backup',
  file: '/Users/me/Library/LaunchAgents/com.me.backup.plist',
  task: 'com.me.backup',
  kind: 'service',
  state: 'new',
  text: 'title: x\nsteps: []\n',
  findings: [
    { code: 'adopt_key', severity: 'warning', message: 'odd\u001b[2J', remedy: 'look', line: 3, column: 2 },
  ],
  changes: ['Luka does it otherwise'],
  secrets: ['agent.com.me.backup.TOKEN'],
};
const cannot: Adoption = {
  ...plan,
  label: 'com.me.web',
  state: 'cannot',
  changes: [],
  secrets: [],
  text: '',
};
const answer =
  (adopted: Adoption) =>
  ({ endpoint }: FakeCall) =>
    endpoint.endsWith('/preview') ? { adoptions: [plan, cannot] } : { adoptions: [adopted, cannot] };
const agents = ['com.me.backup'];

describe('luka agents import', () => {
  it('says what would become of them and changes nothing', async () => {
    const luka = fakeLuka(answer(plan));
    expect(await importAgents(luka.session, agents, { apply: false, verbose: true, ask: undefined })).toBe(
      true,
    );
    expect(luka.calls).toMatchObject([{ endpoint: 'POST /api/v1/adoptions/preview', body: { agents } }]);
    expect(luka.text('out').split('\n')).toEqual([
      'com.me.backup becomes the service com.me.backup',
      '  3:2 adopt_key: odd\ufffd[2J; look',
      '  otherwise: Luka does it otherwise',
      '  secret: agent.com.me.backup.TOKEN',
      '  | title: x',
      '  | steps: []',
      'com.me.web cannot become a task',
      '  3:2 adopt_key: odd\ufffd[2J; look',
      '',
    ]);
    expect(luka.text('err')).toBe('nothing was changed; take over it with --apply\n');
  });

  it('asks before it takes them over, and takes a no', async () => {
    const luka = fakeLuka(answer({ ...plan, state: 'adopted' }));
    const asked: string[] = [];
    const ask = (yes: boolean) => (question: string) => {
      asked.push(question);
      return Promise.resolve(yes);
    };
    const how = { apply: true, verbose: false };
    expect(await importAgents(luka.session, agents, { ...how, ask: ask(false) })).toBe(false);
    expect(luka.calls).toHaveLength(1);
    expect(await importAgents(luka.session, agents, { ...how, ask: ask(true) })).toBe(true);
    expect(luka.calls.at(-1)).toMatchObject({ endpoint: 'POST /api/v1/adoptions', body: { agents } });
    expect(asked[0]).toBe('Make com.me.backup a task, and disable it in launchd?');
    expect(luka.text('out')).toContain('com.me.backup is the task com.me.backup now, and off in launchd\n');
  });

  it('tells of one that was undone, and is not content', async () => {
    const luka = fakeLuka(answer({ ...plan, state: 'undone', message: 'launchd would not' }));
    expect(await importAgents(luka.session, agents, { apply: true, verbose: false, ask: undefined })).toBe(
      false,
    );
    expect(luka.text('out')).toContain('com.me.backup is as before: launchd would not\n');
  });

  it('gives scripts the whole answer', async () => {
    const luka = fakeLuka(answer(plan), { json: true });
    await importAgents(luka.session, agents, { apply: false, verbose: false, ask: undefined });
    expect(JSON.parse(luka.text('out'))).toEqual({ adoptions: [plan, cannot], applied: false });
  });
});

describe('luka agents give-back', () => {
  it.each([
    [true, 'removed'],
    [false, 'kept, and off'],
  ])('says who has it now (%s)', async (removed, words) => {
    const luka = fakeLuka(() => ({ task: 'a', label: 'a.job', file: '/a.plist', removed }));
    await giveBack(luka.session, 'a');
    expect(luka.calls).toMatchObject([{ endpoint: 'POST /api/v1/adoptions/a/give-back' }]);
    expect(luka.text('out')).toBe('launchd has a.job again\n');
    expect(luka.text('err')).toBe(`the task a is ${words}\n`);
  });

  it('says what Luka says where it cannot', async () => {
    const luka = fakeLuka(() => new LukaError('adoption_unknown'));
    await expect(giveBack(luka.session, 'a')).rejects.toMatchObject({ code: 'adoption_unknown' });
  });
});
