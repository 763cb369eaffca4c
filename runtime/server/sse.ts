/** Server-sent events with bounded memory: what the reader has not taken yet is not read from the ledger or the log. */
import { once } from 'node:events';
import type { FastifyReply } from 'fastify';
import { formatServerSentEvent, type ServerSentEvent } from '#shared/http/event-stream.ts';

/** A silent stream says it is alive this often, so that a sleeping laptop's dead connection is noticed. */
const HEARTBEAT_MS = 30_000;
/** A burst of wake-ups (each line of a log is one) is answered together. */
const GATHER_MS = 15;

/** How long a stop waits for readers that are slow. */
const PATIENCE_MS = 1_000;

/** Every open stream, so that stopping does not wait for readers. */
export class OpenStreams {
  readonly #open = new Map<() => void, Promise<void>>();
  #closing = false;

  /** Told to come to an end, each stream says what is left to say first. */
  get closing(): boolean {
    return this.#closing;
  }

  add(wake: () => void, ended: Promise<void>): void {
    this.#open.set(wake, ended);
    void ended.then(() => this.#open.delete(wake));
  }

  /** Resolves when all have ended; a reader that takes nothing is not waited for. */
  async closeAll(): Promise<void> {
    this.#closing = true;
    const ended = Promise.all(this.#open.values());
    for (const wake of this.#open.keys()) wake();
    const patience = Promise.withResolvers<void>();
    const timer = setTimeout(patience.resolve, PATIENCE_MS);
    await Promise.race([ended, patience.promise]);
    clearTimeout(timer);
  }
}

export interface StreamSource {
  /** Calls `wake` whenever there may be more. @returns unsubscribe */
  subscribe(wake: () => void): () => void;
  /** Sends what there is. `wait` until woken, `more` at once, or `end`. */
  next(send: (event: ServerSentEvent) => Promise<void>): Promise<'wait' | 'more' | 'end'>;
}

/** Streams until the source ends, the reader goes, or Luka stops. */
export async function streamTo(
  reply: FastifyReply,
  streams: OpenStreams,
  source: StreamSource,
): Promise<void> {
  const { raw } = reply;
  const controller = new AbortController();
  const ended = Promise.withResolvers<void>();
  raw.on('close', () => controller.abort());
  let woken = false;
  let wakeUp: (() => void) | undefined;
  const wake = () => {
    woken = true;
    wakeUp?.();
  };
  controller.signal.addEventListener('abort', wake);
  streams.add(wake, ended.promise);
  if (raw.destroyed) controller.abort();
  reply.hijack();
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
  });
  raw.write(': luka\n\n');
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS);
  heartbeat.unref();
  const unsubscribe = source.subscribe(wake);
  const send = async (event: ServerSentEvent) => {
    if (controller.signal.aborted) return;
    if (!raw.write(formatServerSentEvent(event))) await once(raw, 'drain', { signal: controller.signal });
  };
  try {
    while (!controller.signal.aborted && (reply.request.isStillAllowed?.() ?? true)) {
      woken = false;
      const { closing } = streams;
      const state = await source.next(send);
      if (state === 'end' || (closing && state === 'wait')) break;
      if (state === 'more' || woken) {
        if (state === 'wait') await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
        continue;
      }
      if (!streams.closing) await new Promise<void>((resolve) => (wakeUp = resolve));
      await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    }
  } catch (error) {
    // The reader went away while we waited for it to take more.
    if (!controller.signal.aborted) throw error;
  } finally {
    clearInterval(heartbeat);
    unsubscribe();
    raw.end();
    ended.resolve();
  }
}
