import { Duration } from '#shared/nouns/duration.ts';
import { TRIGGER_KINDS, TRIGGER_SCHEMAS, type Trigger, type TriggerKind } from '#shared/nouns/trigger.ts';
import { triggerKey } from '../schedule/trigger-key.ts';
import { triggerMeaning } from './check-trigger-meaning.ts';
import { MAX_FAULTS, type Fault, type FaultList } from './faults.ts';
import { showValue } from './params.ts';
import { schemaFaults } from './schema-faults.ts';
import { pathLabel, type Path } from './source-text.ts';
import { didYouMean } from './suggest.ts';

/** Words that people write for a kind of trigger. */
const MEANT: Readonly<Record<string, TriggerKind>> = {
  schedule: 'cron',
  crontab: 'cron',
  calendar: 'cron',
  daily: 'cron',
  weekly: 'cron',
  interval: 'every',
  period: 'every',
  repeat: 'every',
  date: 'at',
  datetime: 'at',
  time: 'at',
  once: 'at',
  run_at: 'at',
  boot: 'startup',
  reboot: 'startup',
  start: 'startup',
  launch: 'startup',
  resume: 'wake',
  unsleep: 'wake',
  logon: 'login',
  session: 'login',
  watch: 'file',
  path: 'file',
  paths: 'file',
  glob: 'file',
  folder: 'file',
  directory: 'file',
  mount: 'volume',
  disk: 'volume',
  drive: 'volume',
  depends: 'after',
  depends_on: 'after',
  needs: 'after',
  task: 'after',
  hook: 'webhook',
  http: 'webhook',
  url: 'webhook',
};

/** Each kind as a file writes it. */
const EXAMPLES: Readonly<Record<TriggerKind, string>> = {
  cron: 'cron: 0 9 * * MON-FRI',
  every: 'every: 1h',
  at: 'at: 2026-03-01T09:00:00',
  startup: 'startup: { delay: 30s }',
  wake: 'wake: { delay: 10s }',
  login: 'login: {}',
  file: 'file: ~/Downloads/*.pdf',
  volume: 'volume: lukadata',
  after: 'after: other-task',
  webhook: 'webhook: {}',
};

/** What people call the fields of a trigger. One that the kind at hand does not have is not offered. */
const FIELDS: Readonly<Record<string, string>> = {
  timezone: 'tz',
  timeZone: 'tz',
  time_zone: 'tz',
  zone: 'tz',
  start: 'anchor',
  from: 'anchor',
  offset: 'anchor',
  debounce: 'settle',
  stable: 'settle',
  events: 'on',
  event: 'on',
  status: 'on',
  result: 'on',
  when: 'on',
  wait: 'delay',
};

/** How many keys of a trigger without a kind are searched for one that was meant. */
const MAX_KEYS = 20;
/** Each costs the schedule memory and, at every look, time. */
export const MAX_TRIGGERS = 100;

/**
 * Checks `triggers:` one by one, each against the kind it names, so that messages speak of that kind alone.
 * @param own the id of the task, where it has one
 * @returns the sound ones
 */
export function checkTriggers(value: unknown, faults: FaultList, own?: string): Trigger[] {
  if (!Array.isArray(value)) {
    const message = `triggers should be a list, but is ${showValue(value)}`;
    faults.add(() => invalid(['triggers'], message, 'write each as an item: "- every: 1h"'));
    return [];
  }
  if (value.length > MAX_TRIGGERS) {
    const message = `a task has at most ${MAX_TRIGGERS} triggers, but this one has ${value.length}`;
    const remedy = 'make several tasks of it, or one cron expression of several';
    faults.add(() => invalid(['triggers', MAX_TRIGGERS], message, remedy));
  }
  const first = new Map<string, Path>();
  return value.slice(0, MAX_TRIGGERS).flatMap((item: unknown, index) => {
    const path = ['triggers', index];
    const trigger = checkTrigger(item, path, faults, own);
    if (!trigger) return [];
    const key = triggerKey(trigger);
    const same = first.get(key);
    if (same) {
      const message = `${pathLabel(path)} is due whenever ${pathLabel(same)} is`;
      faults.add(() => invalid(path, message, 'remove one of the two'));
      return [];
    }
    first.set(key, path);
    return [trigger];
  });
}

/** One trigger, as a file would write it. @returns undefined where it has faults */
export function checkTrigger(
  value: unknown,
  path: Path,
  faults: FaultList,
  own?: string,
): Trigger | undefined {
  const wrong = (word: () => Fault): undefined => faults.add(word) as undefined;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    const remedy = `write for example "- ${EXAMPLES.cron}", "- ${EXAMPLES.every}" or "- ${EXAMPLES.file}"`;
    return wrong(() => invalid(path, `a trigger is a mapping, not ${showValue(value)}`, remedy));
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
    const { issues } = read.error;
    const about = (value as Readonly<Record<string, unknown>>)[kind];
    // A list or a mapping in the place of a text, or the other way round: the schema's words would not help.
    if (issues.some((issue) => issue.path.length === 1 && isOfAnotherKind(kind, about))) {
      return wrong(() => anotherKind(kind, about, path));
    }
    const what = `a trigger with "${kind}"`;
    const hints = hintsFor(Object.keys(schema.shape));
    schemaFaults({ schema, value, path, code: 'trigger_invalid', what, hints }, issues, faults);
    return undefined;
  }
  // To find that a moment never comes takes a search through centuries: not for faults that nobody would be told of.
  const fault = faults.size > MAX_FAULTS ? undefined : triggerMeaning(read.data, path, own);
  return fault ? wrong(() => fault) : read.data;
}

const MAPPINGS: ReadonlySet<TriggerKind> = new Set(['startup', 'wake', 'login', 'webhook']);

function isOfAnotherKind(kind: TriggerKind, about: unknown): boolean {
  const isObject = about !== null && typeof about === 'object';
  return MAPPINGS.has(kind) ? about !== null && (!isObject || Array.isArray(about)) : isObject;
}

function anotherKind(kind: TriggerKind, about: unknown, path: Path): Fault {
  const wanted = MAPPINGS.has(kind) ? 'a mapping' : kind === 'every' ? 'a duration' : 'a text';
  const message = `${pathLabel([...path, kind])} should be ${wanted}, but is ${showValue(about)}`;
  if (Array.isArray(about)) {
    return invalid([...path, kind], message, `make a trigger of each, such as "- ${EXAMPLES[kind]}"`);
  }
  const isDelay = MAPPINGS.has(kind) && kind !== 'webhook' && Duration.safeParse(about).success;
  const example = isDelay ? `${kind}: { delay: ${String(about).trim()} }` : EXAMPLES[kind];
  return invalid([...path, kind], message, `write "- ${example}"`);
}

function unknownKind(all: readonly string[], path: Path): Fault {
  const keys = all.slice(0, MAX_KEYS);
  const named = keys.find((key) => Object.hasOwn(MEANT, key));
  const meant = named === undefined ? undefined : MEANT[named];
  const near = keys.find((key) => didYouMean(key, TRIGGER_KINDS) !== '');
  const key = named ?? near ?? keys[0];
  const remedy =
    meant === undefined
      ? `${didYouMean(near ?? '', TRIGGER_KINDS)}write one of ${TRIGGER_KINDS.join(', ')}`
      : `did you mean "${meant}"? write "- ${EXAMPLES[meant]}", or another of ${TRIGGER_KINDS.join(', ')}`;
  const message = key === undefined ? 'the trigger is empty' : `"${key}" is no kind of trigger`;
  return { ...invalid(key === undefined ? path : [...path, key], message, remedy), at: 'key' };
}

function hintsFor(known: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(FIELDS).flatMap(([word, field]) =>
      known.includes(field) ? [[word, `call it "${field}"`]] : [],
    ),
  );
}

function invalid(path: Path, message: string, remedy: string): Fault {
  return { code: 'trigger_invalid', path, message, remedy };
}
