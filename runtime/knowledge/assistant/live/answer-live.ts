/** Answers a question about Luka itself from its records, each sentence with the record that it is from. */
import type { AnswerSentence, AnswerSource, ProposedAction } from '#shared/nouns/assistant.ts';
import { tellFailed, tellHappened } from './answers/ended.ts';
import { tellAgents, tellDue, tellNeedsMe, tellRunning, tellServices } from './answers/now-and-next.ts';
import {
  tellLastRun,
  tellLastSuccess,
  tellNextRun,
  tellRunIt,
  tellWhyFailed,
  tellWhyNotRun,
} from './answers/of-task.ts';
import type { NamedTask } from './find-task.ts';
import type { Intent } from './intent.ts';
import type { LiveState } from './live-state.ts';
import { recordOfTask, Telling } from './telling.ts';

export interface LiveAnswer {
  readonly sentences: readonly AnswerSentence[];
  readonly sources: readonly AnswerSource[];
  readonly actions: readonly ProposedAction[];
  readonly confidence: number;
  /** What was looked at, in words. */
  readonly looks: readonly string[];
}

/** It is certain of the records; of what was meant, only where one task has the name. */
const CERTAIN = 0.98;
const UNCLEAR = 0.5;

/** @throws LukaError task_unknown, moment_too_old, ledger_unavailable */
export async function answerLive(question: string, intent: Intent, state: LiveState): Promise<LiveAnswer> {
  const telling = new Telling(question, state);
  const unclear = isOfOneTask(intent) && intent.tasks.length > 1;
  if (unclear) askWhich(intent.tasks, telling);
  else await tell(intent, telling);
  const { sentences, sources, actions, looks } = telling;
  return { sentences, sources, actions, looks, confidence: unclear ? UNCLEAR : CERTAIN };
}

function isOfOneTask({ kind }: Intent): boolean {
  switch (kind) {
    case 'why-not-run':
    case 'why-failed':
    case 'last-success':
    case 'last-run':
    case 'next-run':
    case 'run-it':
      return true;
    case 'failed':
    case 'happened':
    case 'due':
    case 'running':
    case 'needs-me':
    case 'agents':
    case 'services':
      return false;
  }
}

function askWhich(tasks: readonly NamedTask[], telling: Telling): void {
  const names = tasks.map(({ id }) => id).join(', ');
  telling.say(
    `Several tasks could be meant: ${names}. Ask again with one of them.`,
    `หมายถึงงานไหน: ${names}`,
    ...tasks.map((task) => recordOfTask(task, task.id)),
  );
}

async function tell(intent: Intent, telling: Telling): Promise<void> {
  const [task] = intent.tasks;
  switch (intent.kind) {
    case 'failed':
      return tellFailed(intent, telling);
    case 'happened':
      return tellHappened(intent, telling);
    case 'due':
      return tellDue(intent, telling);
    case 'running':
      return tellRunning(intent, telling);
    case 'needs-me':
      return tellNeedsMe(intent, telling);
    case 'agents':
      return tellAgents(intent, telling);
    case 'services':
      return tellServices(intent, telling);
    case 'why-not-run':
      return tellWhyNotRun(task!, intent, telling);
    case 'why-failed':
      return tellWhyFailed(task!, intent, telling);
    case 'last-success':
      return tellLastSuccess(task!, intent, telling);
    case 'last-run':
      return tellLastRun(task!, intent, telling);
    case 'next-run':
      return tellNextRun(task!, intent, telling);
    case 'run-it':
      return tellRunIt(task!, intent, telling);
  }
}
