import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChannelOf, Message } from '#shared/nouns/notify.ts';
import { temporaryFolder } from '../../testing.ts';
import { testSenders } from './testing.ts';
import { isRunning } from '../../runs/processes/testing.ts';

const message: Message = {
  id: 'msg_1',
  kind: 'failure',
  severity: 'error',
  title: '$(touch /tmp/pwned); `id` "A" failed',
  body: "it's broken\nnow",
  open: '/runs/1',
  at: '2026-03-06T12:00:00.000Z',
  count: 1,
  notices: [],
};
const send = (
  channel: Omit<ChannelOf<'command'>, 'kind'>,
  secrets: Record<string, string> = {},
  signal?: AbortSignal,
) =>
  testSenders(secrets).send({ kind: 'command', ...channel }, message, signal ?? new AbortController().signal);

describe('a command', () => {
  it('is given all as JSON and in its environment; nothing is ever read by a shell', async () => {
    await using folder = await temporaryFolder();
    const out = join(folder.path, 'out');
    const script = `cat > '${out}'; printf '%s|%s|%s' "$LUKA_NOTIFY_TITLE" "$LUKA_NOTIFY_SEVERITY" "$TOKEN"`;
    const outcome = await send(
      { argv: ['/bin/sh', '-c', script], env: { TOKEN: 'secret:TOKEN' } },
      { TOKEN: 't0ken-t0ken' },
    );
    // What it prints is shown, the secret masked.
    expect(outcome).toEqual({ state: 'sent', answer: `${message.title}|error|***` });
    expect(JSON.parse(await readFile(out, 'utf8'))).toEqual(message);
  });

  it.each([
    [0, 'sent', 'exit code 0'],
    [75, 'retry', 'exit code 75'],
    [3, 'dead', 'exit code 3'],
  ])('that ends with %d is %s', async (code, state, answer) =>
    expect(await send({ argv: ['/bin/sh', '-c', `exit ${code}`] })).toEqual({ state, answer }),
  );

  it('that is not there is given up', async () =>
    expect(await send({ argv: ['/no/such/program'] })).toMatchObject({
      state: 'dead',
      answer: expect.stringContaining('it could not be started'),
    }));

  it('is ended with all that it started when its time is over', async () => {
    await using folder = await temporaryFolder();
    const pids = join(folder.path, 'pids');
    const script = `sleep 60 & echo $! > '${pids}'; setsid sleep 61 & echo $! >> '${pids}'; wait`;
    const outcome = await send({ argv: ['/bin/sh', '-c', script], timeout: 1_000 });
    expect(outcome).toEqual({ state: 'dead', answer: 'it took longer than 1 s' });
    for (const pid of (await readFile(pids, 'utf8')).trim().split('\n').map(Number))
      await expect.poll(() => isRunning(pid)).toBe(false);
  });

  it('that Luka stops in the middle goes another time', async () => {
    const stop = new AbortController();
    const sending = send({ argv: ['/bin/sleep', '60'] }, {}, stop.signal);
    setTimeout(() => stop.abort(), 100);
    expect(await sending).toMatchObject({ state: 'retry' });
  });
});
