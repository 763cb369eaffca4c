/** Notices that the machine slept or that its clock was set, from looks at both clocks and from what the host says. */
import type { Away } from '#shared/nouns/slot.ts';
import { formatDuration } from '#shared/nouns/duration.ts';
import type { Clock } from '../clock.ts';
import { isSleep, judgeGap, SLACK_MS, type Gap, type Reading, type Told } from './judge-gap.ts';
import type { SleepEvidence } from './sleep-evidence.ts';

/** The longest time between two beats. */
export const BEAT_MS = 30_000;
/** A Mac that wakes in the dark for its own business sleeps again sooner. Longer, and the host forgot to say "resumed". */
const DARK_WAKE_MS = 300_000;

/** A time in which moments passed and nothing could be done about them. ms since 1970, from < to. */
export interface SleepAway {
  readonly kind: Exclude<Away['kind'], 'downtime'>;
  readonly from: number;
  readonly to: number;
  /** How it is known. */
  readonly source: string;
  /** When it slept within that time, where the system says. */
  readonly asleep?: { readonly from: number; readonly to: number } | undefined;
  /** It woke for its own business and will sleep again: the host has not said that it is back. */
  readonly endedDark?: true | undefined;
}

export interface SleepWatchOptions {
  readonly clock: Clock;
  /** What the system remembers of its sleep; left out where it keeps no record. */
  readonly evidence?: SleepEvidence | undefined;
  /** To be noted before anything is planned: `beat()` resolves after it. */
  readonly onAway: (away: SleepAway) => void;
  /** The machine is awake again after a sleep; after its `onAway`. */
  readonly onBack: () => void;
  /** Each look that is made by itself, every half minute: for who has nothing else to look by. */
  readonly onBeat?: (() => void) | undefined;
  /** The wall clock was set back by so many ms. */
  readonly onClockBack?: ((ms: number) => void) | undefined;
  readonly onError: (error: unknown) => void;
}

interface Suspended {
  /** Wall clock when the host said so, or when the latest dark wake ended. */
  since: number;
  /** By the monotonic clock: since when it has been awake all the same. */
  awakeSince: number;
  slept: boolean;
}

export class SleepWatch {
  readonly #options: SleepWatchOptions;
  #last: Reading | undefined;
  #suspended: Suspended | undefined;
  /** What is still to be told, oldest first. */
  readonly #news: (() => void | Promise<void>)[] = [];
  #telling: Promise<void> | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(options: SleepWatchOptions) {
    this.#options = options;
  }

  /** Beats by itself from here on, so that an hour without anything to do is not taken for an hour of sleep. */
  start(): void {
    this.#last ??= this.#read();
    this.#cancelTimer?.();
    this.#cancelTimer = this.#options.clock.after(BEAT_MS, () => {
      this.beat()
        .then(() => this.#options.onBeat?.())
        .catch(this.#options.onError);
      this.start();
    });
  }

  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  /**
   * Looks at the clocks. To be called before anything is planned, at least every 30 s or with `start()`. Resolves when all
   * that was noticed is told, also by a look that is still going.
   * @throws what `onAway` and `onBack` throw; what could not be told is told again at the next beat
   */
  beat(): Promise<void> {
    const before = this.#last;
    const now = (this.#last = this.#read());
    const gap: Gap = before ? judgeGap(before, now, BEAT_MS) : { kind: 'none' };
    if (gap.kind === 'back') this.#wentBack(gap.ms, now);
    else if (this.#suspended) this.#beatWhileSuspended(this.#suspended, gap, now);
    else if (before && gap.kind !== 'none') this.#news.push(this.#notice(gap, before, now));
    return this.#tell();
  }

  /** The host: the machine is about to sleep. */
  suspended(): Promise<void> {
    const told = this.beat();
    const { wall, monotonic } = this.#read();
    this.#suspended ??= { since: wall, awakeSince: monotonic, slept: false };
    return told;
  }

  /** The host: the machine woke. Resolves and throws as `beat()`. */
  resumed(): Promise<void> {
    const suspended = this.#suspended;
    if (!suspended) return this.beat();
    const before = this.#last;
    const now = (this.#last = this.#read());
    const back = before ? before.wall - now.wall : 0;
    if (back >= SLACK_MS) this.#wentBack(back, now);
    this.#suspended = undefined;
    this.#sleptBySaying(suspended.since, now.wall);
    this.#news.push(this.#options.onBack);
    return this.#tell();
  }

  #wentBack(ms: number, now: Reading): void {
    if (this.#suspended) this.#suspended.since = Math.min(this.#suspended.since, now.wall);
    this.#news.push(() => this.#options.onClockBack?.(ms));
  }

  #beatWhileSuspended(suspended: Suspended, gap: Gap, now: Reading): void {
    if (gap.kind !== 'none') {
      this.#sleptBySaying(suspended.since, now.wall, true);
      this.#suspended = { since: now.wall, awakeSince: now.monotonic, slept: true };
    } else if (now.monotonic - suspended.awakeSince >= DARK_WAKE_MS) {
      this.#suspended = undefined;
      if (suspended.slept) this.#news.push(this.#options.onBack);
    }
  }

  #sleptBySaying(from: number, to: number, dark = false): void {
    if (to - from < SLACK_MS) return;
    const endedDark = dark ? { endedDark: true as const } : {};
    this.#news.push(() =>
      this.#options.onAway({ kind: 'sleep', from, to, source: 'the machine said so', ...endedDark }),
    );
  }

  /**
   * The whole time between the two looks is told: when in it the machine fell asleep is known to no timer, and what was
   * due in it was not looked at in time.
   */
  #notice(gap: Gap & { kind: 'late' | 'jump' }, before: Reading, now: Reading): () => Promise<void> {
    const { onAway, onBack } = this.#options;
    let asked: Promise<Account> | undefined;
    let noted = false;
    return async () => {
      const record = await (asked ??= this.#ask(before.wall));
      const told = toldBy(record);
      const slept = isSleep(gap, told);
      const kind = slept ? 'sleep' : 'clock';
      const asleep = slept ? within(record, before.wall, now.wall) : {};
      if (!noted)
        onAway({ kind, from: before.wall, to: now.wall, source: sourceOf(gap, slept, told), ...asleep });
      noted = true;
      if (slept) onBack();
    };
  }

  #tell(): Promise<void> {
    if (this.#news.length === 0) return Promise.resolve();
    return (this.#telling ??= this.#tellAll().finally(() => {
      this.#telling = undefined;
    }));
  }

  /** In order. What throws stays the next to be told. */
  async #tellAll(): Promise<void> {
    for (let [next] = this.#news; next; [next] = this.#news) {
      await next();
      this.#news.shift();
    }
  }

  async #ask(from: number): Promise<Account> {
    const { evidence, onError } = this.#options;
    try {
      if (!evidence) return undefined;
      return (await evidence.sleptSince(from)) ?? 'awake';
    } catch (error) {
      onError(error);
      return undefined;
    }
  }

  #read(): Reading {
    const { clock } = this.#options;
    return { wall: clock.now(), monotonic: clock.monotonic() };
  }
}

/** What the system's own record says; undefined where there is none. */
type Account = Stretch | 'awake' | undefined;
interface Stretch {
  readonly from: number;
  readonly to: number;
}

function toldBy(record: Account): Told {
  return typeof record === 'object' ? { slept: record.to - record.from } : record;
}

/** The system's sleep, as far as it lies between the two looks. */
function within(record: Account, from: number, to: number): { asleep?: Stretch } {
  if (typeof record !== 'object') return {};
  const asleep = { from: Math.max(from, record.from), to: Math.min(to, record.to) };
  return asleep.from < asleep.to ? { asleep } : {};
}

function sourceOf(gap: Gap & { kind: 'late' | 'jump' }, slept: boolean, told: Told): string {
  if (!slept) return `the clock was set forward by ${formatDuration(gap.ms)}`;
  return typeof told === 'object'
    ? 'the system keeps a record of its sleep'
    : `timers came ${formatDuration(gap.ms)} late`;
}
