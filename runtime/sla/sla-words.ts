/** Why it stands so with a deadline, in words. Pure. */
import { formatInterval } from '#shared/nouns/duration.ts';
import type { Sla } from '#shared/nouns/sla.ts';
import { clockWords, lengthWords } from '../schedule/local-words.ts';
import type { SlaFacts, SlaJudgement } from './judge-sla.ts';

/** `succeeded by 07:00 on mon, tue (Asia/Bangkok)` */
export function slaWords({ succeededBy, days, tz, warn }: Sla): string {
  const on = days === undefined ? '' : ` on ${days.join(', ')}`;
  const early = warn === undefined ? '' : `, told ${formatInterval(warn)} before`;
  return `succeeded by ${succeededBy}${on}${tz === undefined ? '' : ` (${tz})`}${early}`;
}

/** What else is known where it is too late. ms since 1970. */
export interface BrokenFacts {
  readonly last?: { readonly id: number; readonly state: string } | undefined;
  /** Times of the window in which nothing could run. */
  readonly away: readonly { readonly kind: string; readonly from: number; readonly to: number }[];
}

export function reasonWords(facts: SlaFacts, { why }: SlaJudgement, broken?: BrokenFacts): string {
  const { now, deadline, active, expectedMs, nextDue, held, succeededAt, from } = facts;
  const going = active.find(({ startedAt }) => startedAt !== undefined);
  const at = (moment: number): string => clockWords(moment, now);
  const left = lengthWords(Math.max(1_000, deadline - now));
  const takes = expectedMs === undefined ? '' : lengthWords(Math.max(1_000, expectedMs));
  const also = held === undefined ? '' : `, and ${held}`;
  switch (why) {
    case 'succeeded':
      return `It succeeded at ${at(succeededAt!)}`;
    case 'succeeded late':
      return `It succeeded at ${at(succeededAt!)}, ${lengthWords(Math.max(1_000, succeededAt! - deadline))} too late`;
    case 'time left':
      return `${left} are left`;
    case 'in time by what runs take':
      return `Run ${going!.id} goes since ${at(going!.startedAt!)}, and runs take ${takes}`;
    case 'due in time':
      return `It is due at ${at(nextDue!)}${takes === '' ? '' : `, and runs take ${takes}`}`;
    case 'too slow':
      return `Run ${going!.id} goes since ${at(going!.startedAt!)}: by what runs took it ends at ${at(going!.startedAt! + expectedMs!)}`;
    case 'longer than usual':
      return `Run ${going!.id} goes for ${lengthWords(now - going!.startedAt!)}: nine of ten took at most ${takes}`;
    case 'still waiting':
      return `Run ${active[0]!.id} waits, and ${left} are left${also}`;
    case 'must start now':
      return `Runs take ${takes}, ${left} are left, and none goes${also}`;
    case 'close':
      return going === undefined
        ? `${left} are left, and no run goes${also}`
        : `${left} are left, and run ${going.id} still goes`;
    case 'over':
      return overWords(from, at, facts, broken);
  }
}

function overWords(
  from: number,
  at: (moment: number) => string,
  { active, held }: SlaFacts,
  broken: BrokenFacts | undefined,
): string {
  const [going] = active;
  const known =
    going !== undefined
      ? `run ${going.id} ${going.startedAt === undefined ? 'waits' : 'still goes'}`
      : broken?.last === undefined
        ? 'no run ended since'
        : `run ${broken.last.id} ${broken.last.state.replaceAll('_', ' ')}`;
  const away = (broken?.away ?? []).map(
    ({ kind, from: since, to }) =>
      `${kind === 'downtime' ? 'Luka was not running' : kind === 'sleep' ? 'the machine slept' : 'its clock was set'} from ${at(since)} to ${at(to)}`,
  );
  return [`No success since ${at(from)}: ${known}`, ...away, ...(held === undefined ? [] : [held])].join(
    ', ',
  );
}
