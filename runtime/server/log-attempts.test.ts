import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LogEntry } from '#shared/nouns/log.ts';
import { startLuka } from './testing.ts';

type Luka = Awaited<ReturnType<typeof startLuka>>;
let luka: Luka;

beforeAll(async () => {
  luka = await startLuka();
  await writeFile(
    join(luka.layout.tasks, 'flaky.yaml'),
    'retry: { times: 1, delay: 500ms, jitter: 0 }\nsteps:\n  - run: echo "try of run $LUKA_RUN_ID"; exit 3\n',
  );
  while (!(await luka.client.listTasks()).tasks.some(({ id }) => id === 'flaky')) await pause(20);
});
afterAll(() => luka[Symbol.asyncDispose]());

/** A stream to its end: the text, the ids, and what its last event says. */
async function follow(query: { attempt?: number; from?: number }, run: number, lastEventId?: string) {
  const stream = luka.client.streamLog({
    params: { run },
    query,
    ...(lastEventId === undefined ? {} : { lastEventId }),
  });
  let text = '';
  const ids: (string | undefined)[] = [];
  for await (const { event, data, id } of stream) {
    if (event === 'end') return { text, ids, end: JSON.parse(data) as Record<string, unknown> };
    text += (JSON.parse(data) as LogEntry).text;
    ids.push(id);
  }
  throw new Error('the stream broke');
}

it('each attempt has a log and a stream of its own; the end of one names the next', async () => {
  const { id } = await luka.client.runTask({ params: { task: 'flaky' }, body: {} });
  const first = await follow({}, id);
  expect(first.end).toEqual({ state: 'failed', exitCode: 3, next: 2 });
  expect(first.text).toContain('attempt 1 of 2\n');
  expect(first.text).toMatch(/the next one starts in 500 ms, at /);
  // It has not begun: the stream waits for it.
  const second = await follow({ attempt: 2 }, id);
  expect(second.end).toEqual({ state: 'failed', exitCode: 3 });
  expect(second.text).toContain('attempt 2 of 2\n');
  expect(second.text).toContain(`try of run ${id}\n`);

  // An id says the attempt, too: what broke in the first one does not go on in the second.
  const resumed = await follow({}, id, first.ids[0]);
  expect(first.ids[0]).toMatch(/^1\.\d+$/);
  expect(first.text.endsWith(resumed.text)).toBe(true);
  expect(resumed.end).toEqual(first.end);

  const read = async (attempt?: number) => {
    const query = attempt === undefined ? { limit: 1_000 } : { limit: 1_000, attempt };
    const page = await luka.client.readLog({ params: { run: id }, query });
    return { ...page, text: page.entries.map((entry) => entry.text).join('') };
  };
  expect(await read()).toMatchObject({ attempt: 2, complete: true, text: second.text });
  expect(await read(1)).toMatchObject({ attempt: 1, complete: true, text: first.text });
  await expect(read(3)).rejects.toMatchObject({ code: 'log_unavailable' });
  const search = { params: { run: id }, query: { q: 'attempt 1 of 2', attempt: 1 } };
  expect(await luka.client.searchLog(search)).toMatchObject({ total: 2 });
  expect(await luka.client.getRun({ params: { run: id } })).toMatchObject({
    state: 'failed',
    attempt: 2,
    attempts: [
      { number: 1, state: 'failed', exitCode: 3 },
      { number: 2, state: 'failed', exitCode: 3 },
    ],
  });
});
