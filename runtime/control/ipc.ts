/**
 * The one door to node-ipc. The default parser of that package trusts its peer; `assured` bounds frames, names and
 * waiting bytes, and takes only the events listed here.
 */
import { IPCModule } from 'node-ipc';
import { CONTROL_REPLY, CONTROL_REQUEST } from '#shared/control/messages.ts';

/** Bytes in a frame: every message fits many times over. */
export const MAX_FRAME = 16_384;

export function createIpc(controlRoot: string): IPCModule {
  const ipc = new IPCModule();
  Object.assign(ipc.config, {
    id: 'luka',
    appspace: '',
    socketRoot: controlRoot,
    parser: 'assured',
    allowedEvents: [CONTROL_REQUEST, CONTROL_REPLY],
    silent: true,
    maxMessageSize: MAX_FRAME,
    maxPendingBytes: 16 * MAX_FRAME,
    messageTimeout: 5_000,
    // The server keeps far fewer (control-server.ts): at this limit whoever comes next is turned away, whoever it is.
    maxConnections: 1_024,
    stopRetrying: true,
    maxRetries: 0,
    unlink: true,
    secureSocketRoot: true,
  } satisfies Partial<IPCModule['config']>);
  return ipc;
}
