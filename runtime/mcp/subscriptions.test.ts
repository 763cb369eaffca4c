import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { McpServer } from '@modelcontextprotocol/server';
import { expect, it } from 'vitest';
import { createSubscriptions, MOST_FOLLOWED } from './subscriptions.ts';

it('a client follows so many resources and no more, until it leaves some', async () => {
  const server = new McpServer(
    { name: 'luka', version: '1' },
    { capabilities: { resources: { subscribe: true, listChanged: true } } },
  );
  const subscriptions = createSubscriptions(server, 'legacy');
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'legacy' } });
  const updated: string[] = [];
  client.setNotificationHandler(
    'notifications/resources/updated',
    ({ params }) => void updated.push(params.uri),
  );
  await Promise.all([server.connect(ours), client.connect(theirs)]);
  const uri = (run: number): string => `luka://runs/${run}`;
  for (let run = 1; run <= MOST_FOLLOWED; run += 1) await client.subscribeResource({ uri: uri(run) });
  await client.subscribeResource({ uri: uri(1) });
  await expect(client.subscribeResource({ uri: uri(0) })).rejects.toThrow(/request_invalid: 1000 /);
  await client.unsubscribeResource({ uri: uri(1) });
  await client.subscribeResource({ uri: uri(0) });
  await subscriptions.tell({ list: false, updated: [uri(0), uri(1), uri(2)] });
  await expect.poll(() => updated).toEqual([uri(0), uri(2)]);
  await client.close();
});
