/** What the state gives to prompts: each variable as Markdown. */
import type { RunSummary } from '#shared/nouns/run.ts';
import { VERSION } from '#shared/version.ts';
import type { AuditLog } from '../../governance/audit/audit-log.ts';
import { clockWords } from '../../schedule/local-words.ts';
import type { LiveState } from '../assistant/live/live-state.ts';
import type { MemoryBook } from '../memory/memory-book.ts';
import { decisionOf } from './decisions.ts';

/** Names of variables, with what they are. */
export const STATE_VARIABLES: ReadonlyMap<string, string> = new Map([
  ['date', 'today, 2026-03-01'],
  ['time', 'now, 09:00'],
  ['version', 'of Luka'],
  ['home', 'the folder of Luka'],
  ['tasks', 'every task'],
  ['running', 'what runs now'],
  ['recent', 'runs that ended in the last 24 hours'],
  ['failures', 'runs that failed in the last 7 days'],
  ['due', 'what is due in the next 24 hours'],
  ['approvals', 'what waits for a human'],
  ['decisions', 'what was decided lately'],
  ['notes', 'the weightiest memories'],
  ['services', 'how the services do'],
  ['agents', 'agents of launchd that somebody should look at'],
  ['findings', 'what is wrong with files and settings'],
]);

/** @returns undefined where there is no such variable. @throws LukaError knowledge_unavailable */
export type StateValues = (variable: string) => Promise<string | undefined>;

export interface StateValuesOptions {
  readonly state: LiveState;
  readonly memories: Pick<MemoryBook, 'find'>;
  readonly audit: Pick<AuditLog, 'list'>;
  readonly home: string;
}

const DAY = 86_400_000;
const MOST = 20;

export function createStateValues({ state, memories, audit, home }: StateValuesOptions): StateValues {
  const clock = (iso: string | undefined) =>
    iso === undefined ? '-' : clockWords(Date.parse(iso), state.now());
  const run = ({ id, title, state: how, endedAt, startedAt, message }: RunSummary) =>
    `${title} (#${id}): ${how.replace('_', ' ')}, ${clock(endedAt ?? startedAt)}${message === undefined ? '' : `, ${message}`}`;
  const fillers: Record<string, () => string | Promise<string>> = {
    date: () => localDay(state.now()),
    time: () => clockWords(Math.floor(state.now() / 60_000) * 60_000, state.now()),
    version: () => VERSION,
    home: () => home,
    tasks: () => list(state.tasks().map(({ id, title }) => `${id}: ${title}`)),
    running: () => list(state.active('running').map(run)),
    recent: () =>
      list(
        ended(state, DAY, ['succeeded', 'failed', 'timed_out', 'cancelled', 'interrupted', 'denied']).map(
          run,
        ),
      ),
    failures: () => list(ended(state, 7 * DAY, ['failed', 'timed_out', 'interrupted', 'denied']).map(run)),
    due: () =>
      list(
        state
          .upcoming({ from: state.now(), to: state.now() + DAY })
          .slice(0, MOST)
          .map(
            ({ title, due, trigger, obstacle }) =>
              `${clock(due)} ${title} (${trigger})${obstacle === undefined ? '' : `: ${obstacle}`}`,
          ),
      ),
    approvals: () =>
      list([
        ...state
          .approvals()
          .map(
            ({ id, title, reason }) => `approval ${id}: ${title}${reason === undefined ? '' : `, ${reason}`}`,
          ),
        ...state.validations().map(({ id, title }) => `result of run ${id}: ${title}`),
      ]),
    decisions: () => {
      const since = state.now() - 7 * DAY;
      const rows = audit.list({ limit: 200 }).rows.filter(({ at }) => Date.parse(at) >= since);
      return list(
        rows
          .flatMap((row) => decisionOf(row) ?? [])
          .map(({ light, text, at }) => `${light}: ${text} (${clock(at)})`),
      );
    },
    notes: async () =>
      list(
        (await memories.find({ limit: 10 })).memories.map(
          ({ kind, text }) => `${kind}: ${text.replace(/\s+/g, ' ').slice(0, 400)}`,
        ),
      ),
    services: () =>
      list(
        state
          .services()
          .map(
            ({ title, state: how, message }) =>
              `${title}: ${how.replace('_', ' ')}${message === undefined ? '' : `, ${message}`}`,
          ),
      ),
    agents: async () =>
      list(
        (await state.troubledAgents()).map(
          ({ label, state: how, reason }) => `${label}: ${how.replace('_', ' ')}, ${reason}`,
        ),
      ),
    findings: () => list(state.findings().map(({ message }) => message)),
  };
  return async (variable) => (Object.hasOwn(fillers, variable) ? fillers[variable]!() : undefined);
}

function ended(state: LiveState, back: number, states: RunSummary['state'][]): readonly RunSummary[] {
  return state.ended({ from: state.now() - back, to: state.now() + 1, states });
}

export function list(items: readonly string[], most = MOST): string {
  if (items.length === 0) return '- none';
  const shown = items.slice(0, most).map((item) => `- ${item.replace(/\s*\n\s*/g, ' ')}`);
  return [...shown, ...(items.length > most ? [`- and ${items.length - most} more`] : [])].join('\n');
}

/** In the machine's zone. */
export function localDay(ms: number): string {
  const date = new Date(ms);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((n) => String(n).padStart(2, '0'))
    .join('-');
}
