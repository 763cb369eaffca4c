/** When a trigger is due next: a pure function of the trigger and a moment. */
import { Cron } from 'croner';
import { formatInterval } from '#shared/nouns/duration.ts';
import type { Trigger } from '#shared/nouns/trigger.ts';

/**
 * @param after ms since 1970; the answer is later than this
 * @param started when this Luka started, for startup triggers
 * @returns ms since 1970, or undefined where it is never due again
 */
export function nextDue(trigger: Trigger, after: number, started: number): number | undefined {
  if ('cron' in trigger) {
    const next = new Cron(trigger.cron, {
      paused: true,
      ...(trigger.tz === undefined ? {} : { timezone: trigger.tz }),
    }).nextRun(new Date(after));
    return next?.getTime();
  }
  // Anchored to 1970, so that a restart does not shift it and it never drifts.
  if ('every' in trigger) return (Math.floor(after / trigger.every) + 1) * trigger.every;
  if ('at' in trigger) {
    const at = Date.parse(trigger.at);
    return at > after ? at : undefined;
  }
  const at = started + (trigger.startup.delay ?? 0);
  return at > after ? at : undefined;
}

/** A trigger in words. */
export function describeTrigger(trigger: Trigger): string {
  if ('cron' in trigger)
    return trigger.tz === undefined ? `cron ${trigger.cron}` : `cron ${trigger.cron} (${trigger.tz})`;
  if ('every' in trigger) return `every ${formatInterval(trigger.every)}`;
  if ('at' in trigger) return `at ${trigger.at}`;
  return trigger.startup.delay === undefined
    ? 'at startup'
    : `${formatInterval(trigger.startup.delay)} after startup`;
}
