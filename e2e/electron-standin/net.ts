/** `net.request` over node:http, for the updater; Chromium's own network is not here. */
import { EventEmitter } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';

class StandInRequest extends EventEmitter {
  readonly #request: ClientRequest;

  constructor(options: {
    protocol?: string;
    hostname?: string;
    port?: number | string;
    path?: string;
    method?: string;
    headers?: Record<string, string>;
  }) {
    super();
    const { hostname, port, path, method, headers } = options;
    this.#request = request({ hostname, port, path, method, headers }, (response: IncomingMessage) =>
      this.emit('response', response),
    );
    this.#request.on('error', (error) => this.emit('error', error));
    this.#request.on('close', () => this.emit('close'));
  }

  setHeader(name: string, value: string): void {
    this.#request.setHeader(name, value);
  }

  write(chunk: string | Buffer): void {
    this.#request.write(chunk);
  }

  end(chunk?: string | Buffer): void {
    this.#request.end(chunk);
  }

  abort(): void {
    this.#request.destroy();
    this.emit('abort');
  }
}

export const net = {
  request: (options: ConstructorParameters<typeof StandInRequest>[0]) => new StandInRequest(options),
};
