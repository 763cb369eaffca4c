/** Server-sent events with bounded memory: what the reader has not taken yet is not read from the ledger or the log. */
import { once } from 'node:events';
import type { FastifyReply } from 'fastify';
import { formatServerSentEvent, type ServerSentEvent } from '#shared/http/event-stream.ts';

/** A silent stream says it is alive this often, so that a sleeping laptop's dead connection is noticed. */
const HEARTBEAT_MS = 30_000;
/** A burst of wake-ups (each line of a log is one) is answered together. */
const GATHER_MS = 15;

/** Every open stream, so that stopping does not wait for readers. */
export class OpenStreams {
  readonly #abort = new Set<AbortController>();

  add(controller: AbortController): () => void {
    this.#abort.add(controller);
    return () => this.#abort.delete(controller);
  }

  closeAll(): void {
    for (const controller of this.#abort) controller.abort();
  }

  get size(): number {
    return this.#abort.size;
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
  const forget = streams.add(controller);
  raw.on('close', () => controller.abort());
  let woken = false;
  let wakeUp: (() => void) | undefined;
  const wake = () => {
    woken = true;
    wakeUp?.();
  };
  controller.signal.addEventListener('abort', wake);
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
    while (!controller.signal.aborted) {
      woken = false;
      const state = await source.next(send);
      if (state === 'end') break;
      if (state === 'more' || woken) {
        if (state === 'wait') await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
        continue;
      }
      await new Promise<void>((resolve) => (wakeUp = resolve));
      await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    }
  } catch (error) {
    // The reader went away while we waited for it to take more.
    if (!controller.signal.aborted) throw error;
  } finally {
    clearInterval(heartbeat);
    unsubscribe();
    forget();
    raw.end();
  }
}
