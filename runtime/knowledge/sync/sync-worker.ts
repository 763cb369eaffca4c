/** Keeps the index of knowledge as the disk is. On a thread and a connection of its own, for as long as Luka runs. */
import { parentPort, workerData } from 'node:worker_threads';
import { letOthersFirst } from '../let-others-first.ts';
import type { SyncWorkerData, ToSyncWorker } from './messages.ts';
import { remoteFolderEvents } from './remote-events.ts';
import { Syncer } from './syncer.ts';

letOthersFirst();
const port = parentPort!;
const { job, events } = workerData as SyncWorkerData;
const syncer = new Syncer(job, remoteFolderEvents(events), (message) => port.postMessage(message));
const started = syncer.start();
port.on('message', (message: ToSyncWorker) => {
  // A word that comes during the start is about what the start makes.
  void started.then(() => syncer.handle(message));
});
await started;
