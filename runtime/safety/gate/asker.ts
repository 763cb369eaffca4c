/** Whose word a run is asked for on, and whose work it is. */
import type { Asker } from '#shared/nouns/gate.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';

/** An agent's work stays an agent's, whoever runs it again. */
export function askerOf(cause: RunCause): Asker {
  return cause.origin === 'agent' ? 'agent' : cause.by;
}
