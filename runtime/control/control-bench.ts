/** For tests: a home of its own with a control server, callers, and peers that speak to the socket as they like. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hello } from '#shared/control/messages.ts';
import type { HomeLayout } from '../home/layout.ts';
import { openHome } from '../home/open-home.ts';
import { connectControl, type ControlConnection } from './control-client.ts';
import { socketPath } from './control-root.ts';
import { startControl, type ControlHandlers, type ControlServer } from './control-server.ts';

export class ControlBench {
  readonly folder: string;
  layout: HomeLayout;
  readonly cleanups: (() => void)[] = [];
  #server: ControlServer | undefined;

  private constructor(folder: string, layout: HomeLayout) {
    this.folder = folder;
    this.layout = layout;
  }

  static async create(): Promise<ControlBench> {
    const folder = await mkdtemp(join(tmpdir(), 'luka-control-'));
    return new ControlBench(folder, await openHome(join(folder, 'home')));
  }

  async end(): Promise<void> {
    for (const cleanup of this.cleanups) cleanup();
    await this.#server?.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  hello(): Hello {
    return {
      name: 'luka',
      version: '0.1.0',
      pid: process.pid,
      host: 'headless',
      startedAt: '2026-01-01T00:00:00.000Z',
      home: this.layout.root,
      apiUrl: 'http://127.0.0.1:4000',
      uiUrl: 'http://127.0.0.1:8080',
    };
  }

  async start(handlers: Partial<ControlHandlers> = {}): Promise<ControlServer> {
    this.#server = await startControl({
      layout: this.layout,
      hello: () => this.hello(),
      link: () => ({ url: 'http://127.0.0.1:8080/#n', expiresAt: '2026-01-01T00:02:00.000Z' }),
      down: () => undefined,
      ...handlers,
    });
    return this.#server;
  }

  async open(): Promise<ControlConnection> {
    const connection = await connectControl(this.layout);
    this.cleanups.push(() => connection.close());
    return connection;
  }

  async raw(root: string): Promise<Socket> {
    const socket = connect(socketPath(root));
    socket.on('error', () => undefined);
    this.cleanups.push(() => socket.destroy());
    await once(socket, 'connect');
    return socket;
  }

  /** Sends bytes as a peer of no manners and waits until the server ends the connection. @returns what it said */
  async refused(root: string, bytes: string | Buffer): Promise<string> {
    const socket = await this.raw(root);
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk.toString();
    });
    socket.write(bytes);
    await once(socket, 'close');
    return heard;
  }
}

export function frame(type: unknown, data: unknown): string {
  return `${JSON.stringify({ type, data })}\f`;
}
