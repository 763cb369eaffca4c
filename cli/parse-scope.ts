/** What a pause is for: a task, all tasks with a tag, or everything. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { PauseScope } from '#shared/nouns/slot.ts';

export interface ScopeOptions {
  readonly tag?: string | undefined;
  readonly all?: boolean | undefined;
}

/** @returns undefined where nothing was named. @throws LukaError usage where more than one thing was */
export function parseScope(task: string | undefined, { tag, all }: ScopeOptions): PauseScope | undefined {
  const scopes: PauseScope[] = [
    ...(task === undefined ? [] : [{ task }]),
    ...(tag === undefined ? [] : [{ tag }]),
    ...(all === true ? [{ all } as const] : []),
  ];
  if (scopes.length > 1 || task === '' || tag === '')
    throw new LukaError('usage', {
      message: scopes.length > 1 ? 'a task, --tag and --all exclude each other' : 'the name is empty',
      remedy: 'name one of them',
    });
  return scopes[0];
}
