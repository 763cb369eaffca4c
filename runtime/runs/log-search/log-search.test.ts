/** Turns, slow readers, and threads that break: with real threads. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogSearchEvent } from '#shared/nouns/log-search.ts';
import { programPath } from '../../home/programs.ts';
import { openDatabase } from '../../store/open-database.ts';
import { temporaryFolder } from '../../testing.ts';
import { LogSearch, type LogSearchOptions } from './log-search.ts';
import { MOST_UNDER_WAY } from './protocol.ts';
import { writeLog } from './testing.ts';

const RUNS = 40;
const LINES = 5_000;
type Folder = Awaited<ReturnType<typeof temporaryFolder>>;
let folder: Folder;
const errors: unknown[] = [];
let made: LogSearch[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  const { db } = openDatabase(join(folder.path, 'luka.db'), 0);
  db.exec("insert into definitions (hash, body) values ('h', '{}')");
  const insert = db.prepare(
    `insert into runs (id, task, title, state, rank, cause, params, definition_hash, queued_at, started_at, ended_at)
     values (?, 'backup', 'Backup', 'succeeded', 2, '{"kind":"manual","by":"person"}', '{}', 'h', 1, 1, 2)`,
  );
  const bytes = Buffer.from(Array.from({ length: LINES }, (_, n) => `a needle, ${n}\n`).join(''));
  for (let id = 1; id <= RUNS; id += 1) {
    insert.run(id);
    writeLog(join(folder.path, 'logs'), id, 1, [{ stream: 'out', bytes, time: 1 }]);
  }
  db.close();
});
afterAll(async () => {
  await Promise.all(made.map((search) => search.close()));
  await folder[Symbol.asyncDispose]();
});

function service(options: Partial<LogSearchOptions> = {}): LogSearch {
  const search = new LogSearch({
    database: join(folder.path, 'luka.db'),
    folder: join(folder.path, 'logs'),
    program: programPath('log-scan-worker'),
    live: () => undefined,
    onError: (error) => errors.push(error),
    ...options,
  });
  made = [...made, search];
  return search;
}

function begin(search: LogSearch, client: string, limit = 10_000) {
  const events: LogSearchEvent[] = [];
  const handle = search.begin(
    {
      pattern: { q: 'needle', regex: false, case: false },
      runs: { since: 0, until: Number.MAX_SAFE_INTEGER },
      context: 0,
      limit,
      each: 10_000,
    },
    client,
    (event) => events.push(event),
  );
  return { ...handle, events, kinds: () => events.map(({ kind }) => kind) };
}

async function stuckProgram(text: string): Promise<string> {
  const file = join(folder.path, `stuck-${made.length}.mjs`);
  await writeFile(file, text);
  return file;
}

describe('a search', () => {
  it('reads no further than its reader has taken', async () => {
    const search = service();
    const one = begin(search, 'a', RUNS * LINES);
    await one.ready;
    // Each message ends with how far the search is.
    const messages = () => one.kinds().filter((kind) => kind === 'progress').length;
    await expect.poll(messages, { timeout: 20_000 }).toBe(MOST_UNDER_WAY);
    await pause(500);
    expect(messages()).toBe(MOST_UNDER_WAY);
    expect(one.kinds()).not.toContain('end');
    const reading = setInterval(() => one.taken(), 5);
    await expect.poll(() => one.kinds().at(-1), { timeout: 20_000 }).toBe('end');
    clearInterval(reading);
    expect(one.events.at(-1)).toMatchObject({ reason: 'complete', listed: RUNS * LINES, runs: RUNS });
    await expect.poll(() => search.going).toBe(0);
  }, 30_000);

  it('waits for its turn: one of a client, two in all', async () => {
    const search = service();
    const [a1, a2, b, c] = [begin(search, 'a'), begin(search, 'a'), begin(search, 'b'), begin(search, 'c')];
    await Promise.all([a1.ready, a2.ready, b.ready, c.ready]);
    expect([a2.kinds(), c.kinds()]).toEqual([['waiting'], ['waiting']]);
    expect(search.going).toBe(2);
    a1.stop();
    await expect.poll(() => a2.kinds().length + c.kinds().length, { timeout: 10_000 }).toBeGreaterThan(2);
    expect(search.going).toBe(2);
    for (const one of [a2, b, c]) one.stop();
    await expect.poll(() => search.going).toBe(0);
  }, 30_000);

  it('is refused where too many wait', async () => {
    const search = service();
    const all = Array.from({ length: 18 }, () => begin(search, 'a'));
    await expect(all.at(-1)?.ready).rejects.toMatchObject({ code: 'log_search_busy' });
    await search.close();
    expect(search.going).toBe(0);
    expect(all[1]?.events.at(-1)).toMatchObject({ kind: 'error', error: { code: 'stopping' } });
  });

  it('whose thread hangs is ended, and says so', async () => {
    const program = await stuckProgram(
      "import { parentPort } from 'node:worker_threads'; parentPort.postMessage({ kind: 'began' }); for (;;);",
    );
    const search = service({ program, silentMs: 3_000 });
    const one = begin(search, 'a');
    await one.ready;
    await expect
      .poll(() => one.events.at(-1), { timeout: 10_000 })
      .toMatchObject({
        kind: 'error',
        error: { code: 'log_search_failed' },
      });
    await expect.poll(() => search.going).toBe(0);
    expect(String(errors.at(-1))).toContain('did not get on');
  }, 30_000);

  it('whose thread breaks before it began is an error of the request', async () => {
    const search = service({ program: await stuckProgram("throw new Error('broken');") });
    await expect(begin(search, 'a').ready).rejects.toMatchObject({ code: 'log_search_failed' });
    expect(String(errors.at(-1))).toContain('broken');
  });
});
