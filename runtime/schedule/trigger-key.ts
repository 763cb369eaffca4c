/**
 * What a trigger is called within its task, in the ledger: the same for triggers that mean the same, however they are
 * written, and the same after every restart. How long a trigger waits is no part of it.
 */
import {
  AFTER_RESULTS,
  FILE_CHANGES,
  triggerKind,
  type TimeTrigger,
  type Trigger,
} from '#shared/nouns/trigger.ts';
import { canonicalCron } from './cron-text.ts';
import { formatWall, readMoment } from './wall-text.ts';
import { spellZone } from './zone.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1_000, 's'],
  [1, 'ms'],
] as const;

/** Such as `cron 0 9 * * 1-5 Asia/Bangkok`, `every 1h`, `after backup success`, `file ~/x/*.pdf created,changed`. */
export function triggerKey(trigger: Trigger): string {
  if ('cron' in trigger || 'every' in trigger || 'at' in trigger) return timeKey(trigger);
  if ('file' in trigger) {
    const on = FILE_CHANGES.filter((change) => trigger.on?.includes(change) ?? true);
    return `file ${trigger.file} ${on.join(',')}`;
  }
  if ('volume' in trigger) {
    return `volume ${UUID.test(trigger.volume) ? trigger.volume.toUpperCase() : trigger.volume}`;
  }
  if ('after' in trigger) return `after ${trigger.after} ${trigger.on ?? AFTER_RESULTS[0]}`;
  return triggerKind(trigger);
}

function timeKey(trigger: TimeTrigger): string {
  if ('cron' in trigger) return withZone(`cron ${canonicalCron(trigger.cron)}`, trigger.tz);
  if ('every' in trigger) return `every ${compact(trigger.every)}${anchorKey(trigger)}`;
  const { offset } = readMoment(trigger.at);
  return withZone(`at ${momentKey(trigger.at)}`, offset === undefined ? trigger.tz : undefined);
}

/** Anchors that lie a whole number of intervals apart mean the same; where one is read depends on the machine. */
function anchorKey({ every, anchor }: { every: number; anchor?: string | undefined }): string {
  if (anchor === undefined) return '';
  if (readMoment(anchor).offset === undefined) return ` from ${momentKey(anchor)}`;
  const phase = ((Date.parse(anchor) % every) + every) % every;
  return phase === 0 ? '' : ` plus ${compact(phase)}`;
}

/** In UTC where it says which moment it is, else as it is read from a wall clock. */
function momentKey(text: string): string {
  const { wall, offset } = readMoment(text);
  return offset === undefined ? formatWall(wall) : `${formatWall(Date.parse(text))} UTC`;
}

function withZone(key: string, tz: string | undefined): string {
  return tz === undefined ? key : `${key} ${spellZone(tz)}`;
}

function compact(ms: number): string {
  let rest = ms;
  const parts = UNITS.map(([size, unit]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 ? `${count}${unit}` : '';
  });
  return parts.join('') || '0';
}
