import { Cron } from 'croner';
import { TRIGGER_KINDS, TRIGGER_SCHEMAS, type Trigger, type TriggerKind } from '#shared/nouns/trigger.ts';
import { MAX_FAULTS, type Fault, type FaultList } from './faults.ts';
import { showValue } from './params.ts';
import { schemaFaults } from './schema-faults.ts';
import type { Path } from './source-text.ts';
import { didYouMean } from './suggest.ts';

const MEANT: Readonly<Record<string, TriggerKind>> = {
  schedule: 'cron',
  crontab: 'cron',
  interval: 'every',
  date: 'at',
  time: 'at',
  once: 'at',
  boot: 'startup',
  start: 'startup',
  login: 'startup',
};
/** How many keys of a trigger without a kind are searched for one that was meant. */
const MAX_KEYS = 20;
const MIN_EVERY_MS = 1_000;

/**
 * Checks `triggers:` one by one, each against the kind it names, so that messages speak of that kind alone.
 * @returns the sound ones
 */
export function checkTriggers(value: unknown, faults: FaultList): Trigger[] {
  if (!Array.isArray(value)) {
    const message = `triggers should be a list, but is ${showValue(value)}`;
    faults.add(() => invalid(['triggers'], message, 'write each as an item: "- every: 1h"'));
    return [];
  }
  return value.flatMap((item: unknown, index) => checkTrigger(item, ['triggers', index], faults) ?? []);
}

function checkTrigger(value: unknown, path: Path, faults: FaultList): Trigger | undefined {
  const wrong = (word: () => Fault): undefined => faults.add(word) as undefined;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return wrong(() =>
      invalid(
        path,
        `a trigger is a mapping, not ${showValue(value)}`,
        'write "- cron: 0 9 * * *", "- every: 1h", "- at: 2026-03-01T09:00:00" or "- startup: {}"',
      ),
    );
  }
  const [kind, other] = TRIGGER_KINDS.filter((word) => Object.hasOwn(value, word));
  if (kind === undefined) return wrong(() => unknownKind(Object.keys(value), path));
  if (other !== undefined) {
    const message = `one trigger cannot be both ${kind} and ${other}`;
    return wrong(() => ({ ...invalid([...path, other], message, 'make two items of it'), at: 'key' }));
  }
  const schema = TRIGGER_SCHEMAS[kind];
  const read = schema.safeParse(value);
  if (!read.success) {
    const what = `a trigger with "${kind}"`;
    schemaFaults({ schema, value, path, code: 'trigger_invalid', what }, read.error.issues, faults);
    return undefined;
  }
  // To find that a moment never comes takes a search through centuries: not for faults that nobody would be told of.
  const fault = faults.size > MAX_FAULTS ? undefined : checkMeaning(read.data, path);
  return fault ? wrong(() => fault) : read.data;
}

function unknownKind(all: readonly string[], path: Path): Fault {
  const keys = all.slice(0, MAX_KEYS);
  const known = `write one of ${TRIGGER_KINDS.join(', ')}`;
  const named = keys.find((key) => Object.hasOwn(MEANT, key));
  const meant = named === undefined ? undefined : MEANT[named];
  const near = keys.find((key) => didYouMean(key, TRIGGER_KINDS) !== '');
  const key = named ?? near ?? keys[0];
  const suggestion =
    meant === undefined ? didYouMean(near ?? '', TRIGGER_KINDS) : `did you mean "${meant}"? `;
  const message = key === undefined ? 'the trigger is empty' : `"${key}" is no kind of trigger`;
  return { ...invalid(key === undefined ? path : [...path, key], message, suggestion + known), at: 'key' };
}

function checkMeaning(trigger: Trigger, path: Path): Fault | undefined {
  if ('every' in trigger) {
    return trigger.every >= MIN_EVERY_MS
      ? undefined
      : invalid([...path, 'every'], 'every must be at least 1s', 'write 1s or more');
  }
  if (!('cron' in trigger)) return undefined;
  if (trigger.tz !== undefined && !isTimeZone(trigger.tz)) {
    return invalid(
      [...path, 'tz'],
      `"${trigger.tz}" is no time zone`,
      'use an IANA name such as Asia/Bangkok or UTC',
    );
  }
  return checkCron(trigger.cron, trigger.tz, [...path, 'cron']);
}

function checkCron(expression: string, timezone: string | undefined, path: Path): Fault | undefined {
  if (/^\s*\d{4}-/.test(expression)) {
    return invalid(path, `"${expression}" is a moment, not a cron expression`, 'use "at" for a moment');
  }
  try {
    const cron = new Cron(expression, { paused: true, ...(timezone === undefined ? {} : { timezone }) });
    if (cron.nextRun() !== null) return undefined;
    return invalid(path, `"${expression}" never comes`, 'check day, month and year');
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : 'it cannot be read';
    return invalid(
      path,
      `"${expression}" is not a cron expression: ${why}`,
      'write minute, hour, day, month and weekday, for example "0 9 * * MON-FRI"',
    );
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

function invalid(path: Path, message: string, remedy: string): Fault {
  return { code: 'trigger_invalid', path, message, remedy };
}
