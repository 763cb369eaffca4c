/** One session of a client that speaks a revision of 2025: a server that lives on between its requests. */
import {
  isJSONRPCNotification,
  isJSONRPCRequest,
  type AuthInfo,
  type McpServer,
  type RequestId,
  type WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import type { Clock } from '../clock.ts';
import type { ResourceChanges } from './changes.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions.ts';

/** Without a request or a stream. The client begins another session then, as the protocol tells it to. */
export const IDLE_MS = 30 * 60_000;

/** A request over HTTP, and its answer for as long as that goes on. */
export interface Exchange {
  readonly request: Request;
  readonly body: unknown;
  readonly authInfo: AuthInfo;
  /** Aborted when the answer is over, or the client went. */
  readonly gone: AbortSignal;
  /** Whether its token is still good. */
  readonly isAllowed: () => boolean;
}

export class Session {
  /** The client's. Nobody else gets an answer from it. */
  readonly token: string;
  readonly isAllowed: () => boolean;
  readonly #server: McpServer;
  readonly #transport: WebStandardStreamableHTTPServerTransport;
  readonly #subscriptions: Subscriptions;
  readonly #clock: Clock;
  /** Requests with an answer of their own: only that one waits for it. */
  readonly #alone = new Set<RequestId>();
  #busy = 0;
  #usedAt = 0;
  #unrest: (() => void) | undefined;

  constructor(
    { authInfo, isAllowed }: Exchange,
    of: { server: McpServer; transport: WebStandardStreamableHTTPServerTransport; clock: Clock },
  ) {
    this.token = authInfo.token;
    this.isAllowed = isAllowed;
    this.#server = of.server;
    this.#transport = of.transport;
    this.#clock = of.clock;
    this.#subscriptions = createSubscriptions(of.server, 'legacy');
  }

  /** The one with the smallest can be spared first: those that are in use, and then those used last, are the largest. */
  get worth(): number {
    return this.#busy > 0 ? Infinity : this.#usedAt;
  }

  async answer({ request, body, authInfo, gone }: Exchange): Promise<Response> {
    const messages: readonly unknown[] = Array.isArray(body) ? body : [body];
    const ids = messages.filter((message) => isJSONRPCRequest(message)).map(({ id }) => id);
    const [only] = ids;
    if (ids.length === 1 && only !== undefined) this.#alone.add(only);
    this.#begin();
    gone.addEventListener('abort', () => this.#end(ids), { once: true });
    const response = await this.#transport.handleRequest(request, { authInfo, parsedBody: body });
    for (const id of messages.flatMap(takenBack))
      // Nothing will be said to it any more.
      if (this.#alone.has(id)) this.#transport.closeSSEStream(id);
    if (gone.aborted) this.#takeBack(ids);
    return response;
  }

  async tell(changes: ResourceChanges): Promise<void> {
    if (this.isAllowed()) await this.#subscriptions.tell(changes);
    else await this.close();
  }

  /** Ends its calls and its streams. */
  async close(): Promise<void> {
    this.#unrest?.();
    await this.#server.close();
  }

  #begin(): void {
    this.#busy += 1;
    this.#unrest?.();
    this.#unrest = undefined;
  }

  #end(ids: readonly RequestId[]): void {
    this.#busy -= 1;
    this.#usedAt = this.#clock.monotonic();
    this.#takeBack(ids);
    for (const id of ids) this.#alone.delete(id);
    if (this.#busy === 0 && this.#server.isConnected())
      this.#unrest = this.#clock.after(IDLE_MS, () => void this.close());
  }

  /** Whoever went cannot be answered later: no call goes on for nobody. One that was answered is none any more. */
  #takeBack(ids: readonly RequestId[]): void {
    for (const requestId of ids)
      this.#transport.onmessage?.({
        jsonrpc: '2.0',
        method: 'notifications/cancelled',
        params: { requestId, reason: 'the connection was closed' },
      });
  }
}

function takenBack(message: unknown): RequestId[] {
  if (!isJSONRPCNotification(message) || message.method !== 'notifications/cancelled') return [];
  const id = message.params?.['requestId'];
  return typeof id === 'string' || typeof id === 'number' ? [id] : [];
}
