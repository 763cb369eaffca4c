/** Tokens and links that were good once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../../clock.ts';
import { send, startLuka } from '../testing.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

let ahead = 0;
/** The machine's clock, set forward by hand. */
const clock: Clock = {
  now: () => systemClock.now() + ahead,
  monotonic: () => systemClock.monotonic(),
  after: (ms, call) => systemClock.after(ms, call),
};

let luka: Awaited<ReturnType<typeof startLuka>>;
beforeAll(async () => {
  luka = await startLuka({ clock }, () => Promise.resolve());
});
afterAll(() => luka[Symbol.asyncDispose]());

async function nonce(): Promise<string> {
  return (await luka.client.createLink()).url.split('#k=')[1]!;
}

async function exchange(link: string): Promise<{ status: number; code: string | undefined; token: string }> {
  const answer = await send(luka.uiUrl, {
    method: 'POST',
    path: '/api/v1/session',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ nonce: link }),
  });
  const { token = '' } = JSON.parse(answer.body) as { token?: string };
  return { status: answer.status, code: answer.code, token };
}

/** A read, a change that changes nothing, and a stream, on both ports. */
async function codesFor(token: string): Promise<Set<string | undefined>> {
  const codes = new Set<string | undefined>();
  for (const base of [luka.apiUrl, luka.uiUrl])
    for (const [method, path] of [
      ['GET', '/api/v1/status'],
      ['POST', '/api/v1/tasks/nobody/runs'],
      ['GET', '/api/v1/runs/1/log/stream'],
    ] as const) {
      const answer = await send(base, {
        method,
        path,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: method === 'POST' ? '{}' : undefined,
      });
      codes.add(answer.code);
    }
  return codes;
}

describe('a token', () => {
  it('of a browser is good for seven days, and not a moment more', async () => {
    const { token } = await exchange(await nonce());
    const known = new Set([undefined, 'task_unknown', 'run_unknown']);
    expect(await codesFor(token)).toEqual(known);
    ahead += 7 * DAY - MINUTE;
    expect(await codesFor(token)).toEqual(known);
    ahead += MINUTE;
    expect(await codesFor(token)).toEqual(new Set(['token_invalid']));
    // Who signs in anew is in.
    expect(await codesFor((await exchange(await nonce())).token)).toEqual(known);
  });
});

describe('a link', () => {
  it('is good for two minutes, and once', async () => {
    const [first, second] = [await nonce(), await nonce()];
    ahead += 2 * MINUTE - 5_000;
    expect(await exchange(first)).toMatchObject({ status: 201 });
    expect(await exchange(first)).toMatchObject({ status: 401, code: 'link_invalid', token: '' });
    ahead += 5_000;
    expect(await exchange(second)).toMatchObject({ status: 401, code: 'link_invalid', token: '' });
  });

  it('is none of 1,000 guesses, and guessing uses up nobody’s', async () => {
    const good = await nonce();
    for (let guess = 0; guess < 1_000; guess += 1) {
      const wrong = `${good.slice(0, -4)}${String(guess).padStart(4, '0')}`;
      if (wrong !== good) expect(await exchange(wrong)).toMatchObject({ status: 401, code: 'link_invalid' });
    }
    expect(await exchange(good)).toMatchObject({ status: 201 });
  });
});
