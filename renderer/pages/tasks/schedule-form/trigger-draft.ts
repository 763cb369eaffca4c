/**
 * A trigger as the form holds it, and as a task file says it. A definition that was read carries milliseconds; a file
 * carries text with units, and takes a bare number for seconds: between the two only `durationText` stands.
 */
import type { Trigger, TriggerKind } from '#shared/nouns/trigger.ts';
import { durationText } from '../../../words/duration-text.ts';

/** The kinds in the order the form offers them, and what each is called. */
export const KINDS = [
  ['cron', 'At set times'],
  ['every', 'At an interval'],
  ['at', 'Once'],
  ['after', 'After another task'],
  ['file', 'When a file changes'],
  ['volume', 'When a volume is mounted'],
  ['startup', 'When Luka starts'],
  ['wake', 'When the machine wakes'],
  ['login', 'When I log in'],
  ['webhook', 'When its address is called'],
] as const satisfies readonly (readonly [TriggerKind, string])[];

/** What is typed, of all kinds: a kind that is chosen by mistake loses nothing. */
export interface Fields {
  readonly cron: string;
  readonly tz: string;
  readonly every: string;
  readonly anchor: string;
  readonly at: string;
  readonly delay: string;
  readonly file: string;
  readonly fileOn: 'both' | 'created' | 'changed';
  readonly settle: string;
  readonly volume: string;
  readonly after: string;
  readonly afterOn: 'success' | 'failure' | 'any';
  readonly perMinute: string;
}
export interface Draft {
  readonly key: number;
  readonly kind: TriggerKind;
  readonly fields: Fields;
}
export type RawTrigger = Record<string, unknown>;

const EMPTY: Fields = {
  cron: '0 9 * * *',
  tz: '',
  every: '',
  anchor: '',
  at: '',
  delay: '',
  file: '',
  fileOn: 'both',
  settle: '',
  volume: '',
  after: '',
  afterOn: 'success',
  perMinute: '',
};

export function newDraft(key: number): Draft {
  return { key, kind: 'cron', fields: EMPTY };
}

/** @param trigger as it was read: its durations are milliseconds */
export function draftOf(trigger: Trigger, key: number): Draft {
  const fields: Partial<Record<keyof Fields, string>> = {};
  const kind = fill(trigger, fields);
  return { key, kind, fields: { ...EMPTY, ...(fields as Partial<Fields>) } };
}

function fill(trigger: Trigger, into: Partial<Record<keyof Fields, string>>): TriggerKind {
  const put = (name: keyof Fields, value: string | number | undefined): void => {
    if (value !== undefined) into[name] = String(value);
  };
  const putDuration = (name: keyof Fields, ms: number | undefined): void => {
    if (ms !== undefined) into[name] = durationText(ms);
  };
  if ('cron' in trigger) {
    put('cron', trigger.cron);
    put('tz', trigger.tz);
    return 'cron';
  }
  if ('every' in trigger) {
    putDuration('every', trigger.every);
    put('anchor', trigger.anchor);
    return 'every';
  }
  if ('at' in trigger) {
    put('at', trigger.at);
    put('tz', trigger.tz);
    return 'at';
  }
  if ('startup' in trigger) {
    putDuration('delay', trigger.startup.delay);
    return 'startup';
  }
  if ('wake' in trigger) {
    putDuration('delay', trigger.wake.delay);
    return 'wake';
  }
  if ('login' in trigger) {
    putDuration('delay', trigger.login.delay);
    return 'login';
  }
  if ('file' in trigger) {
    put('file', trigger.file);
    if (trigger.on?.length === 1) put('fileOn', trigger.on[0]);
    putDuration('settle', trigger.settle);
    return 'file';
  }
  if ('volume' in trigger) {
    put('volume', trigger.volume);
    putDuration('delay', trigger.delay);
    return 'volume';
  }
  if ('after' in trigger) {
    put('after', trigger.after);
    put('afterOn', trigger.on);
    return 'after';
  }
  put('perMinute', trigger.webhook.perMinute);
  return 'webhook';
}

/** The trigger as a file says it; what is empty is left out. Whether it makes sense is Luka's to say. */
export function rawOf({ kind, fields }: Pick<Draft, 'kind' | 'fields'>): RawTrigger {
  const text = (name: keyof Fields): string => fields[name].trim();
  const given = (...names: (keyof Fields)[]): RawTrigger =>
    Object.fromEntries(names.filter((name) => text(name) !== '').map((name) => [name, text(name)]));
  switch (kind) {
    case 'cron':
      return { cron: text('cron'), ...given('tz') };
    case 'every':
      return { every: text('every'), ...given('anchor') };
    case 'at':
      return { at: text('at'), ...(hasOffset(text('at')) ? {} : given('tz')) };
    case 'startup':
    case 'wake':
    case 'login':
      return { [kind]: given('delay') };
    case 'file':
      return {
        file: text('file'),
        ...(fields.fileOn === 'both' ? {} : { on: [fields.fileOn] }),
        ...given('settle'),
      };
    case 'volume':
      return { volume: text('volume'), ...given('delay') };
    case 'after':
      return { after: text('after'), ...(fields.afterOn === 'success' ? {} : { on: fields.afterOn }) };
    case 'webhook': {
      const perMinute = text('perMinute');
      // A text that is no number goes as it is: Luka says what is wrong with it.
      const number = /^\d+$/.test(perMinute) ? Number(perMinute) : perMinute;
      return { webhook: perMinute === '' ? {} : { perMinute: number } };
    }
  }
}

/** Whether a moment says which one it is by itself, with `Z` or `+07:00`. */
export function hasOffset(moment: string): boolean {
  return /(?:Z|[+-]\d\d:?\d\d)$/i.test(moment.trim());
}

const NEEDED: Partial<Record<TriggerKind, readonly [keyof Fields, string]>> = {
  cron: ['cron', 'Say when'],
  every: ['every', 'Say how often, such as 30m or 1h30m'],
  at: ['at', 'Give a day and a time'],
  file: ['file', 'Name a file, or many with a pattern'],
  volume: ['volume', 'Name a volume'],
  after: ['after', 'Choose a task'],
};

/** The field without which there is nothing to ask Luka about. */
export function missingOf({ kind, fields }: Draft): { field: keyof Fields; text: string } | undefined {
  const [field, text] = NEEDED[kind] ?? [];
  return field !== undefined && text !== undefined && fields[field].trim() === ''
    ? { field, text }
    : undefined;
}
