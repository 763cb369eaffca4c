/** For tests: the typed client, talking to a function instead of a running Luka. Answers are checked against the contract. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LukaError, toErrorBody } from '#shared/errors/luka-error.ts';
import { createClient } from '#shared/http/client.ts';
import { formatServerSentEvent } from '#shared/http/event-stream.ts';
import { captureTerminal, type CapturedTerminal } from './captured-terminal.ts';
import type { Session } from './session.ts';

export interface FakeCall {
  /** `GET /api/v1/pauses` */
  readonly endpoint: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface FakeLuka {
  readonly session: Session;
  readonly calls: readonly FakeCall[];
  readonly text: CapturedTerminal['text'];
}

export class FakeStream {
  readonly #events: readonly { readonly kind: string }[];

  constructor(...events: readonly { readonly kind: string }[]) {
    this.#events = events;
  }

  async *bytes(): AsyncIterable<Uint8Array> {
    for (const event of this.#events) {
      yield Buffer.from(formatServerSentEvent({ event: event.kind, data: JSON.stringify(event) }));
      await nextTurn();
    }
  }
}

/** @param answer gives the answer, or the error that Luka answers with; the events of a stream as a `FakeStream` */
export function fakeLuka(answer: (call: FakeCall) => unknown, session: Partial<Session> = {}): FakeLuka {
  const calls: FakeCall[] = [];
  const { terminal, text } = captureTerminal();
  const client = createClient({
    baseUrl: 'http://127.0.0.1:4000',
    token: () => 'token',
    validate: true,
    fetch: async (url, init) => {
      const { pathname, searchParams } = new URL(url);
      const call = {
        endpoint: `${init.method} ${pathname}`,
        query: Object.fromEntries(searchParams),
        body: init.body === undefined ? undefined : (JSON.parse(init.body) as unknown),
      };
      calls.push(call);
      const value = await answer(call);
      if (value instanceof FakeStream)
        return { ok: true, status: 200, body: value.bytes(), text: () => Promise.resolve('') };
      const failed = value instanceof LukaError;
      const body = JSON.stringify(failed ? { error: toErrorBody(value) } : value);
      return {
        ok: !failed,
        status: failed ? value.entry.http : 200,
        body: undefined,
        text: () => Promise.resolve(body),
      };
    },
  });
  const now = Date.parse('2026-11-22T12:00:00');
  return { session: { client, terminal, json: false, now, home: '/home', ...session }, calls, text };
}
