/** Answers `POST /mcp`: each request by a server of its own, whose tools act with the token that the request came with. */
import { createMcpHandler, isJSONRPCRequest } from '@modelcontextprotocol/server';
import type { FastifyRequest } from 'fastify';
import { createClient } from '#shared/http/client.ts';
import { bearerToken } from '../server/guards.ts';
import { changesOf } from './changes.ts';
import { createMcpServer } from './create-mcp-server.ts';
import { MCP_PATH, type McpDesk, type MountOptions } from './mount-mcp.ts';

/** Streams that one client may hold open, so that it cannot use up those of others. */
const MOST_SUBSCRIPTIONS = 64;

export function openDesk({ apiUrl, fetch, onEvent, onError }: MountOptions): McpDesk {
  const handler = createMcpHandler(
    ({ authInfo }) =>
      createMcpServer({
        luka: createClient({ baseUrl: apiUrl(), fetch, token: () => authInfo?.token }),
        prompts: authInfo?.extra?.['prompts'] === true,
        onError,
      }),
    { onerror: onError, maxSubscriptions: MOST_SUBSCRIPTIONS },
  );
  const unfollow = onEvent((event) => {
    const { list, updated } = changesOf(event);
    if (list) handler.notify.resourcesChanged();
    for (const uri of updated) handler.notify.resourceUpdated(uri);
  });
  return {
    async answer(request, reply) {
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const posted = request.method === 'POST';
      const response = await handler.fetch(
        new Request(`${apiUrl()}${MCP_PATH}`, {
          method: request.method,
          headers: headersOf(request),
          signal: gone.signal,
          ...(posted ? { body: JSON.stringify(request.body ?? null) } : {}),
        }),
        {
          authInfo: {
            token: bearerToken(request.headers) ?? '',
            clientId: request.principal?.actor.name ?? '',
            scopes: [...(request.principal?.scopes ?? [])],
            extra: { prompts: wantsPrompts(request.body) },
          },
          ...(posted ? { parsedBody: request.body } : {}),
        },
      );
      return reply.send(response);
    },
    async close() {
      unfollow();
      await handler.close();
    },
  };
}

function wantsPrompts(body: unknown): boolean {
  const messages: readonly unknown[] = Array.isArray(body) ? body : [body];
  return messages.some((message) => isJSONRPCRequest(message) && message.method.startsWith('prompts/'));
}

/** What the protocol reads; the token stays out of it. */
function headersOf({ headers }: FastifyRequest): Headers {
  const kept = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || LEFT_OUT.has(name)) continue;
    kept.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return kept;
}
const LEFT_OUT: ReadonlySet<string> = new Set([
  'authorization',
  'content-length',
  'connection',
  'transfer-encoding',
]);
