/**
 * Folder events for a worker, by way of the main thread. The library is native code that may live on one thread only: a worker
 * that ends while it listens takes the whole process with it, and a second worker cannot load it at all.
 */
import type { MessagePort } from 'node:worker_threads';
import type { FolderEvents } from './folder-events.ts';

type Request =
  | { readonly id: number; readonly do: 'listen'; readonly folder: string }
  | { readonly id: number; readonly do: 'end'; readonly listener: number }
  | {
      readonly id: number;
      readonly do: 'snapshot' | 'since';
      readonly folder: string;
      readonly file: string;
    };

type Reply =
  | { readonly id: number; readonly paths?: readonly string[] | undefined }
  | { readonly id: number; readonly fault: string }
  | { readonly listener: number; readonly paths: readonly string[] }
  | { readonly listener: number; readonly lost: string };

/** On the main thread: does what the other side of the port asks for, until that is gone. */
export function serveFolderEvents(
  port: MessagePort,
  events: FolderEvents,
  onError: (error: unknown) => void,
): void {
  const listeners = new Map<number, () => Promise<void>>();
  let isClosed = false;
  const answer = (reply: Reply): void => {
    if (!isClosed) port.postMessage(reply);
  };
  const serve = async (request: Request): Promise<readonly string[] | undefined> => {
    switch (request.do) {
      case 'listen': {
        const { id: listener, folder } = request;
        const end = await events.listen(
          folder,
          (paths) => answer({ listener, paths }),
          (error) => answer({ listener, lost: wordsOf(error) }),
        );
        if (isClosed) await end();
        else listeners.set(listener, end);
        return undefined;
      }
      case 'end':
        await listeners.get(request.listener)?.();
        listeners.delete(request.listener);
        return undefined;
      case 'snapshot':
        await events.writeSnapshot(request.folder, request.file);
        return undefined;
      case 'since':
        return events.since(request.folder, request.file);
    }
  };
  port.on('message', (request: Request) => {
    const { id } = request;
    serve(request).then(
      (paths) => answer({ id, paths }),
      (error: unknown) => answer({ id, fault: wordsOf(error) }),
    );
  });
  port.on('close', () => {
    isClosed = true;
    for (const end of listeners.values()) end().catch(onError);
    listeners.clear();
  });
  // It keeps nothing alive.
  port.unref();
}

/** On the worker's side. */
export function remoteFolderEvents(port: MessagePort): FolderEvents {
  const waiting = new Map<number, PromiseWithResolvers<readonly string[]>>();
  const listeners = new Map<
    number,
    { onPaths: (paths: readonly string[]) => void; onLost: (error: unknown) => void }
  >();
  let last = 0;
  const ask = (request: Request): Promise<readonly string[]> => {
    const asked = Promise.withResolvers<readonly string[]>();
    waiting.set(request.id, asked);
    port.postMessage(request);
    return asked.promise;
  };
  port.on('message', (reply: Reply) => {
    if ('listener' in reply) {
      const listener = listeners.get(reply.listener);
      if ('paths' in reply) listener?.onPaths(reply.paths);
      else listener?.onLost(new Error(reply.lost));
      return;
    }
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('fault' in reply) asked?.reject(new Error(reply.fault));
    else asked?.resolve(reply.paths ?? []);
  });
  return {
    async listen(folder, onPaths, onLost) {
      const id = (last += 1);
      // Events may come before the answer does.
      listeners.set(id, { onPaths, onLost });
      try {
        await ask({ id, do: 'listen', folder });
      } catch (error) {
        listeners.delete(id);
        throw error;
      }
      return async () => {
        listeners.delete(id);
        await ask({ id: (last += 1), do: 'end', listener: id });
      };
    },
    async writeSnapshot(folder, file) {
      await ask({ id: (last += 1), do: 'snapshot', folder, file });
    },
    since: (folder, file) => ask({ id: (last += 1), do: 'since', folder, file }),
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
