/**
 * Clients that speak a revision of 2025 begin a session: what they follow is kept in it, and a call can be taken back by
 * another request. Those of 2026-07-28 need none, and neither does a request that names none.
 */
import { randomUUID } from 'node:crypto';
import {
  isInitializeRequest,
  WebStandardStreamableHTTPServerTransport,
  type McpServer,
} from '@modelcontextprotocol/server';
import type { Clock } from '../clock.ts';
import type { ResourceChanges } from './changes.ts';
import { Session, type Exchange } from './session.ts';

/** Of one client. With one more, the one that was used longest ago ends. */
export const MOST_SESSIONS = 16;

export interface McpSessionsOptions {
  readonly clock: Clock;
  /** A server whose tools act with this token. */
  readonly createServer: (token: string) => Promise<McpServer>;
}

export class McpSessions {
  readonly #options: McpSessionsOptions;
  readonly #open = new Map<string, Session>();

  constructor(options: McpSessionsOptions) {
    this.#options = options;
  }

  /** @returns undefined where it is none of a session */
  async answer(exchange: Exchange): Promise<Response | undefined> {
    const id = exchange.request.headers.get('mcp-session-id');
    if (id === null) return isInitializeRequest(exchange.body) ? this.#begin(exchange) : undefined;
    const session = this.#open.get(id);
    // Another client's is as unknown as one that is over.
    return session?.token === exchange.authInfo.token ? session.answer(exchange) : sessionUnknown();
  }

  async tell(changes: ResourceChanges): Promise<void> {
    await Promise.all([...this.#open.values()].map((session) => session.tell(changes)));
  }

  /** Ends those whose client may do nothing any more. */
  async endRefused(): Promise<void> {
    const refused = [...this.#open.values()].filter((session) => !session.isAllowed());
    await Promise.all(refused.map((session) => session.close()));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((session) => session.close()));
  }

  async #begin(exchange: Exchange): Promise<Response> {
    const { clock, createServer } = this.#options;
    const server = await createServer(exchange.authInfo.token);
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => {
        this.#open.set(id, session);
        server.server.onclose = () => void this.#open.delete(id);
      },
    });
    const session = new Session(exchange, { server, transport, clock });
    await server.connect(transport);
    const response = await session.answer(exchange);
    if (transport.sessionId === undefined) await session.close();
    else await this.#makeRoom(session);
    return response;
  }

  async #makeRoom(newest: Session): Promise<void> {
    const others = [...this.#open.values()].filter(
      (session) => session !== newest && session.token === newest.token,
    );
    if (others.length < MOST_SESSIONS) return;
    const [spare] = others.toSorted((a, b) => a.worth - b.worth);
    await spare?.close();
  }
}

/** As the protocol says it: the client begins another one. */
function sessionUnknown(): Response {
  const error = { code: -32_001, message: 'Session not found' };
  return Response.json({ jsonrpc: '2.0', error, id: null }, { status: 404 });
}
