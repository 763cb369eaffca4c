/** Writes the task file of an imported entry, and reads it back: only what Luka takes as a task is offered. */
import { stringify } from 'yaml';
import type { Finding } from '#shared/nouns/finding.ts';
import type { ImportSource } from '#shared/nouns/import-plan.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { describeTrigger } from '../schedule/describe-trigger.ts';
import { parseTask } from '../tasks/parse-task.ts';
import { originComment } from './origin.ts';

export type DraftStep = { readonly run: string } | { readonly argv: readonly string[] };

/** A task as a file says it. Texts in which templates are filled in are escaped already. */
export interface TaskDraft {
  readonly title: string;
  readonly description?: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string | undefined;
  readonly trigger?: Readonly<Record<string, unknown>> | undefined;
  /** Besides `trigger`. */
  readonly moreTriggers?: readonly Readonly<Record<string, unknown>>[] | undefined;
  readonly service?: Readonly<Record<string, unknown>> | undefined;
  readonly catchUp?: 'skip' | undefined;
  readonly conditions?: { readonly ac: true } | undefined;
  readonly step: DraftStep;
}

export interface WrittenTask {
  readonly text: string;
  readonly trigger?: string;
  /** Errors that Luka finds in the file; none where it can be written. */
  readonly errors: readonly Finding[];
}

const MOST_TITLE = 200;
const MOST_DESCRIPTION = 10_000;

/** The file is switched off: whoever runs the entry now must let go first. */
export function writeTaskText(
  draft: TaskDraft,
  { source, original, line }: { source: ImportSource; original: string; line?: number | undefined },
): WrittenTask {
  const fields = {
    title: draft.title,
    ...(draft.description === undefined ? {} : { description: draft.description }),
    enabled: false,
    ...(draft.service === undefined ? {} : { service: draft.service }),
    ...(draft.trigger === undefined ? {} : { triggers: [draft.trigger, ...(draft.moreTriggers ?? [])] }),
    ...(draft.catchUp === undefined ? {} : { catchUp: draft.catchUp }),
    ...(draft.conditions === undefined ? {} : { conditions: draft.conditions }),
    ...(Object.keys(draft.env).length === 0 ? {} : { env: draft.env }),
    ...(draft.cwd === undefined ? {} : { cwd: draft.cwd }),
    steps: [draft.step],
  };
  const header = `${originComment(source, original, line)}\n`;
  const readable = header + stringify(fields, { lineWidth: 0 });
  const written = check(readable, draft, line);
  if (written.errors.length === 0) return written;
  // Blocks cannot hold every text; quoted text can.
  const quoted = stringify(fields, { lineWidth: 0, blockQuote: false, defaultStringType: 'QUOTE_DOUBLE' });
  return check(header + quoted, draft, line);
}

function check(text: string, draft: TaskDraft, line: number | undefined): WrittenTask {
  const { definition, findings } = parseTask(text, 'task.yaml');
  const place = line === undefined ? {} : { line };
  const errors: Finding[] = [];
  for (const { code, severity, message, remedy } of findings)
    if (severity === 'error') errors.push({ code, severity, message, remedy, ...place });
  if (definition !== undefined && !isSame(definition, draft)) {
    errors.push({
      code: 'task_unparsable',
      severity: 'error',
      message: 'the entry holds characters that a task file cannot',
      remedy: 'put the command into a script, and that into the entry',
      ...place,
    });
  }
  const words = definition?.service ? ['kept running'] : (definition?.triggers ?? []).map(describeTrigger);
  return { text, errors, ...(words.length === 0 ? {} : { trigger: words.join(', ') }) };
}

function isSame(read: TaskDefinition, draft: TaskDraft): boolean {
  return (
    JSON.stringify(read.steps) === JSON.stringify([draft.step]) &&
    JSON.stringify(read.env ?? {}) === JSON.stringify(draft.env) &&
    read.title === draft.title &&
    read.description === draft.description &&
    read.cwd === draft.cwd
  );
}

/** A title is one line of at most 200 characters. */
export function titleOf(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return line.length <= MOST_TITLE
    ? line
    : `${line
        .slice(0, MOST_TITLE - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`;
}

export function descriptionOf(text: string): string | undefined {
  const cut = text.slice(0, MOST_DESCRIPTION).toWellFormed();
  return cut.trim() === '' ? undefined : cut;
}
