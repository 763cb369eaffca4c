/** Quiet hours, by the clock on the wall: they may pass midnight, and follow the clock when it is moved for summer. */
import type { NotificationSettings } from '#shared/nouns/settings.ts';

type Quiet = NotificationSettings['quiet'];

/** @param at ms since 1970 @returns ms until they are over; undefined where it is not quiet */
export function quietFor(quiet: Quiet, at: number): number | undefined {
  if (quiet === null) return undefined;
  const now = new Date(at);
  const minute = now.getHours() * 60 + now.getMinutes();
  const from = minutes(quiet.from);
  const to = minutes(quiet.to);
  const isQuiet = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  if (!isQuiet) return undefined;
  const days = minute < to ? 0 : 1;
  const end = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, Math.floor(to / 60), to % 60);
  // An hour that summer time leaves out ends at once.
  return Math.max(end.getTime() - at, 1_000);
}

function minutes(text: string): number {
  const [hours = 0, rest = 0] = text.split(':').map(Number);
  return hours * 60 + rest;
}
