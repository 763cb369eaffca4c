import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AgentDraft } from '#shared/http/agents.ts';
import { withFolders } from '../lint/facts.ts';
import { lintPlist } from '../lint/lint-plist.ts';
import { testFacts } from '../lint/testing.ts';
import { readPlist } from '../plist/read-plist.ts';
import { plain } from '../plist/testing.ts';
import { draftPlist, type DraftFacts } from './draft-plist.ts';

/** A machine with Homebrew, on which nothing is known of sleep and run times. */
const facts: DraftFacts = {
  home: '/Users/me',
  look: async (path) =>
    ['/opt/homebrew/bin', '/Users/me/work', '/Users/me/Library', '/Users/me/.tools'].includes(path)
      ? 'folder'
      : path === '/Users/me/.tools/mine'
        ? 'executable'
        : testFacts.look(path),
  head: async (path) => testFacts.head(path),
  canWrite: async () => true,
};
const drafted = async (draft: AgentDraft) => {
  const { file, text, folders } = await draftPlist(draft, facts);
  const findings = await lintPlist(Buffer.from(text), file, withFolders(facts, folders));
  return { file, folders, findings, job: plain(readPlist(Buffer.from(text)).root!) };
};
const daily = (weekdays?: number[]): AgentDraft => ({
  label: 'com.me.job',
  argv: ['jq', '~/x', '5'],
  when: { kind: 'daily', hour: 3, minute: 5, ...(weekdays && { weekdays }) },
});

it('looks the program up, writes out what a shell would, logs into a folder of its own', async () => {
  expect(await drafted({ ...daily(), cwd: '~/work', env: { A: '$HOME/a', B: 'costs $5' } })).toEqual({
    file: '/Users/me/Library/LaunchAgents/com.me.job.plist',
    folders: ['/Users/me/Library/Logs/com.me.job'],
    findings: [],
    job: {
      Label: 'com.me.job',
      ProgramArguments: ['/opt/homebrew/bin/jq', '/Users/me/x', '5'],
      EnvironmentVariables: {
        PATH: '/opt/homebrew/bin:/usr/bin:/bin:/usr/sbin:/sbin',
        A: '/Users/me/a',
        B: 'costs $5',
      },
      WorkingDirectory: '/Users/me/work',
      StartCalendarInterval: { Hour: 3n, Minute: 5n },
      ProcessType: 'Background',
      StandardOutPath: '/Users/me/Library/Logs/com.me.job/out.log',
      StandardErrorPath: '/Users/me/Library/Logs/com.me.job/err.log',
    },
  });
});

it('looks first in the PATH of the draft, then in that of the person', async () => {
  const mine = { ...daily(), argv: ['mine'] };
  await expect(draftPlist(mine, facts)).rejects.toMatchObject({ code: 'agent_invalid' });
  expect((await draftPlist(mine, { ...facts, path: '/none:/Users/me/.tools' })).text).toContain(
    '/Users/me/.tools/mine<',
  );
  expect((await drafted({ ...mine, env: { PATH: '/bin:~/.tools' } })).job).toMatchObject({
    ProgramArguments: ['/Users/me/.tools/mine'],
    EnvironmentVariables: { PATH: '/bin:/Users/me/.tools' },
  });
});

it('a shell expands its own line', async () => {
  const { job, findings } = await drafted({ ...daily(), argv: ['sh', '-c', 'cd ~ && jq "$HOME/x"', '~/y'] });
  expect(job).toMatchObject({ ProgramArguments: ['/bin/sh', '-c', 'cd ~ && jq "$HOME/x"', '/Users/me/y'] });
  expect(findings).toEqual([]);
});

it('days of the week: one moment for each, once; all seven are every day', async () => {
  expect((await drafted(daily([6, 0, 6]))).job).toMatchObject({
    StartCalendarInterval: [
      { Hour: 3n, Minute: 5n, Weekday: 0n },
      { Hour: 3n, Minute: 5n, Weekday: 6n },
    ],
  });
  for (const every of [[], [0, 1, 2, 3, 4, 5, 6]])
    expect((await drafted(daily(every))).job).toMatchObject({
      StartCalendarInterval: { Hour: 3n, Minute: 5n },
    });
});

it('starts at once only at login and what is kept alive', async () => {
  const keys = async (when: AgentDraft['when']) => {
    const { job } = await drafted({ ...daily(), when });
    return Object.keys(job as object).filter((key) =>
      /^(?:RunAtLoad|KeepAlive|WatchPaths|StartInterval)$/.test(key),
    );
  };
  expect(await keys({ kind: 'login' })).toEqual(['RunAtLoad']);
  expect(await keys({ kind: 'keep-alive' })).toEqual(['RunAtLoad', 'KeepAlive']);
  expect(await keys({ kind: 'every', seconds: 60 })).toEqual(['StartInterval']);
  expect(await keys({ kind: 'watch', paths: ['~/inbox'] })).toEqual(['WatchPaths']);
});

it('tells what lint only warns of, and writes it', async () => {
  const { findings } = await drafted({ ...daily(), env: { DB_PASSWORD: 'hunter22' } });
  expect(findings.map(({ code }) => code)).toEqual(['secret_in_plist']);
});

describe('refuses what would not start', () => {
  it.each<[string, Partial<AgentDraft>, RegExp]>([
    ['a program that is nowhere', { argv: ['nosuch'] }, /no program "nosuch" on PATH/],
    ['a relative program', { argv: ['./x'] }, /no absolute path/],
    ['an absolute one that is not there', { argv: ['/nowhere/x'] }, /\/nowhere\/x is not there/],
    ['a folder as program', { argv: ['/opt'] }, /is a folder/],
    ['a program without a name', { argv: [''] }, /no absolute path/],
    ['a variable that nobody knows', { argv: ['/bin/echo', '${X}/y'] }, /only a shell/],
    ['a folder that is not there', { cwd: '/nowhere' }, /\/nowhere is not there/],
    ['a relative folder', { cwd: 'x' }, /no absolute path/],
    ['a label that is a path', { label: '../x' }, /no plain name/],
    ['a label with a space', { label: 'a b' }, /no plain name/],
    ['a control character', { argv: ['/bin/echo', 'a\u0000b'] }, /XML/],
    ['a variable without a name', { env: { 'a b': 'c' } }, /no name of a variable/],
  ])('%s', async (_, change, message) => {
    const failed: unknown = await draftPlist({ ...daily(), ...change }, facts).catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({
      code: 'agent_invalid',
      message: expect.stringMatching(message) as string,
    });
  });
});

const arguments_ = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .map((text) => text.replaceAll(/[^\P{C}\n\t]|[~$`=]/gu, ''))
  .filter((text) => !/^-|:\/\/|Bearer|Basic|[a-z]{2}_|sk-|xox|AKIA|eyJ/i.test(text));
const drafts: fc.Arbitrary<AgentDraft> = fc.record(
  {
    label: fc.stringMatching(/^[a-z]{2,9}\.[a-z]{1,9}(?:\.[A-Za-z0-9_@+-]{1,9})?$/),
    argv: fc
      .tuple(
        fc.constantFrom<string[]>('jq', 'echo', '/bin/echo', '/opt/good.sh', '/usr/bin/head'),
        fc.array(arguments_),
      )
      .map(([program, rest]) => [program].concat(rest)),
    when: fc.oneof(
      fc.integer({ min: 10, max: 1e6 }).map((seconds) => ({ kind: 'every', seconds }) as const),
      fc.record({
        kind: fc.constant('daily' as const),
        hour: fc.nat(23),
        minute: fc.nat(59),
        weekdays: fc.array(fc.nat(6)),
      }),
      fc.constantFrom({ kind: 'login' } as const, { kind: 'keep-alive' } as const),
      fc
        .array(fc.stringMatching(/^\/[a-z]{4,9}\/[a-z ]{1,9}x$/), { minLength: 1 })
        .map((paths) => ({ kind: 'watch', paths }) as const),
    ),
    cwd: fc.constantFrom('/Users/me', '~/work', '/opt'),
    env: fc.dictionary(fc.stringMatching(/^(?:VAR|X)_[A-Z]{1,3}_Z$/), arguments_, { maxKeys: 4 }),
  },
  { requiredKeys: ['label', 'argv', 'when'] },
);

it('whatever is drafted: no rule has anything to say, and it reads back as it was meant', async () => {
  await fc.assert(
    fc.asyncProperty(drafts, async (draft) => {
      expect(AgentDraft.parse(draft)).toEqual(draft);
      const { findings, job, folders } = await drafted(draft);
      expect(findings).toEqual([]);
      expect(folders).toEqual([`/Users/me/Library/Logs/${draft.label}`]);
      const read = job as Record<string, unknown>;
      const [program = '', ...rest] = draft.argv;
      const whole = { jq: '/opt/homebrew/bin/jq', echo: '/bin/echo' }[program] ?? program;
      expect(read).toMatchObject({
        Label: draft.label,
        ProgramArguments: [whole, ...rest],
        EnvironmentVariables: draft.env ?? {},
        WorkingDirectory: { '~/work': '/Users/me/work' }[draft.cwd ?? ''] ?? draft.cwd ?? '/Users/me',
      });
      if (draft.when.kind === 'every') expect(read['StartInterval']).toBe(BigInt(draft.when.seconds));
      if (draft.when.kind === 'watch') expect(read['WatchPaths']).toEqual([...new Set(draft.when.paths)]);
      expect('RunAtLoad' in read).toBe(['login', 'keep-alive'].includes(draft.when.kind));
    }),
    { numRuns: 300 },
  );
});
