/** Which of the tasks a question names. */
import { allWords, contentWords } from '../../words/content-words.ts';

export interface NamedTask {
  readonly id: string;
  readonly title: string;
}

export interface FoundTask {
  /** One, where it is clear; several that could be meant. */
  readonly tasks: readonly NamedTask[];
  /** Words of the question that name it, stemmed. */
  readonly words: ReadonlySet<string>;
}

/** Shorter or more common words name nothing by themselves. */
const COMMON = new Set(
  contentWords(
    'run job task check report daily nightly weekly hourly test start stop watch status luka service system agent',
  ),
);

export function findTask(question: string, tasks: readonly NamedTask[]): FoundTask | undefined {
  const asked = allWords(question);
  const lower = question.toLowerCase();
  const whole = tasks
    .map((task) => ({ task, length: wholeName(task, asked, lower) }))
    .filter(({ length }) => length > 0)
    .sort((a, b) => b.length - a.length);
  const [best] = whole;
  if (best)
    return found(
      [best.task],
      whole.filter((one) => one.length === best.length).map(({ task }) => task),
      asked,
      lower,
    );
  const parts = tasks.filter((task) => tellingWords(task).some((word) => asked.includes(word)));
  return parts.length === 0 || parts.length > 5 ? undefined : found(parts, parts, asked, lower);
}

function found(
  tasks: readonly NamedTask[],
  named: readonly NamedTask[],
  asked: readonly string[],
  lower: string,
): FoundTask {
  const words = new Set<string>();
  for (const task of named) {
    for (const word of [
      ...allWords(task.id),
      ...(isWhole(task.title, asked, lower) ? allWords(task.title) : tellingWords(task)),
    ])
      if (asked.includes(word)) words.add(word);
  }
  return { tasks, words };
}

/** How much of the question the task's id or title is, where it stands there whole. */
function wholeName({ id, title }: NamedTask, asked: readonly string[], lower: string): number {
  return Math.max(isWhole(id, asked, lower) ? id.length : 0, isWhole(title, asked, lower) ? title.length : 0);
}

/** Its words side by side. A name that is one common word must be set apart: `the task report`, `"report"`. */
function isWhole(name: string, asked: readonly string[], lower: string): boolean {
  const words = allWords(name);
  if (words.length === 0) return false;
  const at = asked.findIndex((_word, start) => words.every((word, offset) => asked[start + offset] === word));
  if (at < 0) return false;
  if (words.length > 1 || !COMMON.has(words[0]!)) return true;
  const plain = name.toLowerCase();
  return ['"', "'", '`', 'task ', 'งาน '].some((before) => lower.includes(before + plain));
}

function tellingWords({ id, title }: NamedTask): string[] {
  return [...new Set([...contentWords(id), ...contentWords(title)])].filter(
    (word) => word.length >= 4 && !COMMON.has(word),
  );
}
