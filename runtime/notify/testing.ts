/** Stands for the world in tests of notifications: a ledger, senders that answer as told, a receiver that really listens. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Channel, Message } from '#shared/nouns/notify.ts';
import { openHome } from '../home/open-home.ts';
import { openDatabase } from '../store/open-database.ts';
import { Store } from '../store/store.ts';
import { ManualClock, temporaryFolder } from '../testing.ts';
import type { Sent } from './channels/channel.ts';
import { NotifyLedger } from './notify-ledger.ts';
import type { NewNotice } from './read-event.ts';
import type { Senders } from './senders.ts';

export const NOON = Date.UTC(2026, 2, 6, 12);

export async function openLedger(now = NOON) {
  const folder = await temporaryFolder();
  const layout = await openHome(join(folder.path, 'home'));
  const { db } = openDatabase(layout.database, now);
  const clock = new ManualClock(now);
  const failures: unknown[] = [];
  const store = new Store({
    db,
    clock,
    durability: { barrier: async () => undefined } as never,
    onError: (error) => failures.push(error),
  });
  return {
    layout,
    db,
    store,
    clock,
    failures,
    ledger: new NotifyLedger(store),
    async [Symbol.asyncDispose]() {
      db.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

let last = 0;
export function notice(title: string, more: Partial<NewNotice> = {}): NewNotice {
  last += 1;
  return {
    key: `event:${last}`,
    kind: 'failure',
    severity: 'error',
    about: `run:${last}`,
    title,
    body: 'exit code 7',
    open: `/runs/${last}`,
    at: NOON,
    ...more,
  };
}

/** Answers as told, and remembers what it was given. */
export function fakeSenders(answer: (channel: Channel, message: Message) => Sent | Promise<Sent>) {
  const given: { channel: Channel; message: Message }[] = [];
  const senders: Senders = {
    where: ({ kind }) => kind,
    problem: async () => undefined,
    async send(channel, message) {
      given.push({ channel, message });
      return answer(channel, message);
    },
  };
  return { senders, given };
}

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A web server that takes what it is sent. @param answer may be changed by the test as it goes on */
export async function startReceiver(
  answer: (
    received: Received,
    nth: number,
  ) => { status: number; headers?: Record<string, string>; body?: string } = () => ({
    status: 200,
  }),
) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      received.push(one);
      const { status, headers = {}, body: said = '' } = answer(one, received.length);
      response.writeHead(status, headers).end(said);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
