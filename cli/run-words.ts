/** A run in words and colours, the same in every command. */
import { formatDuration } from '#shared/nouns/duration.ts';
import { isActive, isBad, type RunState, type RunSummary } from '#shared/nouns/run.ts';
import { formatMoment } from './moments.ts';
import { safeText } from './table.ts';
import type { Channel, Style, Terminal } from './terminal.ts';

export function stateText(terminal: Terminal, state: RunState, channel: Channel = 'out'): string {
  return terminal.style(styleOf(state), state.replace('_', ' '), channel);
}

function styleOf(state: RunState): Style {
  if (state === 'succeeded') return 'green';
  if (state === 'awaiting_approval') return 'yellow';
  if (isActive(state)) return 'cyan';
  return isBad(state) ? 'red' : 'dim';
}

/** Task id, or the title of a work order. */
export function runName(run: Pick<RunSummary, 'task' | 'title'>): string {
  return safeText(run.task ?? run.title);
}

/** Why it is as it is: for what it waits, how it ended, or why it came late. */
export function whyText(run: RunSummary, now: number = Date.now()): string {
  const message = safeText(run.message ?? run.cause.late ?? '');
  if (run.state !== 'queued' || run.readyAt === undefined) return message;
  const moment = Date.parse(run.readyAt) > now ? formatMoment(run.readyAt, now) : 'as soon as there is room';
  const waits = `attempt ${run.attempt ?? 2} ${moment}`;
  return message === '' ? waits : `${waits}: ${message}`;
}

/** `run 12 of backup failed after 3.2 s: exit code 2` */
export function runSentence(terminal: Terminal, run: RunSummary, channel: Channel): string {
  const took = run.durationMs === undefined ? '' : ` after ${formatDuration(run.durationMs)}`;
  const why = run.message === undefined || run.state === 'succeeded' ? '' : `: ${safeText(run.message)}`;
  const attempt = (run.attempt ?? 1) > 1 ? ` in attempt ${run.attempt}` : '';
  return `run ${run.id} of ${runName(run)} ${stateText(terminal, run.state, channel)}${attempt}${took}${why}`;
}
