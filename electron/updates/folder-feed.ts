/**
 * A folder of releases as a feed: electron-updater asks over HTTP, so the folder is served on this machine alone, under an
 * address that nobody guesses, for as long as it is used. Only files that lie in it are given, by their plain names.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

export interface FolderFeed {
  readonly url: string;
  close(): Promise<void>;
}

/** Names of releases and of what describes them; no path, no hidden file. */
const NAME = /^[A-Za-z0-9][\w.+ -]{0,199}\.(?:yml|zip|dmg|AppImage|deb|blockmap)$/;

/** @param folder absolute */
export async function serveFolder(folder: string): Promise<FolderFeed> {
  const secret = randomBytes(24).toString('base64url');
  const server = createServer((request, response) => {
    const refuse = (): void => void response.writeHead(404).end();
    const give = async (): Promise<void> => {
      const [, key, name] = /^\/([\w-]+)\/([^/?]+)(?:\?.*)?$/.exec(request.url ?? '') ?? [];
      const plain = name === undefined ? undefined : decodeName(name);
      if (request.method !== 'GET' || key !== secret || plain === undefined || !NAME.test(plain))
        return refuse();
      const file = join(folder, plain);
      const found = await lstat(file).catch(() => undefined);
      if (found?.isFile() !== true) return refuse();
      response.writeHead(200, {
        'content-type': 'application/octet-stream',
        'content-length': found.size,
        'cache-control': 'no-store',
      });
      await pipeline(createReadStream(file), response);
    };
    give().catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${secret}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function decodeName(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
