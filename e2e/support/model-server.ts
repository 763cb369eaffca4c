/** A model on this machine, for specs: it speaks OpenAI's chat completions and says the same to everything. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ModelServer extends AsyncDisposable {
  readonly baseUrl: string;
  /** What it was asked, whole. */
  readonly asked: string[];
  /** It says its last word only then. */
  finish(): void;
}

/** @param words said one by one; all but the last at once */
export async function startModel(words: readonly string[]): Promise<ModelServer> {
  const asked: string[] = [];
  const finished = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    void (async () => {
      asked.push(await text(request));
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const [index, word] of words.entries()) {
        if (index === words.length - 1) await finished.promise;
        response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: word } }] })}\n\n`);
      }
      response.end('data: [DONE]\n\n');
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    finish: () => finished.resolve(),
    async [Symbol.asyncDispose]() {
      finished.resolve();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
