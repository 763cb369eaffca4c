/** For whom the machine is kept awake, and until when, in words: for the menu, and over the icon. */
import type { Hold } from '#shared/nouns/power.ts';
import type { HostState } from './host-state.ts';
import { elapsedWords, momentWords, oneLine } from './label.ts';

/** More titles would make a line of them longer than it is read. */
const MOST_TITLES = 2;
const LONGEST_TITLE = 30;

type Awake = Pick<HostState, 'hold' | 'awakeFor' | 'running'>;

/** `until 18:53`, `while Backup (#12) runs`. */
export function endInWords(hold: Hold, { running }: Pick<HostState, 'running'>, now: number): string {
  if (hold.whileTasks === true) return 'while tasks run';
  if (hold.whileRun !== undefined) {
    const run = running.find(({ id }) => id === hold.whileRun);
    return run === undefined
      ? `while run ${hold.whileRun} goes`
      : `while ${oneLine(run.title, LONGEST_TITLE)} (#${run.id}) runs`;
  }
  return hold.until === undefined ? 'until you stop it' : `until ${momentWords(Date.parse(hold.until), now)}`;
}

/** `1 h 20 min left`. */
export function leftInWords({ until }: Hold, now: number): string | undefined {
  return until === undefined ? undefined : `${elapsedWords(Math.max(0, Date.parse(until) - now))} left`;
}

/** `Backup, Mail and 2 more`. */
export function runsInWords({ awakeFor }: Pick<HostState, 'awakeFor'>): string {
  const titles = awakeFor.slice(0, MOST_TITLES).map((title) => oneLine(title, LONGEST_TITLE));
  const more = awakeFor.length - titles.length;
  return more > 0 ? `${titles.join(', ')} and ${more} more` : titles.join(' and ');
}

/** The person, or the client that asked in their name. */
export function whoInWords({ owner }: Hold): string {
  return owner.kind !== 'person' || owner.by === 'person' ? 'you' : oneLine(owner.by, LONGEST_TITLE);
}

/** Everybody for whom it is, without what is left of it: the words over the icon stand longer than a minute. */
export function awakeInWords(state: Awake, now: number): string {
  const { hold, awakeFor } = state;
  const who = [
    ...(hold?.held === true ? [`${whoInWords(hold)} ${endInWords(hold, state, now)}`] : []),
    ...(awakeFor.length > 0 ? [runsInWords(state)] : []),
  ];
  return who.length === 0 ? 'kept awake' : `kept awake by ${who.join(', and by ')}`;
}
