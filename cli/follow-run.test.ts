import { describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { ServerSentEvent } from '#shared/http/event-stream.ts';
import type { LogEntry } from '#shared/nouns/log.ts';
import type { Run } from '#shared/nouns/run.ts';
import { captureTerminal } from './captured-terminal.ts';
import { announceRun, followRun, type FollowOptions } from './follow-run.ts';

const ended: Run = {
  id: 12,
  task: 'backup',
  title: 'Backup',
  state: 'failed',
  priority: 'normal',
  cause: { kind: 'manual', by: 'person' },
  queuedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 3_200,
  exitCode: 7,
  message: 'exit code 7',
  params: {},
  attempts: [],
  checks: [],
  definitionHash: 'x',
  logBytes: 9,
};

const entry = (stream: LogEntry['stream'], at: number, text: string): LogEntry => ({
  stream,
  at,
  bytes: Buffer.byteLength(text),
  time: 0,
  text,
});
const log = (one: LogEntry): ServerSentEvent => ({
  event: 'log',
  id: String(one.at + one.bytes),
  data: JSON.stringify(one),
});
const end: ServerSentEvent = { event: 'end', data: '{"state":"failed"}' };

/** A Luka whose stream gives each part in turn; a part that is an error breaks there. */
function luka(...parts: (ServerSentEvent | Error)[][]): FollowOptions['client'] & { asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    getRun: () => Promise.resolve(ended),
    async *streamLog(request) {
      asked.push(request.query);
      for (const part of parts.shift() ?? []) {
        if (part instanceof Error) throw part;
        yield part;
      }
    },
  };
}

function watch(client: FollowOptions['client'], options: Partial<FollowOptions> = {}) {
  const captured = captureTerminal();
  return {
    captured,
    code: followRun({ client, terminal: captured.terminal, run: 12, json: false, ...options }),
  };
}

const out = entry('out', 0, 'one\n');
const err = entry('err', 4, 'two\n');
const note = entry('note', 8, 'step 1 failed\n');

describe('followRun', () => {
  it("puts each stream in its place and ends with the run's own code", async () => {
    const { captured, code } = watch(luka([log(out), log(err), log(note), end]));
    expect(await code).toBe(7);
    expect(captured.text('out')).toBe('one\n');
    expect(captured.text('err')).toBe(
      'two\nstep 1 failed\nrun 12 of backup failed after 3.2 s: exit code 7\n',
    );
  });

  it('writes one stream only, on stdout, where one was asked for', async () => {
    const { captured, code } = watch(luka([log(out), log(err), log(note), end]), { stream: 'err' });
    await code;
    expect(captured.text('out')).toBe('two\n');
  });

  it('writes one JSON document a line, and the run last', async () => {
    const { captured, code } = watch(luka([log(out), end]), { json: true });
    await code;
    const lines = captured
      .text('out')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toEqual([
      { type: 'log', ...out },
      { type: 'end', run: ended },
    ]);
    expect(captured.text('err')).toBe('');
  });

  it('goes on behind the last entry where the connection broke, without a gap or a repeat', async () => {
    const client = luka([log(out), new Error('socket hang up')], [], [log(err), end]);
    const { captured, code } = watch(client);
    await code;
    expect(client.asked).toEqual([{ from: 0 }, { from: 4 }, { from: 4 }]);
    expect(captured.text('out') + captured.text('err').split('\n')[0]).toBe('one\ntwo');
  });

  it('goes on with the attempts that come after, each from its beginning', async () => {
    const of = (attempt: number, one: LogEntry) => ({ ...log(one), id: `${attempt}.${one.at + one.bytes}` });
    const retried: ServerSentEvent = { event: 'end', data: '{"state":"failed","exitCode":7,"next":2}' };
    const client = luka(
      [of(1, out), new Error('socket hang up')],
      [of(1, err), retried],
      [],
      [of(2, entry('out', 0, 'three\n')), end],
    );
    const { captured, code } = watch(client);
    expect(await code).toBe(7);
    expect(captured.text('out')).toBe('one\nthree\n');
    expect(client.asked).toEqual([
      { from: 0 },
      { from: 4, attempt: 1 },
      { from: 0, attempt: 2 },
      { from: 0, attempt: 2 },
    ]);
  });

  it('begins with the attempt that was asked for', async () => {
    const client = luka([log(out), end]);
    await watch(client, { attempt: 3 }).code;
    expect(client.asked).toEqual([{ from: 0, attempt: 3 }]);
  });

  it('gives up where it breaks again and again', async () => {
    const { code } = watch(luka([log(out)]));
    await expect(code).rejects.toMatchObject({ code: 'not_running' });
  });

  it('takes what Luka answers as final', async () => {
    const client = luka([new LukaError('run_unknown')]);
    await expect(watch(client).code).rejects.toMatchObject({ code: 'run_unknown' });
    expect(client.asked).toHaveLength(1);
  });
});

describe('announceRun', () => {
  it('says how to watch, or watches', async () => {
    const queued = { ...ended, state: 'queued' as const };
    const captured = captureTerminal();
    const options = { client: luka([end]), terminal: captured.terminal, json: false, run: queued };
    expect(await announceRun({ ...options, follow: false })).toBe(0);
    expect(captured.text('out')).toContain('luka logs 12 -f');
    expect(await announceRun({ ...options, follow: true })).toBe(7);
  });
});
