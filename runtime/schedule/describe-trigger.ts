/** A trigger in words, for people. */
import { formatInterval } from '#shared/nouns/duration.ts';
import type { AfterTrigger, FileTrigger, TimeTrigger, Trigger } from '#shared/nouns/trigger.ts';
import type { z } from 'zod';
import { describeCron } from './describe-cron.ts';
import { formatWall, readMoment } from './wall-text.ts';

/** Such as `At 09:00, Monday through Friday (Asia/Bangkok)`, `every 1 h`, `5 s after startup`. */
export function describeTrigger(trigger: Trigger): string {
  if ('cron' in trigger || 'every' in trigger || 'at' in trigger) return describeTime(trigger);
  if ('startup' in trigger) return delayed(trigger.startup.delay, 'after startup', 'at startup');
  if ('wake' in trigger) {
    return delayed(trigger.wake.delay, 'after the machine wakes', 'when the machine wakes');
  }
  if ('login' in trigger) return delayed(trigger.login.delay, 'after login', 'at login');
  if ('file' in trigger) return `when ${trigger.file} is ${fileChange(trigger.on)}`;
  if ('volume' in trigger) {
    const event = `the volume ${trigger.volume} is mounted`;
    return delayed(trigger.delay, `after ${event}`, `when ${event}`);
  }
  if ('after' in trigger) return `after ${trigger.after} ${ending(trigger.on)}`;
  return 'when its webhook is called';
}

function describeTime(trigger: TimeTrigger): string {
  if ('cron' in trigger) return `${describeCron(trigger.cron)}${inZone(trigger.tz)}`;
  if ('every' in trigger) {
    const every = `every ${formatInterval(trigger.every)}`;
    return trigger.anchor === undefined ? every : `${every}, counted from ${moment(trigger.anchor)}`;
  }
  const zone = readMoment(trigger.at).offset === undefined ? inZone(trigger.tz) : '';
  return `once at ${moment(trigger.at)}${zone}`;
}

function moment(text: string): string {
  const { wall, offset } = readMoment(text);
  const words = formatWall(wall);
  if (offset === undefined) return words;
  return `${words} ${offset === 'Z' ? 'UTC' : offset}`;
}

function inZone(tz: string | undefined): string {
  return tz === undefined ? '' : ` (${tz})`;
}

function delayed(delay: number | undefined, after: string, when: string): string {
  return delay === undefined || delay === 0 ? when : `${formatInterval(delay)} ${after}`;
}

function fileChange(on: z.infer<typeof FileTrigger>['on']): string {
  return on === undefined || new Set(on).size > 1 ? 'created or changed' : (on[0] ?? 'changed');
}

function ending(on: z.infer<typeof AfterTrigger>['on']): string {
  switch (on) {
    case 'failure':
      return 'failed';
    case 'any':
      return 'ended';
    case 'success':
    case undefined:
      return 'succeeded';
  }
}
