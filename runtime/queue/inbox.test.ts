import {
  access,
  appendFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import { LukaError, type ErrorBody } from '#shared/errors/luka-error.ts';
import type { Run, RunState } from '#shared/nouns/run.ts';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import { homeLayout, type HomeLayout } from '../home/layout.ts';
import { createInbox } from './inbox.ts';
import { claimName, isClaim, isIgnoredName, nameOfClaim } from './order-names.ts';
import type { Inbox, OrderDesk, OrderSubmission } from './ports.ts';

/** A ledger in memory: same key, same run. */
class FakeDesk implements OrderDesk {
  readonly submissions: OrderSubmission[] = [];
  readonly refusals: { name: string; error: ErrorBody }[] = [];
  readonly runs = new Map<string, Run>();
  readonly #listeners = new Set<(run: Run) => void>();
  /** Ends each run as soon as it is made, before `submit` resolves. */
  endAtOnce: RunState | undefined;
  failWith: ErrorCode | Error | undefined;

  async submit(submission: OrderSubmission): Promise<{ run: number; created: boolean }> {
    await Promise.resolve();
    if (this.failWith instanceof Error) throw this.failWith;
    if (this.failWith) throw new LukaError(this.failWith);
    this.submissions.push(submission);
    const known = this.runs.get(submission.idempotencyKey);
    if (known) return { run: known.id, created: false };
    const run = makeRun(this.runs.size + 1, submission.order.orderId);
    this.runs.set(submission.idempotencyKey, run);
    if (this.endAtOnce) this.end(run.id, this.endAtOnce);
    return { run: run.id, created: true };
  }

  findByKey(key: string): Run | undefined {
    return this.runs.get(key);
  }

  onFinished(listener: (run: Run) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async refused(name: string, error: ErrorBody): Promise<void> {
    this.refusals.push({ name, error });
  }

  end(id: number, state: RunState): void {
    for (const [key, run] of this.runs) {
      if (run.id !== id) continue;
      const ended: Run = {
        ...run,
        state,
        endedAt: new Date().toISOString(),
        exitCode: state === 'succeeded' ? 0 : 3,
      };
      this.runs.set(key, ended);
      for (const listener of this.#listeners) listener(ended);
    }
  }
}

function makeRun(id: number, orderId: string): Run {
  return {
    id,
    title: orderId,
    state: 'running',
    priority: 'normal',
    cause: { kind: 'order', by: 'agent' },
    queuedAt: new Date().toISOString(),
    params: {},
    attempts: [],
    checks: [],
    definitionHash: 'x',
    orderId,
    logBytes: 0,
  };
}

const ORDER = JSON.stringify({ id: 'hello', skill: 'bash', cmd: 'echo hi', acceptance: ['it says hi'] });

let layout: HomeLayout;
let desk: FakeDesk;
let inbox: Inbox;
let errors: unknown[];

const make = (more: { quietMs?: number; clock?: Clock } = {}): Inbox =>
  createInbox({ layout, desk, settleMs: 60, quietMs: 400, onError: (error) => errors.push(error), ...more });
const drop = (name: string, text: string) => writeFile(join(layout.queue.inbox, name), text);
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 15_000, interval: 10 });
const list = (folder: keyof HomeLayout['queue']) => readdir(layout.queue[folder]);
const resultIn = async (folder: 'done' | 'failed'): Promise<Record<string, unknown>> => {
  const name = (await list(folder)).find((one) => one.endsWith('.result.json'));
  return JSON.parse(await readFile(join(layout.queue[folder], name ?? 'none'), 'utf8')) as Record<
    string,
    unknown
  >;
};
const settled = (folder: 'done' | 'failed', orders = 1) =>
  until(async () => {
    expect((await list(folder)).filter((name) => name.endsWith('.result.json'))).toHaveLength(orders);
    expect(await list('running')).toEqual([]);
  });

beforeEach(async () => {
  layout = homeLayout(await mkdtemp(join(tmpdir(), 'luka-inbox-')));
  for (const folder of Object.values(layout.queue)) await mkdir(folder, { recursive: true });
  desk = new FakeDesk();
  errors = [];
  inbox = make();
});

afterEach(async () => {
  await inbox.stop();
  await rm(layout.root, { recursive: true, force: true });
});

describe('a dropped order', () => {
  it('becomes a run and moves to done beside its result', async () => {
    await inbox.start();
    await drop('hello.json', ORDER);
    await until(() => expect(desk.submissions).toHaveLength(1));
    const [claimed = ''] = await list('running');
    expect(desk.submissions[0]).toMatchObject({
      idempotencyKey: `file:${claimed}`,
      detail: 'dropped as hello.json',
      by: 'agent',
      file: join(layout.queue.running, claimed),
      order: { orderId: 'hello' },
    });
    desk.end(1, 'succeeded');
    await settled('done');
    expect((await list('done')).toSorted()).toEqual([claimed, `${claimed}.result.json`]);
    expect(await resultIn('done')).toMatchObject({
      order: 'hello',
      run: 1,
      state: 'succeeded',
      exitCode: 0,
      acceptance: ['it says hi'],
    });
    expect(await list('inbox')).toEqual([]);
  });

  it('moves to failed where its run did not succeed, also when it ends before anybody looks', async () => {
    desk.endAtOnce = 'timed_out';
    await inbox.start();
    await drop('hello.json', ORDER);
    await settled('failed');
    expect(await resultIn('failed')).toMatchObject({ state: 'timed_out', exitCode: 3 });
  });

  it('is taken when it was there before the start, and by rename', async () => {
    desk.endAtOnce = 'succeeded';
    await drop('early.json', ORDER);
    await drop('late.json.tmp', ORDER);
    await inbox.start();
    await settled('done');
    await rename(join(layout.queue.inbox, 'late.json.tmp'), join(layout.queue.inbox, 'late.json'));
    await settled('done', 2);
  });

  it('is taken in YAML once it is left alone', async () => {
    desk.endAtOnce = 'succeeded';
    await inbox.start();
    await drop('a.yaml', 'id: slow\n');
    await appendFile(join(layout.queue.inbox, 'a.yaml'), 'steps:\n  - run: echo hi\n');
    await settled('done');
    expect(await resultIn('done')).toMatchObject({ order: 'slow' });
  });

  it('is refused with the reason beside it', async () => {
    await inbox.start();
    await drop('bad.json', '{\n  "steps": [{ "rum": "x" }]\n}');
    await settled('failed');
    expect(await resultIn('failed')).toMatchObject({
      order: 'bad.json',
      state: 'refused',
      error: { code: 'step_unknown', findings: [{ line: 2, column: 15 }] },
    });
    expect(desk.refusals).toMatchObject([{ name: 'bad.json', error: { code: 'step_unknown' } }]);
    expect(await list('failed')).toHaveLength(2);
  });
});

describe('a file that is not whole', () => {
  it('waits until it is, however many pieces it comes in', async () => {
    desk.endAtOnce = 'succeeded';
    inbox = make({ quietMs: 60_000 });
    await inbox.start();
    const file = await open(join(layout.queue.inbox, 'slow.json'), 'w');
    for (const piece of [ORDER.slice(0, 10), ORDER.slice(10, 30), ORDER.slice(30)]) {
      expect(desk.submissions).toEqual([]);
      await file.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 80));
    }
    await file.close();
    await settled('done');
    expect(desk.refusals).toEqual([]);
  });

  it.each([
    ['cut.json', ORDER.slice(0, 20), 'order_incomplete'],
    ['empty.json', '', 'order_incomplete'],
    ['empty.yaml', ' \n', 'order_incomplete'],
    ['wrong.json', '{"a": tru3}', 'order_unparsable'],
    ['wrong.yaml', 'a: [1\nb: 2', 'order_unparsable'],
  ])('is refused when nothing more comes: %s', async (name, text, code) => {
    await inbox.start();
    await drop(name, text);
    await settled('failed');
    expect(await resultIn('failed')).toMatchObject({ errorCode: code });
  });
});

describe('what is no order', () => {
  it('is left alone', async () => {
    await mkdir(join(layout.queue.inbox, 'folder.json'));
    await drop('folder.json/inner.json', ORDER);
    for (const name of ['.hidden.json', 'a.json.part', 'a.crdownload', 'a.json~', 'x.tmp'])
      await drop(name, ORDER);
    desk.endAtOnce = 'succeeded';
    await inbox.start();
    await drop('real.json', ORDER);
    await settled('done');
    expect(desk.submissions).toHaveLength(1);
    expect(await list('inbox')).toHaveLength(6);
  });

  it('is refused unread: a link, and a file of 50 MB', async () => {
    await writeFile(join(layout.root, 'secret.json'), ORDER);
    await inbox.start();
    await symlink(join(layout.root, 'secret.json'), join(layout.queue.inbox, 'link.json'));
    const big = await open(join(layout.queue.inbox, 'big.json'), 'w');
    await big.truncate(50_000_000);
    await big.close();
    await settled('failed', 2);
    expect(desk.refusals.map(({ error }) => error.code).toSorted()).toEqual([
      'order_invalid',
      'order_too_large',
    ]);
    expect(desk.submissions).toEqual([]);
    await access(join(layout.root, 'secret.json'));
  });

  it('is refused by depth and by encoding', async () => {
    await inbox.start();
    await drop('deep.json', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`);
    await writeFile(join(layout.queue.inbox, 'latin.yaml'), Buffer.from([0x61, 0x3a, 0x20, 0xe9]));
    await settled('failed', 2);
    expect(desk.refusals.map(({ error }) => error.code).toSorted()).toEqual([
      'order_too_deep',
      'order_unparsable',
    ]);
  });
});

describe('after a crash', () => {
  const claimed = claimName('hello.json', Date.now());
  const leave = () => writeFile(join(layout.queue.running, claimed), ORDER);

  it('submits again, with the same key, what never became a run', async () => {
    await leave();
    await inbox.start();
    expect(desk.submissions.map(({ idempotencyKey }) => idempotencyKey)).toEqual([`file:${claimed}`]);
    desk.end(1, 'succeeded');
    await settled('done');
  });

  it('follows what is still going, and does not submit it again', async () => {
    await leave();
    desk.runs.set(`file:${claimed}`, makeRun(9, 'hello'));
    await inbox.start();
    expect(desk.submissions).toEqual([]);
    desk.end(9, 'failed');
    await settled('failed');
  });

  it('finishes what had ended: the result written or not, the file moved or not', async () => {
    await leave();
    const moved = claimName('moved.json', Date.now());
    await writeFile(join(layout.queue.done, moved), ORDER);
    await writeFile(join(layout.queue.done, `${moved}.result.json.123.abc.tmp`), '{');
    await writeFile(join(layout.queue.done, `${claimed}.result.json`), '{}');
    const done: Run = { ...makeRun(3, 'hello'), state: 'succeeded' };
    desk.runs.set(`file:${claimed}`, done);
    desk.runs.set(`file:${moved}`, { ...done, id: 4 });
    await inbox.start();
    await settled('done', 2);
    expect((await list('done')).toSorted()).toEqual(
      [claimed, `${claimed}.result.json`, moved, `${moved}.result.json`].toSorted(),
    );
    expect(desk.submissions).toEqual([]);
  });

  it('refuses again what was being refused, under the same name', async () => {
    await writeFile(join(layout.queue.running, claimed), '{"skill": "fly"}');
    await writeFile(join(layout.queue.failed, `${claimed}.result.json`), '{}');
    await inbox.start();
    await settled('failed');
    expect((await list('failed')).toSorted()).toEqual([claimed, `${claimed}.result.json`].toSorted());
  });
});

describe('a machine in trouble', () => {
  /** Runs timers of half a minute at once. */
  const hurried: Clock = {
    ...systemClock,
    after: (ms, call) => systemClock.after(ms >= 30_000 ? 5 : ms, call),
  };

  it('keeps an order that the ledger could not take, and tries again', async () => {
    inbox = make({ clock: hurried });
    desk.failWith = 'disk_full';
    desk.endAtOnce = 'succeeded';
    await inbox.start();
    await drop('hello.json', ORDER);
    await until(() => expect(errors.length).toBeGreaterThan(0));
    expect(await list('running')).toHaveLength(1);
    desk.failWith = undefined;
    await settled('done');
    expect(desk.refusals).toEqual([]);
  });

  it.each([
    Object.assign(new Error('database is locked'), { code: 'ERR_SQLITE_ERROR', errcode: 5 }),
    new Error('database is not open'),
    Object.assign(new Error('gone'), { code: 'ENOENT' }),
  ])('keeps an order that the ledger failed on for a reason of its own: $message', async (error) => {
    inbox = make({ clock: hurried });
    desk.failWith = error;
    desk.endAtOnce = 'succeeded';
    await inbox.start();
    await drop('hello.json', ORDER);
    await until(() => expect(errors.length).toBeGreaterThan(1));
    expect(errors[0]).toBe(error);
    expect(await list('running')).toHaveLength(1);
    desk.failWith = undefined;
    await settled('done');
    expect(desk.refusals).toEqual([]);
  });

  it('keeps an order that could not be read for want of open files', async () => {
    const { stdout } = await promisify(execFile)('bash', [
      '-c',
      'ulimit -n 64; exec "$0" "$@"',
      process.execPath,
      join(import.meta.dirname, 'fixtures', 'out-of-files.ts'),
      layout.root,
    ]);
    expect(JSON.parse(stdout)).toEqual({ errors: ['disk_full', 'EMFILE'], refused: [], submitted: 2 });
  });

  it('claims a file later that it could not claim at once', async () => {
    inbox = make({ clock: hurried });
    desk.endAtOnce = 'succeeded';
    await inbox.start();
    await rm(layout.queue.running, { recursive: true });
    await writeFile(layout.queue.running, 'in the way');
    await drop('hello.json', ORDER);
    await until(() => expect(errors.length).toBeGreaterThan(1));
    expect(await list('inbox')).toEqual(['hello.json']);
    await rm(layout.queue.running);
    // Tried while the folder is missing, too.
    const tried = errors.length;
    await until(() => expect(errors.length).toBeGreaterThan(tried));
    await mkdir(layout.queue.running);
    await settled('done');
  });

  it('keeps a file that could not be moved, and moves it later', async () => {
    inbox = make({ clock: hurried });
    await inbox.start();
    await drop('hello.json', ORDER);
    await until(() => expect(desk.submissions).toHaveLength(1));
    await rm(layout.queue.done, { recursive: true });
    await writeFile(layout.queue.done, 'in the way');
    desk.end(1, 'succeeded');
    await until(() => expect(errors.length).toBeGreaterThan(0));
    expect(await list('running')).toHaveLength(1);
    await rm(layout.queue.done);
    await mkdir(layout.queue.done);
    await settled('done');
  });
});

describe('many orders', () => {
  it('are all taken, each once', async () => {
    desk.endAtOnce = 'succeeded';
    for (let index = 0; index < 300; index += 1) await drop(`early-${index}.json`, ORDER);
    await inbox.start();
    for (let index = 0; index < 300; index += 1) await drop(`late-${index}.json`, ORDER);
    await settled('done', 600);
    expect(desk.submissions).toHaveLength(600);
    expect(new Set(desk.submissions.map(({ detail }) => detail)).size).toBe(600);
  });
});

describe('names', () => {
  it('of claims tell what was dropped, and fit a file system', () => {
    const claimed = claimName('a b.json', Date.UTC(2026, 2, 1, 9, 5, 7));
    expect(claimed).toMatch(/^20260301T090507-[0-9a-f]{6}-a b\.json$/);
    expect(nameOfClaim(claimed)).toBe('a b.json');
    expect(isClaim(claimed)).toBe(true);
    expect(isClaim(`${claimed}.result.json`)).toBe(false);
    const long = claimName(`${'ภ'.repeat(80)}.yaml`, 0);
    expect(Buffer.byteLength(long)).toBeLessThan(200);
    expect(long.endsWith('.yaml')).toBe(true);
    expect(nameOfClaim(claimName('a\nb.json', 0))).toBe('a_b.json');
  });

  it('of unfinished downloads and editors are ignored', () => {
    expect(['a.json', 'order', '.x.json', 'a.PART', 'a.json~', 'a.tmp'].map(isIgnoredName)).toEqual([
      false,
      false,
      true,
      true,
      true,
      true,
    ]);
  });
});
