/**
 * Answers `/mcp`: each request by a server of its own, or by that of its session, whose tools act with the token that the
 * request came with.
 */
import { createMcpHandler, isJSONRPCRequest, isLegacyRequest } from '@modelcontextprotocol/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createClient } from '#shared/http/client.ts';
import { bearerToken } from '../server/guards.ts';
import { changesOf } from './changes.ts';
import { createMcpServer } from './create-mcp-server.ts';
import { MCP_PATH, type McpDesk, type MountOptions } from './mount-mcp.ts';
import type { Exchange } from './session.ts';
import { McpSessions } from './sessions.ts';

/** Streams of changes that may be open at once. Whoever finds no room asks again. */
const MOST_SUBSCRIPTIONS = 64;

export function openDesk({ apiUrl, fetch, onEvent, onError, clock }: MountOptions): McpDesk {
  const serverFor = (token: string | undefined, prompts: boolean) =>
    createMcpServer({
      luka: createClient({ baseUrl: apiUrl(), fetch, token: () => token }),
      prompts,
      onError,
    });
  const handler = createMcpHandler(
    ({ authInfo }) => serverFor(authInfo?.token, authInfo?.extra?.['prompts'] === true),
    { onerror: onError, maxSubscriptions: MOST_SUBSCRIPTIONS },
  );
  const sessions = new McpSessions({ clock, createServer: (token) => serverFor(token, false) });
  const going = new Map<FastifyReply, Exchange>();
  /** Long answers of whoever may do nothing any more end: nothing more is told. */
  const endRefused = async (): Promise<void> => {
    for (const [{ raw }, { isAllowed }] of going) if (!isAllowed()) raw.destroy();
    await sessions.endRefused();
  };
  const unfollow = onEvent((event) => {
    const { list, updated } = changesOf(event);
    const changes = list || updated.length > 0;
    if (!changes && event.type !== 'client.changed') return;
    void endRefused()
      .then(() => {
        if (list) handler.notify.resourcesChanged();
        for (const uri of updated) handler.notify.resourceUpdated(uri);
        return sessions.tell({ list, updated });
      })
      .catch(onError);
  });

  /** @returns undefined where a server of its own is to answer: the library of prompts is read anew each time */
  async function answerInSession(exchange: Exchange): Promise<Response | undefined> {
    const { request, body } = exchange;
    const isPost = request.method === 'POST';
    if (isPost && !(await isLegacyRequest(request, body))) return undefined;
    return wantsPrompts(body) ? undefined : sessions.answer(exchange);
  }

  return {
    async answer(request, reply) {
      const gone = new AbortController();
      reply.raw.once('close', () => {
        going.delete(reply);
        gone.abort();
      });
      const isPost = request.method === 'POST';
      const exchange: Exchange = {
        request: new Request(`${apiUrl()}${MCP_PATH}`, {
          method: request.method,
          headers: headersOf(request),
          signal: gone.signal,
          ...(isPost ? { body: JSON.stringify(request.body ?? null) } : {}),
        }),
        body: isPost ? request.body : undefined,
        authInfo: {
          token: bearerToken(request.headers) ?? '',
          clientId: request.principal?.actor.name ?? '',
          scopes: [...(request.principal?.scopes ?? [])],
          extra: { prompts: wantsPrompts(request.body) },
        },
        gone: gone.signal,
        isAllowed: () => request.isStillAllowed?.() ?? true,
      };
      going.set(reply, exchange);
      const { authInfo, body } = exchange;
      const response =
        (await answerInSession(exchange)) ??
        (await handler.fetch(exchange.request, { authInfo, ...(isPost ? { parsedBody: body } : {}) }));
      return reply.send(response);
    },
    async close() {
      unfollow();
      await Promise.all([sessions.close(), handler.close()]);
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
