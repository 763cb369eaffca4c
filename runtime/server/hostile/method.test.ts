/** The method alone, with everything else right: a read never becomes a change, whatever the request says it is. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contract } from '#shared/http/contract.ts';
import type { Endpoint } from '#shared/http/endpoint.ts';
import { urlOf } from '#shared/http/client.ts';
import { expectNoCors, HostileBench, PORTS } from './hostile-bench.ts';
import { exchange } from './raw-http.ts';

let bench: HostileBench;
let before: object;
beforeAll(async () => {
  bench = await HostileBench.start();
});
afterAll(() => bench.stop());
beforeEach(async () => {
  before = await bench.state();
});
afterEach(async () => {
  await bench.expectState(before);
  await bench.expectWell();
});

const endpoints = Object.values(contract) as Endpoint[];
const methodsAt = (path: string) => endpoints.filter((one) => one.path === path).map(({ method }) => method);
/** `lint` might be a task, and `session` a report: their addresses can be read. */
const READABLE = new Set(['/api/v1/tasks/lint', '/api/v1/reports/session']);
const mutations = endpoints.filter(
  ({ method, path }) => method !== 'GET' && !methodsAt(path).includes('GET') && !READABLE.has(path),
);

describe.each(PORTS)('on the %s port', (which) => {
  it.each(mutations.map((endpoint) => [endpoint.path, endpoint]))(
    'GET and HEAD on %s are refused',
    async (path, endpoint) => {
      const target = urlOf(endpoint, { params: { task: 'prey', run: '1', token: 'x'.repeat(20) } });
      for (const method of ['GET', 'HEAD', 'TRACE', 'PROPFIND', 'OPTIONS']) {
        if (methodsAt(path).includes(method as 'POST')) continue;
        const answers = await bench.ask(which, 'json', { method, target });
        expect(answers).toMatchObject([{ status: 405, headers: { allow: methodsAt(path).join(', ') } }]);
        expectNoCors(answers[0]!);
      }
    },
  );

  it.each([
    ['x-http-method-override', 'POST'],
    ['x-http-method', 'POST'],
    ['x-method-override', 'POST'],
    ['_method', 'POST'],
  ])('the header %s makes no POST of a GET', async (name, value) => {
    const target = '/api/v1/tasks/prey/runs';
    await bench.refused(which, 'json', { target, extra: [[name, value]] }, 'method_not_allowed');
    await bench.refused(which, 'mutation', { method: 'GET', extra: [[name, value]] }, 'method_not_allowed');
  });

  it('neither an address nor a body makes another method of one', async () => {
    const target = '/api/v1/tasks/prey/runs';
    for (const query of ['_method=POST', 'method=POST', '_HttpMethod=POST', 'X-HTTP-Method-Override=POST'])
      await bench.refused(which, 'json', { target: `${target}?${query}` }, 'method_not_allowed');
    for (const body of ['{"_method":"DELETE"}', '{"_method":"GET","params":{}}'])
      await bench.refused(which, 'mutation', { body }, 'request_invalid');
  });

  it('methods that are none of HTTP’s are refused', async () => {
    const { host } = new URL(bench.urlOf(which));
    const rest = `Host: ${host}\r\nAuthorization: Bearer ${bench.luka.token}\r\nConnection: close\r\n\r\n`;
    for (const line of [
      'get /api/v1/runs HTTP/1.1',
      'POSTX /api/v1/runs HTTP/1.1',
      'JUMP /api/v1/runs HTTP/1.1',
      'GET /api/v1/runs HTTP/9.9',
      'GET /api/v1/runs HTTP/1.1 ',
      'PRI * HTTP/2.0',
      '',
      '\u0000\u0001\u0002',
      '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
    ]) {
      const { answers } = await exchange(bench.portOf(which), Buffer.from(`${line}\r\n${rest}`, 'latin1'));
      const codes = answers.map(({ code }) => code);
      // Nothing but blank lines is no request yet, and is left without an answer.
      expect({ line, codes }).toEqual({
        line,
        codes: [expect.stringMatching(/^(request_invalid|host_not_allowed|not_found)$/)],
      });
    }
  });

  it('Luka is no proxy', async () => {
    const { host } = new URL(bench.urlOf(which));
    const bytes = `CONNECT evil.example:443 HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
    expect((await exchange(bench.portOf(which), bytes)).answers).toMatchObject([
      { status: 405, code: 'method_not_allowed' },
    ]);
  });
});
