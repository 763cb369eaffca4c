/** Whether the machine stays awake for a task, in words. */
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { durationWords } from './time.ts';

export function keepAwakeWords({
  keepAwake,
  service,
}: Pick<TaskDefinition, 'keepAwake' | 'service'>): string {
  const how = keepAwake ?? (service === undefined ? 'while-running' : 'no');
  if (how === 'while-running') return 'The machine stays awake while it runs';
  if (how === 'no') return 'The machine may sleep while it runs';
  return `The machine stays awake until it is done, at most ${durationWords(how.untilDoneWithin)}`;
}
