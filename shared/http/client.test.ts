import { describe, expect, it } from 'vitest';
import { createClient, urlOf, type Fetch } from './client.ts';
import { contract } from './contract.ts';

function answering(status: number, body: string) {
  const calls: { url: string; init: Parameters<Fetch>[1] }[] = [];
  const fetch: Fetch = (url, init) => {
    calls.push({ url, init });
    return Promise.resolve({ ok: status < 400, status, text: () => Promise.resolve(body), body: undefined });
  };
  return { calls, client: createClient({ baseUrl: 'http://x', fetch, token: () => 't', validate: true }) };
}

describe('the client', () => {
  it('builds the request from the contract', async () => {
    const { calls, client } = answering(200, '{"runs":[]}');
    await client.listRuns({ query: { state: 'failed,running', limit: 5 } });
    expect(calls).toEqual([
      {
        url: 'http://x/api/v1/runs?state=failed%2Crunning&limit=5',
        init: { method: 'GET', headers: { authorization: 'Bearer t' } },
      },
    ]);
  });

  it('puts names into paths safely', () => {
    expect(urlOf(contract.getTask, { params: { task: '../a/b?c#d' } })).toBe(
      '/api/v1/tasks/..%2Fa%2Fb%3Fc%23d',
    );
  });

  it('throws the coded error of an answer, and says when an answer is none of ours', async () => {
    const coded = { error: { code: 'run_unknown', message: 'there is no run #9', remedy: 'look' } };
    await expect(
      answering(404, JSON.stringify(coded)).client.getRun({ params: { run: 9 } }),
    ).rejects.toMatchObject({ code: 'run_unknown', message: 'there is no run #9', remedy: 'look' });
    await expect(answering(502, '<html>').client.getRun({ params: { run: 9 } })).rejects.toMatchObject({
      code: 'not_luka',
    });
  });

  it('refuses an answer that breaks the contract, as that of another version', async () => {
    await expect(answering(200, '{"ok":false}').client.healthz()).rejects.toMatchObject({
      code: 'version_differs',
      message:
        'Luka answered GET /healthz with something that this version does not know (ok: Invalid input: expected true)',
    });
    await expect(answering(200, '[]').client.healthz()).rejects.toMatchObject({
      message: expect.stringContaining('(all of it: '),
    });
  });
});
