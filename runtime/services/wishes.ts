/** On whose word a service is started or ended, and what comes of a start that was refused. */
import type { LukaError } from '#shared/errors/luka-error.ts';
import { isAgent, type Actor } from '#shared/nouns/role.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';
import type { Service } from './service.ts';

/** Faults that another try does not mend: somebody has to do something first. */
const REFUSALS = new Set([
  'run_denied',
  'module_missing',
  'path_invalid',
  'path_outside',
  'param_missing',
  'param_invalid',
  'param_unknown',
]);

export function isRefusal({ code }: LukaError): boolean {
  return REFUSALS.has(code);
}

/** Why it is ended. */
export function whyNot({ definition, task }: Service): string {
  if (!definition) return `${task} is no service any more`;
  return definition.enabled === false ? 'its task was switched off' : 'stopped by hand';
}

/** @param detail why it is started, in words */
export function wishOf(by: Actor, detail: string): { cause: RunCause; by: Actor } {
  const cause: RunCause = {
    kind: 'service',
    by: isAgent(by) ? 'agent' : 'person',
    detail,
    ...(by.role === 'person' ? {} : { client: by.name }),
  };
  return { cause, by };
}
