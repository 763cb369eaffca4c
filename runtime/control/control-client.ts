/** The caller's end of the control socket. It asks once: Luka runs or it does not. Only a crowd is waited for. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { CONTROL_REPLY, CONTROL_REQUEST, ControlReply, type Hello } from '#shared/control/messages.ts';
import { fromErrorBody, LukaError } from '#shared/errors/luka-error.ts';
import { hasCode } from '../home/atomic-file.ts';
import { readEndpoint } from '../home/endpoint-file.ts';
import type { HomeLayout } from '../home/layout.ts';
import { checkSocket, controlRootOf, socketPath } from './control-root.ts';
import { createIpc } from './ipc.ts';

export interface ControlConnection {
  hello(): Promise<Hello>;
  link(): Promise<{ url: string; expiresAt: string }>;
  /** Resolves when Luka has agreed to stop; `closed` tells when it has gone. */
  down(options?: { cancelRuns?: boolean }): Promise<void>;
  /** Resolves when the other end has closed the connection, or this one has. */
  readonly closed: Promise<void>;
  close(): void;
}
export interface ControlOptions {
  /** How long an answer may take, ms. */
  readonly timeoutMs?: number;
}

type Ask = { verb: 'hello' } | { verb: 'link' } | { verb: 'down'; cancelRuns: boolean };
type Waiting = { resolve(reply: ControlReply): void; reject(error: Error): void };

/** How long a caller waits for a place in the queue of the socket, ms, and how often it looks. */
const CROWDED = { forMs: 2_000, everyMs: 25 };

/**
 * Connects to the Luka of this home. The home must have been checked (`findHome`).
 * @throws LukaError not_running, home_foreign, home_loose, home_not_ours
 */
export async function connectControl(
  layout: HomeLayout,
  options: ControlOptions = {},
): Promise<ControlConnection> {
  const end = performance.now() + CROWDED.forMs;
  for (;;) {
    try {
      return await connectOnce(layout, options);
    } catch (error) {
      // The queue of the socket is full (connect(2) on Linux): somebody is there who takes from it.
      const isCrowded = error instanceof LukaError && hasCode(error.cause, 'EAGAIN');
      if (!isCrowded || performance.now() > end) throw error;
      await pause(CROWDED.everyMs);
    }
  }
}

async function connectOnce(layout: HomeLayout, options: ControlOptions): Promise<ControlConnection> {
  const published = await readEndpoint(layout);
  const root = published?.controlRoot ?? controlRootOf(layout);
  if (!(await checkSocket(root))) throw new LukaError('not_running');
  const timeoutMs = options.timeoutMs ?? 5_000;
  const ipc = createIpc(root);
  ipc.connectTo('luka', socketPath(root));
  const peer = ipc.of['luka'];
  if (peer === undefined) throw new TypeError('node-ipc made no client');

  const waiting = new Map<string, Waiting>();
  const gone = Promise.withResolvers<void>();
  const connected = Promise.withResolvers<void>();
  let over = false;
  const end = (error: Error): void => {
    over = true;
    connected.reject(error);
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
    gone.resolve();
  };
  peer.on('connect', () => connected.resolve());
  peer.on('error', (error) => end(asNotRunning(error)));
  peer.on('disconnect', () => end(silent(published?.pid)));
  peer.on(CONTROL_REPLY, (data) => {
    const reply = ControlReply.safeParse(data);
    if (!reply.success) return;
    waiting.get(reply.data.id)?.resolve(reply.data);
    waiting.delete(reply.data.id);
  });

  const close = (): void => {
    ipc.disconnect('luka');
    end(silent(published?.pid));
  };
  const bounded = async <T>(promise: Promise<T>): Promise<T> => {
    const timer = setTimeout(close, timeoutMs);
    return promise.finally(() => clearTimeout(timer));
  };
  const ask = async (question: Ask): Promise<ControlReply & { ok: true }> => {
    if (over) throw silent(published?.pid);
    const id = randomUUID();
    const answered = new Promise<ControlReply>((resolve, reject) => waiting.set(id, { resolve, reject }));
    peer.emit(CONTROL_REQUEST, { id, ...question });
    const reply = await bounded(answered);
    if (!reply.ok) throw fromErrorBody(reply.error);
    if (reply.verb !== question.verb)
      throw new LukaError('not_luka', { message: `asked for ${question.verb}, answered with ${reply.verb}` });
    return reply;
  };
  await bounded(connected.promise);
  return {
    async hello() {
      const reply = await ask({ verb: 'hello' });
      return (reply as Extract<typeof reply, { verb: 'hello' }>).hello;
    },
    async link() {
      const { url, expiresAt } = (await ask({ verb: 'link' })) as Extract<ControlReply, { verb: 'link' }>;
      return { url, expiresAt };
    },
    async down({ cancelRuns = false } = {}) {
      await ask({ verb: 'down', cancelRuns });
    },
    closed: gone.promise,
    close,
  };
}

/** ECONNREFUSED and ENOENT: the socket was left over from a Luka that was killed. */
function asNotRunning(error: unknown): LukaError {
  return new LukaError('not_running', { cause: error });
}

function silent(pid: number | undefined): LukaError {
  return new LukaError('not_running', {
    message: `Luka${pid === undefined ? '' : ` (pid ${pid})`} does not answer on its control socket`,
    remedy: 'it may be starting or stopping: try again',
  });
}
