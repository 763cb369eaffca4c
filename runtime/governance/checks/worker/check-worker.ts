/** Tries patterns and schemas that somebody else wrote. On a thread of its own: some take for ever, and it can be ended. */
import { parentPort, workerData } from 'node:worker_threads';
import type { CheckAnswer, CheckJob, CheckMessage } from './jobs.ts';
import { schemaFault } from './json-schema.ts';
import { OutputSearch } from './output-search.ts';

const port = parentPort!;
const job = workerData as CheckJob;
const answer = (value: CheckAnswer) => port.postMessage(value);

switch (job.kind) {
  case 'output': {
    const search = new OutputSearch(job.patterns);
    port.on('message', (message: CheckMessage) => {
      if ('piece' in message) search.add(message.piece);
      else search.end();
      answer({ output: search.finding, decided: search.decided });
    });
    break;
  }
  case 'schema':
    answer({ fault: await schemaFault(job.schema, job.text) });
    break;
}
