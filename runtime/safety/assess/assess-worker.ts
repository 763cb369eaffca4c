/** An assessment on a thread of its own, for work that is too long to be looked through in between. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Work } from '../work.ts';
import { assessWork } from './assess-work.ts';
import type { PolicyCommands } from './inspector.ts';
import { readScript } from './script-reader.ts';

const { work, policy } = workerData as { work: Work; policy: PolicyCommands };
parentPort?.postMessage(await assessWork(work, readScript, policy));
