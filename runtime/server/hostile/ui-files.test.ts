/** The UI's files: no way of writing an address leads out of their folder, and nothing that is answered can be framed. */
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SECURITY_HEADERS } from '#shared/http/security-headers.ts';
import { HostileBench, OUTSIDE, PORTS } from './hostile-bench.ts';

let bench: HostileBench;
let before: object;
beforeAll(async () => {
  bench = await HostileBench.start(async (uiRoot) => {
    const beside = join(uiRoot, '..', 'beside');
    await mkdir(beside);
    await writeFile(join(beside, 'secret.txt'), OUTSIDE);
    await symlink('../outside.txt', join(uiRoot, 'link.txt'));
    await symlink('../../outside.txt', join(uiRoot, 'assets', 'link.js'));
    await symlink('../beside', join(uiRoot, 'folder'));
    await symlink('/etc', join(uiRoot, 'etc'));
    await symlink('nowhere', join(uiRoot, 'dangling.txt'));
    await mkdir(join(uiRoot, '.git'));
    await writeFile(join(uiRoot, '.git', 'config'), OUTSIDE);
  });
});
afterAll(() => bench.stop());
beforeEach(async () => {
  before = await bench.state();
});
afterEach(async () => {
  await bench.expectState(before);
  await bench.expectWell();
});

/** Ways to write "one folder up". */
const UP = [
  '..',
  '%2e%2e',
  '%2E%2E',
  '.%2e',
  '%2e.',
  '%252e%252e',
  '%25252e%25252e',
  '..%00',
  '..;',
  '....',
  '...',
  '.. ',
  '..%20',
  '%c0%ae%c0%ae',
  '%e0%80%ae%e0%80%ae',
  '%uff0e%uff0e',
  '%ef%bc%8e%ef%bc%8e',
  '\u2025',
];
/** Ways to write "/". */
const SLASH = [
  '/',
  '%2f',
  '%2F',
  '%252f',
  '\\',
  '%5c',
  '%255c',
  '//',
  '/./',
  '%c0%af',
  '%ef%bc%8f',
  '/%00/',
  ';/',
];

describe.each(PORTS)('on the %s port', (which) => {
  it('no spelling of an address leads out of the folder', async () => {
    const targets = UP.flatMap((up) =>
      SLASH.flatMap((slash) => [
        `/${up}${slash}outside.txt`,
        `/${up}${slash}${up}${slash}outside.txt`,
        `/assets/${up}${slash}${up}${slash}outside.txt`,
        `/assets${slash}${up}${slash}${up}${slash}home${slash}token`,
      ]),
    );
    await Promise.all(
      targets.map(async (target) => {
        const [answer] = await bench.ask(which, 'page', { target });
        const { status, body, code = 'none' } = answer!;
        // What is answered is the page, or says why not.
        const isRight = status === 200 ? body.includes('<title>Luka') : [400, 401, 403, 404].includes(status);
        expect({ target, isRight, code }).toEqual({
          target,
          isRight: true,
          code: status === 200 ? 'none' : expect.stringMatching(/^[a-z]+_[a-z_]+$/),
        });
        expect(body).not.toContain(OUTSIDE);
        expect(body).not.toContain(bench.luka.token);
      }),
    );
  });

  it('neither do absolute paths, drives, streams, or what hides', async () => {
    for (const target of [
      '//etc/passwd',
      '///etc/passwd',
      '/%2fetc%2fpasswd',
      '/file:///etc/passwd',
      '/C:/Windows/win.ini',
      '/c:%5cwindows%5cwin.ini',
      '/%5c%5clocalhost%5cc$%5coutside.txt',
      '/index.html::$DATA',
      '/index.html%00.txt',
      '/outside.txt%00.html',
      '/~/.ssh/id_rsa',
      '/~root/',
      '/$HOME/x',
      '/%24%7BHOME%7D',
      '/.hidden',
      '/%2ehidden',
      '/assets/../.hidden',
      '/.git/config',
      '/assets/',
      '/assets',
      '/con',
      '/nul',
      '/%',
      '/%zz',
    ]) {
      const [answer] = await bench.ask(which, 'page', { target });
      const { status, body } = answer!;
      expect({ target, isOutside: body.includes(OUTSIDE) || body.includes('root:') }).toEqual({
        target,
        isOutside: false,
      });
      expect(status).not.toBe(500);
    }
  });
});

it.each([
  '/link.txt',
  '/assets/link.js',
  '/folder/secret.txt',
  '/folder/',
  '/etc/passwd',
  '/etc/hostname',
  '/dangling.txt',
])('the link %s in the folder is not followed', async (target) => {
  for (const method of ['GET', 'HEAD']) {
    const [answer] = await bench.ask('ui', 'page', { target, method });
    expect(answer!.body).not.toContain(OUTSIDE);
    expect(answer!.body).not.toContain('root:');
    expect(answer!.status === 404 || answer!.body.includes('<title>Luka') || method === 'HEAD').toBe(true);
    if (method === 'HEAD') expect(answer!.headers['content-length']).not.toBe(String(OUTSIDE.length));
  }
});

describe('every answer', () => {
  it('of every kind and status forbids frames, foreign scripts and guesses of its type', async () => {
    const seen = new Set<number>();
    const [page] = await bench.ask('ui', 'page', { target: '/' });
    const etag = page!.headers['etag']!;
    for (const which of PORTS)
      for (const [kind, change] of [
        ['page', { target: '/' }],
        ['page', { target: '/', headers: { 'if-none-match': etag } }],
        ['page', { target: '/', headers: { range: 'bytes=0-3' } }],
        ['page', { target: '/', headers: { range: 'bytes=9000-' } }],
        ['page', { target: '/', method: 'HEAD' }],
        ['asset', {}],
        ['asset', { target: '/assets/nothing.js' }],
        ['json', {}],
        ['json', { target: '/healthz' }],
        ['json', { target: '/%zz' }],
        ['json', { headers: { host: 'evil.example' } }],
        ['json', { headers: { authorization: null } }],
        ['json', { target: '/api/v1/runs/1' }],
        ['json', { target: '/api/v1/runs/x' }],
        ['json', { method: 'DELETE' }],
        ['stream', {}],
        ['mutation', { body: 'x' }],
        ['mutation', { headers: { 'content-type': 'text/plain' } }],
        ['mutation', { headers: { 'content-length': 'x' } }],
      ] as const) {
        const [answer] = await bench.ask(which, kind, change);
        seen.add(answer!.status);
        expect(answer!.headers, `${kind} ${JSON.stringify(change)}`).toMatchObject(SECURITY_HEADERS);
      }
    expect([...seen].sort((a, b) => a - b)).toEqual([200, 304, 400, 401, 403, 404, 405, 415]);
  });
});
