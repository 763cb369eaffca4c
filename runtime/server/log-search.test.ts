/** The search through all logs over the real port, with the logs of real runs. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '#shared/http/client.ts';
import { LogSearchEvent, type LogHit } from '#shared/nouns/log-search.ts';
import { isDone, type RunState } from '#shared/nouns/run.ts';
import { chooseSecretStore } from '../safety/secrets/stores/choose-store.ts';
import { startLuka } from './testing.ts';

type Luka = Awaited<ReturnType<typeof startLuka>>;
let luka: Luka;
/** Of the runs, in the order in which they ran. */
const ids: Record<string, number> = {};

const TASKS: Readonly<Record<string, string>> = {
  backup: `steps:\n  - run: |\n      echo 'copying to hd2'\n      echo 'Disk hd2 is FULL' >&2\n      exit 3\n`,
  sync: `steps:\n  - run: |\n      printf 'the \\033[31mdisk\\033[0m is fine\\nสำรองข้อมูลเสร็จแล้ว\\n'\n`,
  flaky: `retry: { times: 1, delay: 50ms, jitter: 0 }\nsteps:\n  - run: echo "no disk, says $LUKA_RUN_ID"; exit 1\n`,
  secretive: `env: { KEY: 'secret:api' }\nsteps:\n  - run: echo "it is $KEY indeed"\n`,
  going: `steps:\n  - run: echo 'a disk that goes'; echo 'and one more disk' >&2; exec sleep 300\n`,
};

beforeAll(async () => {
  const env = { ...process.env, LUKA_SECRET_STORE: 'file' };
  luka = await startLuka({ env }, async (layout) => {
    const secrets = await chooseSecretStore({ platform: process.platform, env, home: layout });
    await secrets.set('api', 'hunter2hunter2');
    for (const [name, text] of Object.entries(TASKS))
      await writeFile(join(layout.tasks, `${name}.yaml`), text);
  });
  for (const name of ['backup', 'sync', 'flaky', 'secretive', 'going']) {
    const { id } = await luka.client.runTask({ params: { task: name }, body: {} });
    ids[name] = id;
    const isThere = async (): Promise<boolean> => {
      const run = await luka.client.getRun({ params: { run: id } });
      return name === 'going' ? run.logBytes > 30 : isDone(run.state);
    };
    while (!(await isThere())) await pause(20);
  }
}, 60_000);
afterAll(() => luka[Symbol.asyncDispose]());

type Query = Parameters<Luka['client']['searchLogs']>[0]['query'];

async function search(query: Query, client = luka.client): Promise<LogSearchEvent[]> {
  const events: LogSearchEvent[] = [];
  for await (const { data } of client.searchLogs({ query }))
    events.push(LogSearchEvent.parse(JSON.parse(data)));
  return events;
}
const hitsOf = (events: readonly LogSearchEvent[]): (LogHit & { run: number; attempt: number })[] =>
  events.flatMap((event) =>
    event.kind === 'hits'
      ? event.hits.map((hit) => ({ ...hit, run: event.run.id, attempt: event.attempt }))
      : [],
  );
const textsOf = async (query: Query) => hitsOf(await search(query)).map(({ run, text }) => `${run} ${text}`);

describe('a search through all logs', () => {
  it('finds lines of every run, attempt and stream, the newest run first', async () => {
    const events = await search({ q: 'disk', stream: 'out' });
    expect(hitsOf(events).map(({ run, attempt, text }) => [run, attempt, text])).toEqual([
      [ids['going'], 1, 'a disk that goes'],
      [ids['flaky'], 2, `no disk, says ${ids['flaky']}`],
      [ids['flaky'], 1, `no disk, says ${ids['flaky']}`],
      [ids['sync'], 1, 'the disk is fine'],
    ]);
    expect(events.at(-1)).toMatchObject({
      kind: 'end',
      reason: 'complete',
      runs: 5,
      of: 5,
      matches: 4,
      matchedRuns: 3,
      gone: 0,
    });
  });

  it('keeps to what was asked: task, states, run, stream, case, a pattern', async () => {
    const { backup, sync, going } = ids;
    expect(await textsOf({ q: 'full', task: 'backup' })).toEqual([`${backup} Disk hd2 is FULL`]);
    expect(await textsOf({ q: 'full', case: 'true' })).toEqual([]);
    expect(await textsOf({ q: 'disk', state: 'failed,running', stream: 'err' })).toEqual([
      `${going} and one more disk`,
      `${backup} Disk hd2 is FULL`,
    ]);
    expect(await textsOf({ q: 'ข้อมูล' })).toEqual([`${sync} สำรองข้อมูลเสร็จแล้ว`]);
    expect(await textsOf({ q: '^(the|disk) .*(fine|full)$', regex: 'true' })).toEqual([
      `${sync} the disk is fine`,
      `${backup} Disk hd2 is FULL`,
    ]);
    expect(await textsOf({ q: 'disk', run: sync! })).toEqual([`${sync} the disk is fine`]);
    expect(await textsOf({ q: 'disk', until: '2020-01-01T00:00:00Z' })).toEqual([]);
    const since = new Date(Date.now() - 600_000).toISOString();
    expect(await textsOf({ q: 'disk', stream: 'out', since })).toHaveLength(4);
  });

  it('tells where a hit is: reading the log there gives the line', async () => {
    for (const { run, attempt, at, stream, text } of hitsOf(await search({ q: 'disk' }))) {
      const page = await luka.client.readLog({ params: { run }, query: { from: at, attempt } });
      const [entry] = page.entries;
      expect(entry?.stream).toBe(stream);
      expect(stripVTControlCharacters(entry?.text ?? '').split('\n')[0]).toBe(text);
    }
  });

  it('ends after the run in which enough is listed, and goes on from there', async () => {
    const first = await search({ q: 'disk', stream: 'out', limit: 2 });
    const end = first.at(-1);
    expect(end).toMatchObject({ kind: 'end', reason: 'limit', listed: 2 });
    if (end?.kind !== 'end') throw new Error('no end');
    const second = await search({ q: 'disk', stream: 'out', before: end.next! });
    expect(hitsOf(second).map(({ run }) => run)).toEqual([ids['sync']]);
    // Of the run in which that is, all attempts are counted.
    const flaky = await search({ q: 'no disk', task: 'flaky', stream: 'out', limit: 1 });
    expect(flaky.at(-1)).toMatchObject({ reason: 'complete', listed: 1, matches: 2 });
  });

  it('names the column of a fault in a pattern, before anything is streamed', async () => {
    await expect(search({ q: 'disk (full', regex: 'true' })).rejects.toMatchObject({
      code: 'log_pattern_invalid',
      message: 'missing closing ) (column 6 of the pattern)',
      findings: [expect.objectContaining({ column: 6 })],
    });
    await expect(search({ q: 'two\nlines' })).rejects.toMatchObject({ code: 'request_invalid' });
  });

  it('needs the scope that reading a log needs', async () => {
    const made = await luka.client.createClient({ body: { name: 'reader', role: 'codex' } });
    const other = (token: string) =>
      createClient({ baseUrl: luka.apiUrl, fetch: (url, init) => fetch(url, init), token: () => token });
    expect(hitsOf(await search({ q: 'fine' }, other(made.token)))).toHaveLength(1);
    await expect(search({ q: 'fine' }, other('no-such-token-at-all'))).rejects.toMatchObject({
      code: 'token_invalid',
    });
  });

  it('does not know what was masked', async () => {
    expect(await textsOf({ q: 'hunter2' })).toEqual([]);
    expect(await textsOf({ q: 'indeed' })).toEqual([expect.stringMatching(/it is \S+ indeed$/)]);
  });

  it('counts a run whose log was removed as gone', async () => {
    await rm(join(luka.layout.logs, '0', String(ids['flaky'])), { recursive: true });
    expect((await search({ q: 'says' })).at(-1)).toMatchObject({ kind: 'end', runs: 5, gone: 1 });
  });
});

describe('a search that nobody listens to any more', () => {
  it('is ended with its thread, and the next one of the same client goes', async () => {
    // Large enough that it is still going when the client leaves.
    const big = join(luka.layout.logs, '0', String(ids['backup']), '1.out');
    await writeFile(big, Buffer.alloc(400_000_000, 'no such line here, but many of them\n'));
    const leaving = new AbortController();
    const stream = luka.client.searchLogs(
      { query: { q: '[a-z]+ [0-9]{9}', regex: 'true' } },
      { signal: leaving.signal },
    );
    const next = stream[Symbol.asyncIterator]();
    await next.next();
    expect(luka.engine.logSearch.going).toBe(1);
    const waiting = search({ q: 'fine', run: ids['sync']! });
    await pause(100);
    // One of a client at a time.
    expect(luka.engine.logSearch.going).toBe(1);
    leaving.abort();
    await expect(next.next()).rejects.toMatchObject({ name: 'AbortError' });
    const events = await waiting;
    expect(events[0]).toEqual({ kind: 'waiting' });
    expect(hitsOf(events)).toHaveLength(1);
    await expect.poll(() => luka.engine.logSearch.going).toBe(0);
  }, 30_000);
});

it('answers others while it goes', async () => {
  const search = luka.client.searchLogs({ query: { q: 'nothing that is there' } });
  const times: number[] = [];
  let seen: RunState | undefined;
  const state = { going: true };
  const all = (async () => {
    for await (const _ of search);
    state.going = false;
  })();
  while (state.going) {
    const before = performance.now();
    seen = (await luka.client.getRun({ params: { run: ids['sync']! } })).state;
    times.push(performance.now() - before);
  }
  await all;
  expect(seen).toBe('succeeded');
  expect(times.length).toBeGreaterThan(2);
  expect(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(250);
});
