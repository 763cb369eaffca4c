/** Which resources the client of one connection follows, and what it is told of them. */
import { ProtocolError, ProtocolErrorCode, type McpServer } from '@modelcontextprotocol/server';
import type { ResourceChanges } from './changes.ts';

/** More than anybody follows; a loop that subscribes does not fill the memory. */
export const MOST_FOLLOWED = 1_000;

export interface Subscriptions {
  tell(changes: ResourceChanges): Promise<void>;
}

/**
 * Up to the revision 2025-11-25 a client subscribes to each resource. Since 2026-07-28 it opens a stream that says what
 * it wants to hear, which the library keeps and filters by: there everything is told.
 * @param era of the connection
 */
export function createSubscriptions(server: McpServer, era: 'legacy' | 'modern'): Subscriptions {
  const followed = new Set<string>();
  if (era === 'legacy') {
    server.server.setRequestHandler('resources/subscribe', ({ params }) => {
      if (followed.size >= MOST_FOLLOWED && !followed.has(params.uri))
        throw new ProtocolError(
          ProtocolErrorCode.InvalidParams,
          `request_invalid: ${MOST_FOLLOWED} resources are followed already; unsubscribe from some`,
        );
      followed.add(params.uri);
      return {};
    });
    server.server.setRequestHandler('resources/unsubscribe', ({ params }) => {
      followed.delete(params.uri);
      return {};
    });
  }
  return {
    async tell({ list, updated }) {
      if (!server.isConnected()) return;
      if (list) server.sendResourceListChanged();
      for (const uri of updated)
        if (era === 'modern' || followed.has(uri)) await server.server.sendResourceUpdated({ uri });
    },
  };
}
