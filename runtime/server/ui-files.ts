/** The UI's files on the UI's port: built, hashed and compressed beforehand; any other path is the page itself. */
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** @param root the built renderer, with `index.html` and `assets/` */
export async function serveUiFiles(app: FastifyInstance, root: string): Promise<void> {
  app.addHook('onRoute', (route) => {
    if (route.config?.endpoint === undefined) route.config = { ...route.config, page: true };
  });
  await app.register(fastifyStatic, {
    root,
    preCompressed: existsSync(join(root, 'index.html.br')),
    index: false,
    wildcard: false,
    dotfiles: 'deny',
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
    if (/^\/(api|assets)\//.test(request.url)) return reply.callNotFound();
    return reply.sendFile('index.html');
  });
}
