/** Questions that this Luka can be asked, out of what it has. Pure. */
import type { Task } from '#shared/nouns/task.ts';

interface Known extends Pick<Task, 'title' | 'state'> {
  readonly lastRun?: Pick<NonNullable<Task['lastRun']>, 'state'> | undefined;
  readonly triggers: readonly string[];
}

export function exampleQuestions(tasks: readonly Known[], hasDocuments: boolean): readonly string[] {
  const ready = tasks.filter(({ state }) => state === 'ready' || state === 'disabled');
  const failed = ready.find(({ lastRun }) => lastRun?.state === 'failed');
  const scheduled = ready.find(({ triggers }) => triggers.length > 0) ?? ready[0];
  return [
    'What failed last night?',
    'What is due tonight?',
    'What needs me?',
    ...(failed ? [`Why did ${failed.title} fail?`] : []),
    ...(scheduled ? [`When did ${scheduled.title} last succeed?`] : []),
    ...(hasDocuments ? ['What did we decide last week?'] : []),
  ];
}
