/** What `luka logs search` asks and prints. */
import { expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import { searchLogs } from './commands/logs-search.ts';
import { fakeLuka, FakeStream } from './fake-luka.ts';

/** Any event, as its test needs it. */
const stream = (...events: Event[]): FakeStream => new FakeStream(...events);
const RUN = {
  id: 12,
  task: 'backup',
  title: 'Backup',
  state: 'failed',
  startedAt: '2026-03-01T08:00:00.000Z',
};
const HIT = {
  stream: 'err',
  at: 40,
  line: 345,
  time: 1,
  text: 'the disk is full\u001b[2J',
  ranges: [[4, 8]],
};
const COUNTS = { runs: 300, of: 4_000, bytes: 1_200_000_000, matches: 7, matchedRuns: 1, listed: 1, gone: 2 };
const END: Event = { kind: 'end', reason: 'limit', tookMs: 1_234, ...COUNTS, next: 9 };
interface Event {
  readonly kind: string;
  readonly [more: string]: unknown;
}
const LIMITS = { limit: '1000', each: '100' };

it('hits stand under their run, with what is around them and what is only counted', async () => {
  const hit = { ...HIT, before: ['before'], after: ['after'] };
  const { session, text, calls } = fakeLuka(() =>
    stream(
      { kind: 'waiting' },
      { kind: 'hits', run: RUN, attempt: 2, hits: [hit], total: 7 },
      { kind: 'unreadable', run: 11, attempt: 1, message: 'EACCES' },
      END,
    ),
  );
  const options = {
    ...LIMITS,
    regex: true,
    state: 'failed,timed-out',
    since: '2h ago',
    context: 1,
    task: 'backup',
  };
  expect(await searchLogs(session, ['disk', 'is'], options)).toBe(0);
  expect(calls[0]).toMatchObject({
    endpoint: 'GET /api/v1/logs/search',
    query: {
      q: 'disk is',
      regex: 'true',
      state: 'failed,timed_out',
      context: '1',
      task: 'backup',
      limit: '1000',
    },
  });
  expect(Date.parse(calls[0]?.query['since'] ?? '')).toBe(session.now - 7_200_000);
  expect(text('out').split('\n')).toEqual([
    expect.stringMatching(/^#12 backup {2}failed {2}attempt 2 {2}\S/),
    '  12:344-  before',
    '  12:345 err: the disk is full\ufffd[2J',
    '  12:346-  after',
    '  --',
    '  … 6 more lines (see --each)',
    '',
  ]);
  expect(text('err')).toMatch(/another search goes/);
  expect(text('err')).toContain('the log of run 11 cannot be read: EACCES\n');
  expect(text('err')).toContain(
    '7 lines in 1 run; searched 300 of 4,000 runs, 1.2 GB, 1.2 s; the logs of 2 are not kept any more; for older ones add --before 9\n',
  );
});

it('ends with 1 where nothing was found', async () => {
  const { session, text } = fakeLuka(() =>
    stream({ ...END, reason: 'complete', matches: 0, matchedRuns: 0, listed: 0, gone: 0 }),
  );
  expect(await searchLogs(session, ['x'], LIMITS)).toBe(1);
  expect(text('err')).toContain('nothing found; searched 300 of 4,000 runs');
});

it('with --json each event is a line', async () => {
  const event = { kind: 'hits', run: RUN, attempt: 1, hits: [HIT], total: 1 };
  const { session, text } = fakeLuka(() => stream(event, END), { json: true });
  await searchLogs(session, ['x'], LIMITS);
  expect(
    text('out')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([event, END]);
});

it('points at the fault of a pattern', async () => {
  const finding = {
    code: 'log_pattern_invalid',
    severity: 'error',
    message: 'm',
    remedy: 'r',
    column: 3,
  } as const;
  const { session, text } = fakeLuka(() => new LukaError('log_pattern_invalid', { findings: [finding] }));
  await expect(searchLogs(session, ['ab(c'], { ...LIMITS, regex: true })).rejects.toMatchObject({
    code: 'log_pattern_invalid',
    findings: [],
  });
  expect(text('err')).toBe('  ab(c\n    ^\n');
});

it('an error in the middle is told as one, and a broken stream is no end', async () => {
  const error = { code: 'log_search_failed', message: 'it broke off', remedy: 'search again' };
  const broken = fakeLuka(() => stream({ kind: 'error', error }));
  await expect(searchLogs(broken.session, ['x'], LIMITS)).rejects.toMatchObject({
    code: 'log_search_failed',
  });
  const cut = fakeLuka(() => stream({ kind: 'progress', ...COUNTS }));
  await expect(searchLogs(cut.session, ['x'], LIMITS)).rejects.toMatchObject({ code: 'not_running' });
});
