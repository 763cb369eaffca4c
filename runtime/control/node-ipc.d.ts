/** The part of node-ipc 14.0.0 that Luka uses; the package ships no types of its own. */
declare module 'node-ipc' {
  import type { Server as NetServer, Socket } from 'node:net';

  export interface IpcConfig {
    appspace: string;
    socketRoot: string;
    id: string;
    parser: 'fast' | 'guarded' | 'assured' | 'raw';
    allowedEvents: string[] | false;
    silent: boolean;
    /** Bytes in a frame. */
    maxMessageSize: number;
    /** Bytes waiting to be written to one peer. */
    maxPendingBytes: number;
    /** ms an incomplete frame may take. */
    messageTimeout: number;
    maxConnections: number;
    stopRetrying: boolean;
    maxRetries: number;
    unlink: boolean;
    secureSocketRoot: boolean;
  }

  export interface IpcServer {
    readonly server: NetServer | false;
    start(): void;
    stop(): void;
    on(type: string, handler: (data: unknown, socket: Socket) => void): this;
    on(type: 'connect', handler: (socket: Socket) => void): this;
    on(type: 'start', handler: () => void): this;
    on(type: 'error', handler: (error: unknown) => void): this;
    emit(socket: Socket, type: string, data: unknown): boolean;
  }

  export interface IpcClient {
    on(type: string, handler: (data: unknown) => void): this;
    emit(type: string, data: unknown): boolean;
  }

  export class IPCModule {
    config: IpcConfig;
    of: Record<string, IpcClient | undefined>;
    server: IpcServer | false;
    serve(path: string): void;
    connectTo(id: string, path: string): void;
    disconnect(id: string): void;
  }

  const singleton: IPCModule;
  export default singleton;
}
