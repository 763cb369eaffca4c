/** The Model Context Protocol over stdin and stdout, for a client that starts `luka mcp` itself. */
import type { Readable, Writable } from 'node:stream';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { LukaEvent } from '#shared/nouns/event.ts';
import { changesOf } from './changes.ts';
import { createMcpServer } from './create-mcp-server.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions.ts';
import type { Luka } from './tool.ts';

export interface StdioMcpOptions {
  readonly luka: Luka;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly onError: (error: unknown) => void;
}

/**
 * Resolves when the client is gone, or when Luka is. Nothing but the protocol is written to stdout.
 * @throws LukaError not_running, token_invalid where Luka cannot be followed from the start
 */
export async function serveMcpOverStdio({ luka, stdin, stdout, onError }: StdioMcpOptions): Promise<void> {
  const { eventSeq } = await luka.getStatus();
  const connections = new Set<Subscriptions>();
  const over = new AbortController();
  stdin.once('end', () => over.abort());
  stdin.once('close', () => over.abort());
  const handle = serveStdio(
    async ({ era }) => {
      const server = await createMcpServer({ luka, prompts: true, onError });
      const subscriptions = createSubscriptions(server, era);
      connections.add(subscriptions);
      server.server.onclose = () => void connections.delete(subscriptions);
      return server;
    },
    { transport: new StdioServerTransport(stdin, stdout), onerror: onError },
  );
  try {
    for await (const { data } of luka.streamEvents({ query: { after: eventSeq } }, { signal: over.signal })) {
      const changes = changesOf(LukaEvent.parse(JSON.parse(data)));
      for (const connection of connections) await connection.tell(changes);
    }
  } catch (error) {
    if (!over.signal.aborted) throw error;
  } finally {
    await handle.close();
  }
}
