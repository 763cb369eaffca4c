import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Check } from '#shared/nouns/check.ts';
import { temporaryFolder } from '../../testing.ts';
import type { CheckContext } from './check-runner.ts';
import { runChecks } from './run-checks.ts';
import { contextIn, outputOf } from './testing.ts';

/** `outcome: message` of one check. */
async function judged(
  check: Check,
  change: Partial<CheckContext> = {},
  cwd = '/nonexistent',
): Promise<string> {
  const [result] = await runChecks([check], contextIn(cwd, change));
  return `${result!.outcome}: ${result!.message}`;
}

describe('results', () => {
  it('come in order, with name and level; a warning fails nothing', async () => {
    const checks: Check[] = [
      { exitCode: [0, 3] },
      { exitCode: 1, level: 'warning', name: 'ends badly' },
      { exitCode: 1 },
      { sentence: 'The mood is good' },
    ];
    expect(await runChecks(checks, contextIn('/'))).toEqual([
      {
        index: 0,
        kind: 'exitCode',
        name: 'the exit code is 0 or 3',
        level: 'error',
        outcome: 'passed',
        message: 'the exit code is 0',
      },
      {
        index: 1,
        kind: 'exitCode',
        name: 'ends badly',
        level: 'warning',
        outcome: 'warning',
        message: 'the exit code is 0, not 1',
      },
      {
        index: 2,
        kind: 'exitCode',
        name: 'the exit code is 1',
        level: 'error',
        outcome: 'failed',
        message: 'the exit code is 0, not 1',
      },
      {
        index: 3,
        kind: 'sentence',
        name: 'The mood is good',
        level: 'error',
        outcome: 'undecided',
        message: 'only a human can tell',
      },
    ]);
  });

  it('stop where the run is being ended', async () => {
    const controller = new AbortController();
    const checks: Check[] = [{ run: 'sleep 60' }, { exitCode: 0 }];
    setTimeout(() => controller.abort(new Error('cancelled')), 50);
    await expect(runChecks(checks, contextIn('/', { signal: controller.signal }))).rejects.toThrow(
      'cancelled',
    );
  });

  it('fail where a check takes too long, or cannot be told', async () => {
    const never = () =>
      new Promise<boolean>((_, reject) => void setTimeout(() => reject(new Error('late')), 300));
    const context = contextIn('/', { knowledge: { contains: never } });
    const [slow] = await runChecks([{ knowledge: { contains: 'x' } }], context, 50);
    expect(slow).toMatchObject({ outcome: 'failed', message: 'it was given up after 50 ms' });
    await expect(runChecks([{ knowledge: { contains: 'x' } }], context)).rejects.toThrow('late');
  });
});

describe('exit code and duration', () => {
  it.each([
    [{ exitCode: 0 }, 'failed: there is no exit code'],
    [{ duration: { under: 60_000 } }, 'passed: it took 30.0 s'],
    [{ duration: { under: 30_000 } }, 'failed: it took 30.0 s, of less than 30 s'],
  ] satisfies [Check, string][])('%j is %s', async (check, said) => {
    expect(await judged(check, { exitCode: undefined, durationMs: 30_000 })).toBe(said);
  });
});

describe('output', () => {
  const readOutput = () =>
    outputOf(
      'first li',
      'ne\nsecond line\r\n',
      { stream: 'err', bytes: Buffer.from('ERROR: disk\n') },
      'ภาษา 42',
    );
  it.each([
    [{ matches: '^second line$' }, 'passed: there is "second line"'],
    [{ matches: '^first line$' }, 'passed: there is "first line"'],
    [{ matches: 'line\\nsecond' }, 'passed: there is "line\\nsecond"'],
    [{ matches: '\\p{Script=Thai}+ \\d+$' }, 'passed: there is "ภาษา 42"'],
    [{ matches: 'third' }, 'failed: nothing matches /third/'],
    [{ lacks: 'ERROR' }, 'failed: there is "ERROR"'],
    [{ lacks: 'ERROR', stream: 'out' }, 'passed: there is nothing of that kind'],
    [{ matches: 'ERROR', stream: 'err' }, 'passed: there is "ERROR"'],
    [{ matches: 'first', lacks: 'fatal' }, 'passed: there is "first"'],
    [{ matches: 'first', lacks: 'second' }, 'failed: there is "second"'],
    [
      { matches: '(' },
      'failed: the pattern cannot be read (Invalid regular expression: /(/u: Unterminated group)',
    ],
  ] as const)('%j is %s', async (output, said) => {
    expect(await judged({ output }, { readOutput })).toBe(said);
  });

  it('is given up where the pattern takes for ever', async () => {
    const hostile = () => outputOf(`${'a'.repeat(40)}!\n`);
    const started = performance.now();
    expect(await judged({ output: { matches: '^(a+)+$' } }, { readOutput: hostile })).toBe(
      'failed: the pattern takes too long',
    );
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('is read to the end however much it is, without holding up anything', { timeout: 60_000 }, async () => {
    const line = Buffer.alloc(1_048_576, 'some words of a line, one of very many\n');
    async function* flood() {
      for (let count = 0; count < 100; count += 1) yield { stream: 'out' as const, bytes: line };
      yield { stream: 'out' as const, bytes: Buffer.from('\nthe last one') };
    }
    let longest = 0;
    let before = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - before - 5);
      before = performance.now();
    }, 5);
    expect(await judged({ output: { matches: '^the last one$' } }, { readOutput: flood })).toBe(
      'passed: there is "the last one"',
    );
    clearInterval(timer);
    // Other work on the machine may take a turn of its own.
    expect(longest).toBeLessThan(500);
  });

  it('is read no further than it takes', async () => {
    let read = 0;
    async function* endless() {
      for (;;) {
        read += 1;
        await Promise.resolve();
        yield { stream: 'out' as const, bytes: Buffer.from(`line ${read}\n`) };
      }
    }
    expect(await judged({ output: { matches: 'line 7$' } }, { readOutput: endless })).toBe(
      'passed: there is "line 7"',
    );
    expect(read).toBe(7);
  });
});

describe('commands', () => {
  it.each([
    [{ run: 'test 1 = 1' }, 'passed: exit code 0'],
    [{ run: 'exit 3' }, 'failed: exit code 3'],
    [{ argv: ['true'] }, 'passed: exit code 0'],
    [{ run: 'kill -TERM $$' }, 'failed: it was ended by SIGTERM'],
    [{ run: 'sleep 60', timeout: 100 }, 'failed: it took longer than 100 ms'],
  ] satisfies [Check, string][])('%j is %s', async (check, said) => {
    expect(await judged(check, {}, '/')).toBe(said);
  });

  it('that are denied or not there fail the check', async () => {
    const denied = () => Promise.reject(new LukaError('run_denied', { message: 'this never runs' }));
    expect(await judged({ run: 'rm -rf /' }, { runCommand: denied })).toBe(
      'failed: run_denied: this never runs',
    );
    const missing = () =>
      promisify(execFile)('/nonexistent/program').then(() => Promise.reject(new Error('no')));
    expect(await judged({ argv: ['x'] }, { runCommand: missing })).toBe(
      'failed: it cannot be told (spawn /nonexistent/program ENOENT)',
    );
  });
});

describe('files', () => {
  const FILES = {
    'report.md': 'one\ntwo\nthree',
    'empty.txt': '',
    'data.json': '{"name": "x", "count": 3}',
    'broken.json': '{"name": ',
    'deep/a/b/result.csv': '1,2\n',
    'ภาษา.txt': 'ไทย\n',
    '[x].txt': 'brackets',
    '.hidden.md': 'dot',
  };
  async function folderOf(): Promise<{ path: string } & AsyncDisposable> {
    const folder = await temporaryFolder();
    await mkdir(join(folder.path, 'deep/a/b'), { recursive: true });
    for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder.path, name), text);
    await writeFile(join(folder.path, 'old.txt'), 'old');
    await utimes(join(folder.path, 'old.txt'), new Date('2020-01-01'), new Date('2020-01-01'));
    await symlink('/etc', join(folder.path, 'link'));
    return folder;
  }
  const schema = (properties: unknown, more: object = {}) => ({ type: 'object', properties, ...more });

  it.each([
    [{ path: 'report.md' }, 'passed: "…/report.md" is there'],
    [{ path: '~/report.md' }, 'passed: "…/report.md" is there'],
    [{ path: 'ภาษา.txt' }, 'passed: "…/ภาษา.txt" is there'],
    [{ path: 'deep' }, 'passed: "…/deep" is there'],
    [{ path: 'missing.md' }, 'failed: there is no "missing.md"'],
    [{ path: 'report.md/x' }, 'failed: there is no "report.md/x"'],
    [{ path: 'missing.md', exists: false }, 'passed: there is none'],
    [{ path: 'report.md', exists: false }, 'failed: "…/report.md" is there'],
    [{ path: '*.md' }, 'passed: "…/report.md" is there'],
    [{ path: '?????.md' }, 'failed: there is no "?????.md"'],
    [{ path: '**/*.csv' }, 'passed: "…/deep/a/b/result.csv" is there'],
    [{ path: 'deep/**/result.csv' }, 'passed: "…/deep/a/b/result.csv" is there'],
    [{ path: '*.csv' }, 'failed: there is no "*.csv"'],
    [{ path: 'de*/a/b/*.csv' }, 'passed: "…/deep/a/b/result.csv" is there'],
    [{ path: '[x]*.txt' }, 'passed: "…/[x].txt" is there'],
    [{ path: '{report,other}.m*' }, 'failed: there is no "{report,other}.m*"'],
    [{ path: 'link/*wd' }, 'passed: "…/link/passwd" is there'],
    [{ path: '**/passwd' }, 'failed: there is no "**/passwd"'],
    [{ path: 'a\0b' }, 'failed: the path holds NUL'],
    [{ path: 'report.md', newer: true }, 'passed: "…/report.md" is there'],
    [{ path: 'old.txt', newer: true }, /^failed: it was last changed \d+ s before the run$/],
    [{ path: 'report.md', minSize: 13, maxSize: 13 }, 'passed: "…/report.md" is there'],
    [{ path: 'empty.txt', minSize: 1 }, 'failed: it has 0 bytes, of at least 1'],
    [{ path: 'report.md', maxSize: 12 }, 'failed: it has 13 bytes, of at most 12'],
    [{ path: 'deep', minSize: 1 }, 'failed: it is no regular file'],
    [{ path: 'report.md', lines: { min: 3, max: 3 } }, 'passed: "…/report.md" is there'],
    [{ path: 'report.md', lines: { min: 4 } }, 'failed: it has 3 lines, of at least 4'],
    [{ path: 'report.md', lines: { max: 2 } }, 'failed: it has more than 2 lines'],
    [{ path: 'empty.txt', lines: { max: 0 } }, 'passed: "…/empty.txt" is there'],
    [
      { path: '*.txt', minSize: 9, lines: { min: 9 } },
      /^failed: "….txt": it has \d bytes, of at least 9; .*, and 1 more$/,
    ],
    [{ path: 'data.json', schema: {} }, 'passed: "…/data.json" is there'],
    [{ path: 'broken.json', schema: {} }, /^failed: it is no JSON \(/],
    [{ path: 'data.json', schema: schema({ count: { type: 'integer' } }) }, 'passed: "…/data.json" is there'],
    [
      { path: 'data.json', schema: schema({ name: { type: 'number' } }) },
      'failed: it does not fit the schema: /name must be number',
    ],
    [
      { path: 'data.json', schema: schema({}, { required: ['id'] }) },
      "failed: it does not fit the schema: the whole must have required property 'id'",
    ],
    [
      { path: 'data.json', schema: { $ref: 'https://example.com/schema.json' } },
      /^failed: the schema cannot be used \(can't resolve reference/,
    ],
    [{ path: 'data.json', schema: { type: 'nothing' } }, /^failed: the schema cannot be used \(/],
    [{ path: 'data.json', schema: { $async: true, type: 'array' } }, /^failed: it does not fit the schema/],
    [{ path: 'data.json', schema: { $async: true, type: 'object' } }, 'passed: "…/data.json" is there'],
    [
      { path: 'data.json', schema: schema({ name: { pattern: '(' } }) },
      /^failed: the schema cannot be used \(/,
    ],
  ] as const)('%j is %s', async (file, said) => {
    await using folder = await folderOf();
    const check = { file } as Extract<Check, { file: unknown }>;
    const message = (await judged(check, { startedAt: Date.now() - 5_000 }, folder.path)).replaceAll(
      new RegExp(
        `${folder.path}/[^"]*?(?=(?:report|ภาษา|deep|\\[x\\]|link|empty|data|old|\\.txt)[^"]*")`,
        'g',
      ),
      '…/',
    );
    if (typeof said === 'string') expect(message).toBe(said);
    else expect(message.replaceAll(/"…\/[^"]*(?=\.txt")/g, '"…')).toMatch(said);
  });

  it('are looked at where the guard lets, and nowhere else', async () => {
    await using folder = await folderOf();
    const openFile = (path: string) =>
      Promise.reject(new LukaError('path_outside', { message: `${path.slice(-9)} is outside` }));
    expect(await judged({ file: { path: 'report.md' } }, { openFile }, folder.path)).toBe(
      'failed: report.md is outside',
    );
    expect(await judged({ file: { path: 'report.md', exists: false } }, { openFile }, folder.path)).toBe(
      'failed: report.md is outside',
    );
  });

  it('that are pipes keep nobody waiting', async () => {
    await using folder = await folderOf();
    await promisify(execFile)('mkfifo', [join(folder.path, 'pipe')]);
    expect(await judged({ file: { path: 'pipe', lines: { min: 1 } } }, {}, folder.path)).toBe(
      'failed: it is no regular file',
    );
  });

  it('are searched for up to a bound', { timeout: 60_000 }, async () => {
    await using folder = await temporaryFolder();
    for (let count = 0; count < 1_100; count += 1) await writeFile(join(folder.path, `f${count}.txt`), '');
    expect(await judged({ file: { path: '*.txt', minSize: 1 } }, {}, folder.path)).toBe(
      'failed: more than 1000 files match; of those seen none is as described',
    );
    let path = folder.path;
    for (let depth = 0; depth < 40; depth += 1) path = join(path, 'd');
    await mkdir(path, { recursive: true });
    expect(await judged({ file: { path: '**/none' } }, {}, folder.path)).toBe(
      'failed: there are folders deeper than 32; of those seen none is as described',
    );
  });

  it('are given up where a pattern of the schema takes for ever, or the JSON is too large', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'a.json'), JSON.stringify(`${'a'.repeat(40)}!`));
    const hostile = { file: { path: 'a.json', schema: { pattern: '^(a+)+$' } } };
    expect(await judged(hostile, {}, folder.path)).toBe('failed: its schema takes too long');
    await writeFile(join(folder.path, 'b.json'), `"${'x'.repeat(8 * 1_048_576)}"`);
    expect(await judged({ file: { path: 'b.json', schema: {} } }, {}, folder.path)).toMatch(
      /larger than 8 MiB/,
    );
    await writeFile(join(folder.path, 'c.json'), '['.repeat(1_000_000));
    expect(await judged({ file: { path: 'c.json', schema: {} } }, {}, folder.path)).toMatch(/^failed: /);
  });
});

describe('http', () => {
  async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void) {
    const server = createServer(handle).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      url,
      [Symbol.asyncDispose]: async () => {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      },
    };
  }

  it('goes by the status, and follows redirects at home only', async () => {
    let elsewhere = 0;
    await using other = await serve((_, response) => {
      elsewhere += 1;
      response.end();
    });
    await using server = await serve(({ url = '/' }, response) => {
      const to = { '/here': '/ok', '/there': other.url, '/round': '/round' }[url];
      if (to === undefined) response.writeHead(Number(/\d+/.exec(url)?.[0] ?? 200)).end('x'.repeat(100_000));
      else response.writeHead(302, { location: to }).end();
    });
    const ask = (path: string, expected?: number | number[]) =>
      judged({ http: { url: server.url + path, ...(expected === undefined ? {} : { expect: expected }) } });
    expect(await ask('/ok')).toBe('passed: status 200');
    expect(await ask('/503')).toBe('failed: status 503, expected 200 to 299');
    expect(await ask('/503', [500, 503])).toBe('passed: status 503');
    expect(await ask('/here')).toBe('passed: status 200');
    expect(await ask('/here', 302)).toBe('passed: status 302');
    expect(await ask('/there')).toBe('failed: status 302, expected 200 to 299');
    expect(await ask('/round')).toBe('failed: status 302, expected 200 to 299');
    expect(elsewhere).toBe(0);
  });

  it('fails where nobody answers, or not in time', async () => {
    await using silent = await serve(() => undefined);
    expect(await judged({ http: { url: silent.url }, timeout: 100 })).toBe('failed: no answer within 100 ms');
    expect(await judged({ http: { url: 'http://127.0.0.1:1' } })).toMatch(/^failed: no answer: /);
    expect(await judged({ http: { url: 'file:///etc/passwd' } })).toBe(
      'failed: "file:///etc/passwd" is no http address',
    );
  });
});

it('knowledge is asked for the text', async () => {
  const contains = (text: string) => Promise.resolve(text === 'known');
  expect(await judged({ knowledge: { contains: 'known' } }, { knowledge: { contains } })).toBe(
    'passed: it is there',
  );
  expect(await judged({ knowledge: { contains: 'other' } }, { knowledge: { contains } })).toBe(
    'failed: "other" is nowhere in it',
  );
});

it('a sentence is the check that it means', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'out.json'), '{}');
  const readOutput = () => outputOf('all done\n');
  const ask = (sentence: string) => judged({ sentence }, { readOutput }, folder.path);
  expect(await ask('`out.json` is valid JSON.')).toMatch(/^passed/);
  expect(await ask('out.txt exists')).toBe('failed: there is no "out.txt"');
  expect(await ask('Printed all done')).toMatch(/^passed/);
  expect(await ask('The numbers are plausible')).toBe('undecided: only a human can tell');
});
