/** For tests: a server on this machine that speaks OpenAI's chat completions, or something worse. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Asked {
  readonly path: string | undefined;
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
  };
}

export async function startModelServer(
  answer: (response: ServerResponse, asked: Asked) => void | Promise<void>,
) {
  const asked: Asked[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const one = { path: request.url, body: JSON.parse(await text(request)) as Asked['body'] };
    asked.push(one);
    await answer(response, one);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** Streams a text word by word, as Ollama does. */
export function streamText(response: ServerResponse, words: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const piece of words.match(/\s*\S+/g) ?? [])
    response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: piece } }] })}\n\n`);
  response.end('data: [DONE]\n\n');
}
