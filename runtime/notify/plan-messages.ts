/**
 * Which of the notices that wait become a message now, and when to look again. Pure: it remembers nothing, so that a restart
 * changes nothing of it.
 */
import type { Channel, NotifyKind } from '#shared/nouns/notify.ts';
import { blackoutAt } from '../schedule/blackout.ts';
import type { WaitingNotice } from './notify-ledger.ts';
import { isAsBadAs } from './route-notice.ts';

const LIMIT = { count: 10, within: 10 * 60_000 } as const;
/** ms. What comes within it after a message of its kind waits for others of it. */
const GROUP_MS = 5_000;

export interface PlanInput {
  readonly channel: Pick<Channel, 'limit' | 'group' | 'quiet' | 'urgent'>;
  /** The oldest first. */
  readonly waiting: readonly WaitingNotice[];
  /** When the messages of the time of the limit were made, the oldest first. ms since 1970, as all moments here. */
  readonly made: readonly number[];
  /** When the last message of a kind was made. */
  readonly lastOf: (kind: NotifyKind) => number | undefined;
  readonly now: number;
}

export interface PlannedMessage {
  readonly notices: readonly WaitingNotice[];
  readonly how: 'grouped' | 'folded' | 'quiet';
}

export interface MessagePlan {
  readonly messages: readonly PlannedMessage[];
  /** When something that waits may go; undefined where nothing waits. */
  readonly lookAt?: number;
}

export function limitOf({ limit }: Pick<Channel, 'limit'>): { count: number; within: number } {
  return limit ?? LIMIT;
}

/** When quiet hours end; undefined where it is not quiet. */
export function quietUntil({ quiet }: Pick<Channel, 'quiet'>, at: number): number | undefined {
  return quiet === undefined ? undefined : blackoutAt(quiet, at)?.until;
}

export function planMessages(input: PlanInput): MessagePlan {
  const { channel, waiting, made, now } = input;
  const passes = ({ notice }: WaitingNotice): boolean =>
    channel.urgent !== undefined && isAsBadAs(notice.severity, channel.urgent);
  const until = quietUntil(channel, now);
  const may = until === undefined ? waiting : waiting.filter(passes);
  const looks: number[] = until !== undefined && may.length < waiting.length ? [until] : [];
  const { count, within } = limitOf(channel);
  const room = count - made.length;
  if (may.length > 0 && room <= 0) return plan([], [...looks, made[made.length - count]! + within]);
  // By their own moment: what came in quiet hours is told as one when they are over.
  const held = may.filter((each) => !passes(each) && quietUntil(channel, each.at) !== undefined);
  const rest = may.filter((each) => !held.includes(each));
  const groups: PlannedMessage[] = held.length > 0 ? [{ notices: held, how: 'quiet' }] : [];
  for (const kind of new Set(rest.map(({ notice }) => notice.kind))) {
    const ready = readyAt(input, kind);
    if (ready > now) looks.push(ready);
    else groups.push({ notices: rest.filter(({ notice }) => notice.kind === kind), how: 'grouped' });
  }
  if (groups.length <= room) return plan(groups, looks);
  const all = groups.flatMap(({ notices }) => notices).toSorted((a, b) => a.id - b.id);
  return plan([{ notices: all, how: 'folded' }], looks);
}

function readyAt({ channel, lastOf, now }: PlanInput, kind: NotifyKind): number {
  const last = lastOf(kind);
  // A clock that was set back must not make it wait for long.
  return last === undefined || last > now ? now : last + (channel.group ?? GROUP_MS);
}

function plan(messages: readonly PlannedMessage[], looks: readonly number[]): MessagePlan {
  return looks.length === 0 ? { messages } : { messages, lookAt: Math.min(...looks) };
}
