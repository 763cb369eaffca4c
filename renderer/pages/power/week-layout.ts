/** Seven days, each a stretch of its own: who kept the machine awake, when it slept, when nothing is known. Pure. */
import type { HoldSpan, PowerTimeline } from '#shared/nouns/power.ts';
import { addDays, dayOf, dayRange, type Range } from '../../words/zone.ts';
import { lengthWords, ownerWords } from './power-words.ts';

export type PartKind = 'sleep' | 'dark_wake' | 'held' | 'not_held' | 'down' | 'battery' | 'unknown';

export interface Part {
  readonly kind: PartKind;
  readonly from: number;
  readonly to: number;
  /** Who, or why. */
  readonly detail: string;
}

export interface Day {
  readonly day: string;
  readonly range: Range;
  /** In the order in which they are drawn. */
  readonly parts: readonly Part[];
  /** ms of each kind. */
  readonly total: Readonly<Record<'sleep' | 'held' | 'not_held' | 'battery', number>>;
  readonly darkWakes: number;
}

export const PART_WORDS: Readonly<Record<PartKind, string>> = {
  sleep: 'Asleep',
  dark_wake: 'Dark wake',
  held: 'Kept awake',
  not_held: 'Wanted, not held',
  down: 'Luka was not running',
  battery: 'On battery',
  unknown: 'Not known',
};

/** Names in one stretch; more are told by their number. */
const MOST_NAMES = 4;

/** The seven days up to today, the newest first. */
export function weekOf(timeline: PowerTimeline): readonly Day[] {
  const now = Date.parse(timeline.now);
  const today = dayOf(now, timeline.tz);
  const all = partsOf(timeline, now);
  return Array.from({ length: 7 }, (_, index) => addDays(today, -index)).map((day): Day => {
    const range = dayRange(day, timeline.tz);
    const parts = all.flatMap((part) => cut(part, range));
    const total = (kind: PartKind): number =>
      parts.reduce((sum, part) => sum + (part.kind === kind ? part.to - part.from : 0), 0);
    return {
      day,
      range,
      parts,
      total: {
        sleep: total('sleep'),
        held: total('held'),
        not_held: total('not_held'),
        battery: total('battery'),
      },
      darkWakes: parts.filter(({ kind }) => kind === 'dark_wake').length,
    };
  });
}

function partsOf(timeline: PowerTimeline, now: number): readonly Part[] {
  const { sleeps, holds, down, sources, knownSince, from } = timeline;
  const known = Date.parse(knownSince);
  const start = Date.parse(from);
  return [
    ...(known > start
      ? [{ kind: 'unknown', from: start, to: Math.min(known, now), detail: '' } as const]
      : []),
    ...down.map((one) => partOf('down', one, now)),
    ...sources.flatMap((one, index): Part[] =>
      one.source === 'battery'
        ? [
            {
              kind: 'battery',
              from: Date.parse(one.at),
              to: Date.parse(sources[index + 1]?.at ?? timeline.now),
              detail: one.percent === undefined ? '' : `${one.percent} % at first`,
            },
          ]
        : [],
    ),
    ...sleeps
      .filter(({ kind }) => kind === 'sleep')
      .map((one) => partOf('sleep', one, now, one.reason ?? one.source)),
    ...union(
      holds.filter(({ notHeldBecause }) => notHeldBecause !== undefined),
      now,
      'not_held',
    ),
    ...union(
      holds.filter(({ notHeldBecause }) => notHeldBecause === undefined),
      now,
      'held',
    ),
    ...sleeps
      .filter(({ kind }) => kind === 'dark_wake')
      .map((one) => partOf('dark_wake', one, now, one.reason)),
  ];
}

function partOf(
  kind: PartKind,
  stretch: { from: string; to?: string | undefined },
  now: number,
  detail = '',
): Part {
  return { kind, ...range(stretch, now), detail };
}

/** Holds that overlap are one stretch: thousands of short runs must not be thousands of boxes. */
export function union(spans: readonly HoldSpan[], now: number, kind: 'held' | 'not_held'): readonly Part[] {
  const parts: { from: number; to: number; names: Map<string, number> }[] = [];
  const sorted = spans.toSorted((a, b) => a.from.localeCompare(b.from));
  for (const span of sorted) {
    const { from, to } = range(span, now);
    const name = kind === 'held' ? nameOf(span) : `${nameOf(span)}: ${span.notHeldBecause ?? ''}`;
    const last = parts.at(-1);
    // Less than a minute apart nobody sees.
    if (last && from - last.to < 60_000) {
      last.to = Math.max(last.to, to);
      last.names.set(name, (last.names.get(name) ?? 0) + 1);
    } else parts.push({ from, to, names: new Map([[name, 1]]) });
  }
  return parts.map(({ from, to, names }) => ({ kind, from, to, detail: listOf(names) }));
}

/** Runs of one task are one name. */
function nameOf({ owner }: HoldSpan): string {
  return owner.kind === 'run' ? owner.title : ownerWords(owner);
}

function listOf(names: ReadonlyMap<string, number>): string {
  const told = [...names].slice(0, MOST_NAMES).map(([name, n]) => (n > 1 ? `${name} ×${n}` : name));
  const more = names.size - told.length;
  return `${told.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function range({ from, to }: { from: string; to?: string | undefined }, now: number): Range {
  return { from: Date.parse(from), to: to === undefined ? now : Date.parse(to) };
}

function cut(part: Part, { from, to }: Range): readonly Part[] {
  const isMoment = part.from === part.to && part.from >= from && part.from < to;
  if (!isMoment && (part.to <= from || part.from >= to)) return [];
  return [{ ...part, from: Math.max(from, part.from), to: Math.min(to, part.to) }];
}

/** `asleep 6 h 10 min (2 dark wakes), kept awake 3 h`; what took less than a minute is seen, and not told. */
export function dayWords({ total, darkWakes, parts }: Day): string {
  const dark = darkWakes === 0 ? '' : ` (${darkWakes} dark ${darkWakes === 1 ? 'wake' : 'wakes'})`;
  const told = (ms: number, words: string): string[] => (ms < 60_000 ? [] : [`${words} ${lengthWords(ms)}`]);
  const words = [
    ...told(total.sleep, 'asleep').map((text) => `${text}${dark}`),
    ...told(total.held, 'kept awake'),
    ...told(total.not_held, 'not held'),
    ...told(total.battery, 'on battery'),
  ];
  if (words.length > 0) return words.join(', ');
  if (parts.some(({ kind }) => kind === 'held')) return 'kept awake under 1 min';
  return parts.some(({ kind }) => kind === 'unknown') ? 'nothing is known' : 'nothing noted';
}

export interface Holder {
  readonly name: string;
  /** The run that held last; undefined for a person. */
  readonly run: number | undefined;
  readonly times: number;
  readonly heldMs: number;
  readonly notHeldMs: number;
  /** Why it was not held, the latest. */
  readonly because: string | undefined;
}

/** Who held what, the longest first. */
export function holdersOf(timeline: PowerTimeline): readonly Holder[] {
  const now = Date.parse(timeline.now);
  const groups = Map.groupBy(timeline.holds, ({ owner }) =>
    owner.kind === 'run' ? `task ${owner.task ?? owner.title}` : `person ${owner.by}`,
  );
  return [...groups.values()]
    .map((spans): Holder => {
      const last = spans.at(-1)!;
      const sum = (held: boolean): number =>
        spans.reduce((ms, span) => {
          const { from, to } = range(span, now);
          return ms + ((span.notHeldBecause === undefined) === held ? Math.max(0, to - from) : 0);
        }, 0);
      return {
        name: last.owner.kind === 'run' ? last.owner.title : ownerWords(last.owner),
        run: last.owner.kind === 'run' ? last.owner.run : undefined,
        times: new Set(spans.map(({ hold }) => hold)).size,
        heldMs: sum(true),
        notHeldMs: sum(false),
        because: spans.findLast(({ notHeldBecause }) => notHeldBecause !== undefined)?.notHeldBecause,
      };
    })
    .sort((a, b) => b.heldMs - a.heldMs || b.notHeldMs - a.notHeldMs || a.name.localeCompare(b.name));
}
