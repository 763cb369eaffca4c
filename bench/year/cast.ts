/** The tasks of a synthetic year: quick and slow, steady and flaky, of the day, of the night and of the week. */

export interface Actor {
  readonly id: string;
  readonly title: string;
  /** Of all runs. */
  readonly weight: number;
  readonly medianMs: number;
  /** Of the logarithm of durations. */
  readonly spread: number;
  readonly failing: number;
  /** Share of successes that took more than one attempt. */
  readonly retrying: number;
  readonly byHand: string | undefined;
  /** When it likes to run. */
  readonly habit: 'always' | 'workdays' | 'nights' | 'sundays';
  readonly cause: 'cron' | 'every' | 'manual' | 'file';
}

const KINDS = [
  ['backup', 'Backup of', 420_000, 0.25, 'nights', 'cron', '20m'],
  ['sync', 'Sync of', 18_000, 0.4, 'always', 'every', undefined],
  ['report', 'Report of', 45_000, 0.2, 'workdays', 'cron', '45m'],
  ['clean', 'Clean-up of', 6_000, 0.5, 'sundays', 'cron', '10m'],
  ['import', 'Import of', 95_000, 0.35, 'workdays', 'file', '15m'],
  ['check', 'Check of', 900, 0.3, 'always', 'every', undefined],
  ['build', 'Build of', 240_000, 0.15, 'workdays', 'manual', '8m'],
  ['index', 'Index of', 60_000, 0.3, 'nights', 'cron', undefined],
] as const;
const THINGS = ['photos', 'mail', 'notes', 'invoices', 'website'];

export const CAST: readonly Actor[] = KINDS.flatMap(
  ([kind, words, medianMs, spread, habit, cause, byHand], at) =>
    THINGS.map((thing, index) => ({
      id: `${kind}-${thing}`,
      title: `${words} ${thing}`,
      weight: habit === 'always' ? 12 : habit === 'sundays' ? 0.6 : 3,
      medianMs: Math.round(medianMs * (0.6 + index * 0.25)),
      spread,
      failing: at === 4 && index === 1 ? 0.35 : index === 4 ? 0.12 : 0.015,
      retrying: at === 1 && index === 2 ? 0.2 : 0.01,
      byHand,
      habit,
      cause,
    })),
);

/** How likely a moment is for a habit, 0 to 1. @param at ms since 1970; by UTC, which is near enough for a pattern */
export function likelihood(habit: Actor['habit'], at: number): number {
  const date = new Date(at);
  const [day, hour] = [date.getUTCDay(), date.getUTCHours()];
  switch (habit) {
    case 'always':
      return 0.6;
    case 'workdays':
      return day >= 1 && day <= 5 && hour >= 7 && hour < 19 ? 1 : 0.02;
    case 'nights':
      return hour < 5 ? 1 : 0.02;
    case 'sundays':
      return day === 0 ? 1 : 0.01;
  }
}

/** The same numbers for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
