/** A conversion on a thread of its own: a long text takes a second, in which nothing else would be served. */
import { parentPort, workerData } from 'node:worker_threads';
import { modernizeText } from '../modernize-text.ts';

const { text, file } = workerData as { text: string; file: string };
parentPort?.postMessage(modernizeText(text, file));
