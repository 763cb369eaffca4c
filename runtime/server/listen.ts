import type { FastifyInstance } from 'fastify';
import { LukaError } from '#shared/errors/luka-error.ts';
import { portHolder } from './port-holder.ts';

/** How far `--port auto` looks beyond the port that was wanted. */
const TRIES = 50;

export interface ListenOptions {
  readonly port: number;
  /** Take the next free port instead of failing. */
  readonly auto: boolean;
  /** `the API` or `the UI`, and the variable that chooses its port. */
  readonly what: string;
  readonly variable: string;
}

/**
 * Listens on the loopback address only. Port 0 is any free one.
 * @returns the port
 * @throws LukaError port_in_use, naming who holds it where that can be known
 */
export async function listen(app: FastifyInstance, options: ListenOptions): Promise<number> {
  for (let port = options.port; ; port += 1) {
    try {
      await app.listen({ host: '127.0.0.1', port });
      const address = app.server.address();
      return typeof address === 'object' && address !== null ? address.port : port;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
      if (options.auto && options.port !== 0 && port < options.port + TRIES && port < 65_535) continue;
      if (code === 'EACCES') {
        throw new LukaError('port_in_use', {
          message: `${options.what} may not listen on port ${port}`,
          remedy: `choose one above 1023 with ${options.variable}`,
        });
      }
      const holder = await portHolder(port);
      throw new LukaError('port_in_use', {
        message: `port ${port} for ${options.what} is taken${holder ? ` by ${holder.command} (pid ${holder.pid})` : ''}`,
        remedy: `stop what holds it, choose another with ${options.variable}, or use --port auto`,
      });
    }
  }
}
