/** The running Luka's end of the control socket. Nothing that arrives here may end the process. */
import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import type { IpcServer } from 'node-ipc';
import { z } from 'zod';
import {
  CONTROL_REPLY,
  CONTROL_REQUEST,
  ControlRequest,
  type ControlReply,
  type Hello,
} from '#shared/control/messages.ts';
import { LukaError, toErrorBody } from '#shared/errors/luka-error.ts';
import type { HomeLayout } from '../home/layout.ts';
import { controlRootOf, makeControlRoot, socketPath } from './control-root.ts';
import { createIpc } from './ipc.ts';

export interface ControlHandlers {
  readonly layout: HomeLayout;
  hello(): Hello | Promise<Hello>;
  /** Makes a one-time link to the UI. `expiresAt` is ISO 8601. */
  link(): { url: string; expiresAt: string } | Promise<{ url: string; expiresAt: string }>;
  /** Called after the answer was sent. */
  down(options: { cancelRuns: boolean }): void;
}
export interface ControlServer {
  /** Folder of the socket, for endpoint.json. */
  readonly root: string;
  stop(): Promise<void>;
}

/** A caller asks and leaves; one that says nothing for so long (ms) only holds a place that another may need. */
const IDLE = 15_000;
/** Places. Where all are taken, who has been silent longest gives way: a flood of the silent keeps nobody out. */
export const MAX_CALLERS = 64;
/** Questions of one caller that wait for their answer: it asks one after the other, or a few at once. */
const MAX_UNANSWERED = 16;
const Addressed = z.object({ id: z.string().min(1).max(64) });

/**
 * Listens. The caller holds the home's lock, so a socket that is there is left over from a crash and is replaced.
 * @throws LukaError home_foreign, home_loose, home_not_ours, home_unusable
 */
export async function startControl(handlers: ControlHandlers): Promise<ControlServer> {
  const root = controlRootOf(handlers.layout);
  await makeControlRoot(root);
  const ipc = createIpc(root);
  ipc.serve(socketPath(root));
  const server = ipc.server;
  if (server === false) throw new TypeError('node-ipc made no server');
  /** Callers with the number of their unanswered questions, the longest silent first. */
  const callers = new Map<Socket, number>();
  server.on('connect', (socket) => {
    callers.set(socket, 0);
    socket.setTimeout(IDLE, () => socket.destroy());
    socket.once('close', () => callers.delete(socket));
    const [longestSilent] = callers.keys();
    if (callers.size <= MAX_CALLERS || longestSilent === undefined) return;
    callers.delete(longestSilent);
    longestSilent.destroy();
  });
  server.on(CONTROL_REQUEST, (data, socket) => {
    const unanswered = callers.get(socket) ?? 0;
    // Frames that came with the one that ended the connection are still handed over.
    if (socket.destroyed) return;
    if (unanswered >= MAX_UNANSWERED) {
      socket.destroy();
      return;
    }
    callers.delete(socket);
    callers.set(socket, unanswered + 1);
    void answer({ server, handlers, data, socket }).finally(() => {
      const left = callers.get(socket);
      if (left !== undefined) callers.set(socket, left - 1);
    });
  });
  await listen(server, root);
  return {
    root,
    async stop() {
      const listening = server.server as Server;
      if (!listening.listening) return;
      const closed = once(listening, 'close');
      server.stop();
      await closed;
    },
  };
}

async function listen(server: IpcServer, root: string): Promise<void> {
  let fail: (error: unknown) => void = () => undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      fail = reject;
      server.on('start', resolve);
      // Faults of single connections come here too, long after the promise is settled: they end that connection only.
      server.on('error', (error) => fail(error));
      server.start();
    });
  } catch (error) {
    throw new LukaError('home_unusable', {
      message: `the control socket in ${root} cannot be opened (${String(error)})`,
      remedy: 'remove what is in the way there, then start Luka again',
      cause: error,
    });
  }
}

interface Arrival {
  readonly server: IpcServer;
  readonly handlers: ControlHandlers;
  readonly data: unknown;
  readonly socket: Socket;
}

async function answer({ server, handlers, data, socket }: Arrival): Promise<void> {
  const addressed = Addressed.safeParse(data);
  // Nobody to answer: no id was given.
  if (!addressed.success) {
    socket.destroy();
    return;
  }
  const reply = await replyTo(handlers, data).catch((error: unknown): ControlReply => ({
    id: addressed.data.id,
    ok: false,
    error: toErrorBody(error),
  }));
  try {
    server.emit(socket, CONTROL_REPLY, reply);
  } catch {
    // Too large for a frame. The caller sees the connection end, which is true.
    socket.destroy();
    return;
  }
  const request = ControlRequest.safeParse(data);
  if (reply.ok && request.success && request.data.verb === 'down') {
    const { cancelRuns = false } = request.data;
    setImmediate(() => handlers.down({ cancelRuns }));
  }
}

async function replyTo(handlers: ControlHandlers, data: unknown): Promise<ControlReply> {
  const parsed = ControlRequest.safeParse(data);
  if (!parsed.success)
    throw new LukaError('request_invalid', {
      message: `the control request is not valid: ${z.prettifyError(parsed.error)}`,
    });
  const { id, verb } = parsed.data;
  switch (verb) {
    case 'hello':
      return { id, ok: true, verb, hello: await handlers.hello() };
    case 'link':
      return { id, ok: true, verb, ...(await handlers.link()) };
    case 'down':
      return { id, ok: true, verb };
  }
}
