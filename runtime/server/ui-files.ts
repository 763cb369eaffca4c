/** The UI's files on the UI's port: built, hashed and compressed beforehand; any other path is the page itself. */
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** @param root the built renderer, with `index.html` and `assets/` */
export async function serveUiFiles(app: FastifyInstance, root: string): Promise<void> {
  app.addHook('onRoute', (route) => {
    if (route.config?.endpoint === undefined) route.config = { ...route.config, page: true };
  });
  const own = await ownFiles(root);
  await app.register(fastifyStatic, {
    root,
    allowedPath: (path) => own.has(path.replace(/^\//, '')),
    preCompressed: existsSync(join(root, 'index.html.br')),
    index: false,
    wildcard: false,
    dotfiles: 'deny',
    // Small files, whole: a part that does not exist would be an error of the plug-in's own form.
    acceptRanges: false,
    setHeaders(reply, path) {
      // Hashed names never change their content; the page itself is asked for each time.
      reply.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  // Addresses of the UI that are no files: /, /runs/12, /tasks/a.b and the like.
  app.get('/*', { config: { page: true } }, (request, reply) => {
    if (/^\/(api|assets|hooks|rag|memory)\//.test(request.url)) return reply.callNotFound();
    return reply.sendFile('index.html');
  });
}

/** What was built: the plug-in would also serve what links in the folder lead to. Neither they nor their folders are followed. */
async function ownFiles(root: string): Promise<ReadonlySet<string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return new Set(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/')),
  );
}
