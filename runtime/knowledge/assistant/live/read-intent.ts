/** Reads a question about Luka itself; any other question is none. */
import { contentWords } from '../../words/content-words.ts';
import { findTask, type FoundTask, type NamedTask } from './find-task.ts';
import type { Intent } from './intent.ts';
import { readTimes, type ReadTimes } from './period.ts';
import { OWN_WORDS, RULES } from './rules.ts';

export interface IntentContext {
  readonly tasks: readonly NamedTask[];
  /** ms since 1970. */
  readonly now: number;
  /** Of the question before it in the conversation. */
  readonly before?: Intent | undefined;
}

/** Words that are no part of a question of this kind: one may be, where a task is named. */
const FOREIGN = { withTask: 1, without: 0 } as const;
const POINTS_BACK = /\b(?:it|that|this|them|those|the same)\b|มัน|อันนั้น|งานนั้น|ตัวนั้น/iu;
const GOES_ON = /^\s*(?:and|what about|how about|but|then|also|so)\b|^\s*(?:แล้ว|และ|ส่วน)/iu;

export function readIntent(question: string, context: IntentContext): Intent | undefined {
  const times = readTimes(question, context.now);
  const named = findTask(times.rest, context.tasks);
  return readRules(times, named, context) ?? readContinued(question, times, named, context.before);
}

function readRules(
  times: ReadTimes,
  named: FoundTask | undefined,
  { before }: IntentContext,
): Intent | undefined {
  const { rest } = times;
  const isBack = POINTS_BACK.test(rest);
  const tasks = named?.tasks ?? (isBack ? (before?.tasks ?? []) : []);
  if (foreignWords(rest, named) > (tasks.length > 0 ? FOREIGN.withTask : FOREIGN.without)) return undefined;
  const rule = RULES.find(
    ({ patterns, needsTask }) =>
      (!needsTask || tasks.length > 0) && patterns.some((pattern) => pattern.test(rest)),
  );
  if (!rule) return undefined;
  return { kind: rule.kind, tasks, ...timesOf(times) };
}

/** `and yesterday?`, `what about photos?`: the question before, about another time or task. */
function readContinued(
  question: string,
  times: ReadTimes,
  named: FoundTask | undefined,
  before: Intent | undefined,
): Intent | undefined {
  if (!before || (!GOES_ON.test(question) && contentWords(times.rest).length > (named?.words.size ?? 0)))
    return undefined;
  if ((!named && !times.period && times.moment === undefined) || foreignWords(times.rest, named) > 0)
    return undefined;
  return {
    kind: before.kind,
    tasks: named?.tasks ?? before.tasks,
    ...(times.period || times.moment !== undefined
      ? timesOf(times)
      : {
          ...(before.period ? { period: before.period } : {}),
          ...(before.moment === undefined ? {} : { moment: before.moment }),
        }),
  };
}

function foreignWords(rest: string, named: FoundTask | undefined): number {
  return contentWords(rest).filter((word) => !OWN_WORDS.has(word) && !named?.words.has(word)).length;
}

function timesOf({ period, moment }: ReadTimes): Pick<Intent, 'period' | 'moment'> {
  return { ...(period ? { period } : {}), ...(moment === undefined ? {} : { moment }) };
}
