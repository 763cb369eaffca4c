/** What a person typed into the form of a new agent, as what the server takes. */
import type { AgentDraft } from '#shared/http/agents.ts';

export const WHEN_KINDS = [
  ['every', 'Every…'],
  ['daily', 'At a time'],
  ['login', 'At login'],
  ['keep-alive', 'Always'],
  ['watch', 'On a change'],
] as const;
export type WhenKind = (typeof WHEN_KINDS)[number][0];

export const UNITS = [
  ['60', 'minutes'],
  ['3600', 'hours'],
  ['86400', 'days'],
] as const;

export interface AgentForm {
  readonly label: string;
  readonly command: string;
  readonly cwd: string;
  readonly kind: WhenKind;
  readonly every: string;
  readonly unit: string;
  readonly time: string;
  /** 0 is Sunday. */
  readonly weekdays: readonly number[];
  readonly path: string;
}

export const EMPTY_FORM: AgentForm = {
  label: '',
  command: '',
  cwd: '',
  kind: 'every',
  every: '1',
  unit: '3600',
  time: '09:00',
  weekdays: [],
  path: '',
};

/**
 * Words of a command as a shell splits them: quotes hold words together, a backslash takes the next sign as it is.
 * Nothing else of a shell is known here: an agent has none.
 */
export function splitCommand(command: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < command.length; at += 1) {
    const sign = command[at] ?? '';
    if (quote !== "'" && sign === '\\' && at + 1 < command.length) {
      at += 1;
      word = (word ?? '') + (command[at] ?? '');
    } else if (quote !== '') {
      if (sign === quote) quote = '';
      else word = (word ?? '') + sign;
    } else if (sign === '"' || sign === "'") {
      quote = sign;
      word ??= '';
    } else if (/\s/.test(sign)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + sign;
  }
  return word === undefined ? words : [...words, word];
}

/** @returns what is missing, by field; empty where the server can be asked */
export function missing(form: AgentForm): Partial<Record<'label' | 'command' | 'when', string>> {
  const problems: Partial<Record<'label' | 'command' | 'when', string>> = {};
  if (!/^[A-Za-z0-9_][\w.@+-]*$/.test(form.label))
    problems.label = 'Letters, digits, ".", "-" and "_", as in com.me.backup';
  if (splitCommand(form.command).length === 0) problems.command = 'Say what to run';
  if (form.kind === 'every' && !(Number(form.every) > 0)) problems.when = 'A number above 0';
  if (form.kind === 'daily' && !/^\d\d:\d\d$/.test(form.time)) problems.when = 'A time, as in 09:00';
  if (form.kind === 'watch' && !form.path.startsWith('/')) problems.when = 'A path that begins with /';
  return problems;
}

export function draftOf(form: AgentForm): AgentDraft {
  return {
    label: form.label,
    argv: splitCommand(form.command),
    when: whenOf(form),
    ...(form.cwd.trim() === '' ? {} : { cwd: form.cwd.trim() }),
  };
}

function whenOf({ kind, every, unit, time, weekdays, path }: AgentForm): AgentDraft['when'] {
  switch (kind) {
    case 'every':
      return { kind, seconds: Math.max(10, Math.round(Number(every) * Number(unit))) };
    case 'daily': {
      const [hour = 0, minute = 0] = time.split(':').map(Number);
      return {
        kind,
        hour,
        minute,
        ...(weekdays.length === 0 ? {} : { weekdays: weekdays.toSorted((a, b) => a - b) }),
      };
    }
    case 'login':
    case 'keep-alive':
      return { kind };
    case 'watch':
      return { kind, paths: [path.trim()] };
  }
}
