/** What is wrong with a trigger whose shape is right: a moment that never comes, a folder too large, a task itself. */
import { TaskId } from '#shared/nouns/task.ts';
import { isTimeTrigger, type TimeTrigger, type Trigger } from '#shared/nouns/trigger.ts';
import { validateTimeTrigger } from '../schedule/occurrences.ts';
import { isZone } from '../schedule/zone.ts';
import { checkWatchPath } from './check-watch-path.ts';
import type { Fault } from './faults.ts';
import type { Path } from './source-text.ts';
import { closest } from './suggest.ts';

const MIN_EVERY_MS = 1_000;
/** Ten years. */
export const LONGEST_MS = 3_660 * 86_400_000;
const MIN_SETTLE_MS = 100;
const MAX_SETTLE_MS = 3_600_000;
const NICKNAMES = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const FIVE_FIELDS = 'write minute, hour, day, month and weekday, for example "0 9 * * MON-FRI"';

/** @param own the id of the task it stands in, where it has one */
export function triggerMeaning(trigger: Trigger, path: Path, own: string | undefined): Fault | undefined {
  const wrong = (key: string, message: string, remedy: string): Fault => ({
    code: 'trigger_invalid',
    path: [...path, key],
    message,
    remedy,
  });
  if (isTimeTrigger(trigger)) return timeFault(trigger, wrong);
  if ('file' in trigger) {
    const { settle } = trigger;
    if (settle !== undefined && !(settle >= MIN_SETTLE_MS && settle <= MAX_SETTLE_MS)) {
      return wrong('settle', 'settle must be from 100ms to 1h', 'leave it out for 2s');
    }
    const complaint = checkWatchPath(trigger.file);
    return complaint && wrong('file', ...complaint);
  }
  if ('volume' in trigger) {
    const complaint = volumeComplaint(trigger.volume);
    if (complaint) return wrong('volume', ...complaint);
  }
  if ('after' in trigger) return afterFault(trigger.after, own, wrong);
  if ('webhook' in trigger) return undefined;
  const delay = delayOf(trigger);
  if (delay === undefined || delay <= LONGEST_MS) return undefined;
  return wrong('delay', 'the delay must be at most ten years', 'write a shorter one');
}

type Wrong = (key: string, message: string, remedy: string) => Fault;

function delayOf(trigger: Exclude<Trigger, TimeTrigger>): number | undefined {
  if ('startup' in trigger) return trigger.startup.delay;
  if ('wake' in trigger) return trigger.wake.delay;
  if ('login' in trigger) return trigger.login.delay;
  return 'delay' in trigger ? trigger.delay : undefined;
}

function timeFault(trigger: TimeTrigger, wrong: Wrong): Fault | undefined {
  if ('tz' in trigger && trigger.tz !== undefined && !isZone(trigger.tz)) {
    return wrong('tz', `"${trigger.tz}" is no time zone`, 'use an IANA name such as Asia/Bangkok or UTC');
  }
  if ('every' in trigger) {
    if (trigger.every < MIN_EVERY_MS) return wrong('every', 'every must be at least 1s', 'write 1s or more');
    if (trigger.every > LONGEST_MS)
      return wrong('every', 'every must be at most ten years', 'write a shorter time');
    const why = validateTimeTrigger(trigger);
    return why === undefined ? undefined : wrong('anchor', why, 'write a moment like 2026-03-01T09:00:00');
  }
  if ('at' in trigger) {
    const why = validateTimeTrigger(trigger);
    return why === undefined ? undefined : wrong('at', why, 'write a moment like 2026-03-01T09:00:00');
  }
  const shape = cronShape(trigger.cron);
  if (shape) return wrong('cron', ...shape);
  const why = validateTimeTrigger(trigger);
  if (why === undefined) return undefined;
  return wrong('cron', why, why.endsWith('never comes') ? 'check day, month and year' : FIVE_FIELDS);
}

/** What people write for a cron expression that is none, or that a library would read in a way of its own. */
function cronShape(expression: string): [message: string, remedy: string] | undefined {
  const text = expression.trim();
  const quoted = JSON.stringify(expression);
  if (text.toLowerCase() === '@reboot') {
    return ['"@reboot" is no time', 'use "startup: {}", or "login: {}" for when you log in'];
  }
  if (/^@every\b/i.test(text))
    return [`${quoted} is no cron expression`, 'use "every", for example "every: 5m"'];
  if (text.startsWith('@')) {
    if (NICKNAMES.includes(text.toLowerCase())) return undefined;
    const near = closest(text, NICKNAMES);
    const meant = near === undefined ? '' : `did you mean "${near}"? `;
    return [`${quoted} is no cron expression`, `${meant}write one of ${NICKNAMES.join(', ')}, or 5 fields`];
  }
  if (/^\d{4}-\d/.test(text))
    return [`${quoted} is a moment, not a cron expression`, 'use "at" for a moment'];
  const fields = text.split(/\s+/).length;
  if (fields === 5 || fields === 6) return undefined;
  const remedy =
    fields === 7
      ? `leave the year out; use "at" for a moment that comes once`
      : `${FIVE_FIELDS}; seconds may stand first`;
  return [
    `${quoted} is not a cron expression: it has ${fields} ${fields === 1 ? 'field' : 'fields'}, not 5 or 6`,
    remedy,
  ];
}

function afterFault(after: string, own: string | undefined, wrong: Wrong): Fault | undefined {
  if (after === own) {
    return wrong('after', 'a task cannot start after itself', 'name another task, or repeat it with "every"');
  }
  if (TaskId.safeParse(after).success) return undefined;
  const better = after.toLowerCase().replace(/\.(ya?ml|mjs)$/, '');
  const remedy = TaskId.safeParse(better).success
    ? `did you mean "${better}"?`
    : 'write the id of a task: the name of its file without .yaml';
  return wrong('after', `${JSON.stringify(after)} is no task's id`, remedy);
}

/** Volumes go by the name that the Finder shows, or by UUID: where one is mounted may change. */
export function volumeComplaint(volume: string): [message: string, remedy: string] | undefined {
  const name = /^\/Volumes\/([^/]+)\/?$/.exec(volume)?.[1];
  if (name !== undefined) return [`${JSON.stringify(volume)} is a path`, `write the name alone: ${name}`];
  if (!volume.startsWith('/')) return undefined;
  return [`${JSON.stringify(volume)} is a path`, 'write the name of the volume, or its UUID'];
}
