/**
 * The Model Context Protocol's place on the API's port: `/mcp`, behind the guards of everything there. What answers is
 * loaded with the first request: most days of most people have none.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Fetch } from '#shared/http/client.ts';
import type { LukaEvent } from '#shared/nouns/event.ts';
import type { Clock } from '../clock.ts';

export const MCP_PATH = '/mcp';

export interface MountOptions {
  /** Resolves when the engine works. */
  readonly ready: Promise<void>;
  /** Of the API itself: tools come back through its own door, with the token of whoever calls them. */
  readonly apiUrl: () => string;
  readonly fetch: Fetch;
  readonly onEvent: (listener: (event: LukaEvent) => void) => () => void;
  readonly onError: (error: unknown) => void;
  readonly clock: Clock;
}

export interface McpDesk {
  answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
  close(): Promise<void>;
}

/** @returns a function that ends what goes on */
export function mountMcp(app: FastifyInstance, options: MountOptions): () => Promise<void> {
  let desk: Promise<McpDesk> | undefined;
  app.route({
    method: ['GET', 'POST', 'DELETE'],
    url: MCP_PATH,
    async handler(request, reply) {
      await options.ready;
      desk ??= import('./http-desk.ts').then(({ openDesk }) => openDesk(options));
      return (await desk).answer(request, reply);
    },
  });
  return async () => (await desk)?.close();
}
