/** The thread of the figures: it alone writes telemetry.db, and answers what is asked of it. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerPlaces } from './protocol.ts';
import { TelemetryRoom } from './telemetry-room.ts';

const say = (message: FromWorker): void => parentPort?.postMessage(message);
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const onError = (error: unknown): void => say({ kind: 'error', error: wordsOf(error) });

const room = new TelemetryRoom({
  places: workerData as WorkerPlaces,
  onUnusual: (fresh, open) => say({ kind: 'unusual', fresh, open }),
  onError,
});
const { setAside } = room.figures;
if (setAside !== undefined) say({ kind: 'set_aside', file: setAside });

parentPort?.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'note':
      room.note(message).catch(onError);
      return;
    case 'sample':
      room.sample(message).catch(onError);
      return;
    case 'ask':
      room.answer(message).then(
        (value) => say({ kind: 'answer', id: message.id, value }),
        (error: unknown) => say({ kind: 'failed', id: message.id, error: wordsOf(error) }),
      );
      return;
    case 'close':
      // Nothing keeps a thread alive that does not listen any more.
      room
        .close()
        .catch(onError)
        .finally(() => parentPort?.close());
  }
});
