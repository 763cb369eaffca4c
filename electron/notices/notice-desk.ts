/**
 * Says what happened, so that a person reads it: one kind at a time as one, never more than a few within some minutes, and in
 * quiet hours nothing until they are over.
 */
import type { NoticeKind, NotificationSettings } from '#shared/nouns/settings.ts';
import type { Notice, Told } from './notice.ts';
import { quietFor } from './quiet-hours.ts';
import { inOne, summary, toTold } from './told-words.ts';

export interface NoticeDeskOptions {
  readonly settings: () => Promise<NotificationSettings>;
  /** Whether another program shows the same on this screen, as the person wrote into `notify.yaml`. */
  readonly isToldElsewhere?: () => Promise<boolean>;
  readonly show: (told: Told) => void;
  /** @returns a function that cancels it */
  readonly after: (ms: number, then: () => void) => () => void;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

export interface NoticeDesk {
  add(notice: Notice): void;
  /** Settled before it was told: it is not told. */
  settle(about: string): void;
  close(): void;
}

/** ms. What comes within it after a notice of its kind waits for the next one. */
const QUIET_MS = 5_000;
/** At most so many within so long; what is more is told as one when the time is over. */
const MOST = { count: 6, withinMs: 10 * 60_000 } as const;

export function createNoticeDesk(options: NoticeDeskOptions): NoticeDesk {
  const { settings, show, after, now, onError } = options;
  const waiting = new Map<string, Notice>();
  const shownAt: number[] = [];
  const lastOf = new Map<NoticeKind, number>();
  /** Why something was held back: what is told then is told as one. */
  let held: string | undefined;
  let cancel: (() => void) | undefined;
  let closed = false;
  let looking = false;

  const look = async (): Promise<void> => {
    if (looking || closed || waiting.size === 0) return;
    looking = true;
    try {
      if (await options.isToldElsewhere?.()) return waiting.clear();
      const wanted = await settings();
      for (const [about, { kind }] of waiting) if (!wanted[kind]) waiting.delete(about);
      const quiet = quietFor(wanted.quiet, now());
      if (quiet !== undefined) {
        held = 'While it was quiet';
        lookAgainIn(quiet);
        return;
      }
      const room = roomIn();
      if (room > 0 && waiting.size > 0) {
        held ??= 'In the last minutes';
        lookAgainIn(room);
        return;
      }
      if (held !== undefined && waiting.size > 0) tell(summary([...waiting.values()], held), waiting.keys());
      held = undefined;
      tellByKind();
    } catch (error) {
      onError(error);
    } finally {
      looking = false;
    }
  };

  const tellByKind = (): void => {
    for (const kind of new Set([...waiting.values()].map((notice) => notice.kind))) {
      const wait = (lastOf.get(kind) ?? -Infinity) + QUIET_MS - now();
      if (wait > 0) {
        lookAgainIn(wait);
        continue;
      }
      // The next look holds back what has no room.
      if (roomIn() > 0) return lookAgainIn(roomIn());
      const ofKind = [...waiting.values()].filter((notice) => notice.kind === kind);
      lastOf.set(kind, now());
      tell(
        ofKind.length === 1 ? toTold(ofKind[0]!) : inOne(ofKind),
        ofKind.map(({ about }) => about),
      );
    }
  };
  /** ms until one more may be shown; 0 where it may at once. */
  const roomIn = (): number => {
    while (shownAt.length > 0 && shownAt[0]! <= now() - MOST.withinMs) shownAt.shift();
    return shownAt.length < MOST.count ? 0 : shownAt[0]! + MOST.withinMs - now();
  };
  const tell = (told: Told, abouts: Iterable<string>): void => {
    for (const about of abouts) waiting.delete(about);
    shownAt.push(now());
    show(told);
  };
  const lookAgainIn = (ms: number): void => {
    cancel?.();
    cancel = after(Math.min(ms, 2 ** 31 - 1), () => {
      cancel = undefined;
      void look();
    });
  };

  return {
    add(notice) {
      waiting.set(notice.about, notice);
      void look();
    },
    settle: (about) => void waiting.delete(about),
    close() {
      closed = true;
      cancel?.();
    },
  };
}
