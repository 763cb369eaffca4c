/** Everything the palette can go to or do, from what the page knows. */
import type { AgentSummary } from '#shared/nouns/agent.ts';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { Task } from '#shared/nouns/task.ts';
import { startTask } from '../live/actions.ts';
import { useLive } from '../live/store.ts';
import { refreshPauses, refreshSafety } from '../live/fetches.ts';
import { DOC_NAMES, docTitle } from '../pages/docs/doc-files.ts';
import { client } from '../session/session.ts';
import { toast, toastError } from '../ui/toasts.tsx';
import { stateLabel } from '../words/run-state.ts';
import type { PaletteItem } from './palette-items.ts';
import { chooseTheme } from './theme-button.tsx';

export interface PaletteSource {
  readonly tasks: readonly Task[];
  readonly runs: readonly RunSummary[];
  readonly agents: readonly Pick<AgentSummary, 'id' | 'label'>[];
  readonly frozen: boolean;
  readonly paused: boolean;
  readonly go: (path: string) => void;
  readonly showKeys: () => void;
}

/** Address, name, and other words for it. */
const PAGES = [
  ['/', 'Overview', 'home start now'],
  ['/tasks', 'Tasks', 'automation'],
  ['/schedule', 'Schedule', 'calendar timeline due next'],
  ['/runs', 'Runs', 'history log'],
  ['/runs?state=failed', 'Failed runs', 'errors'],
  [
    '/insights',
    'Insights',
    'metrics telemetry charts statistics slow flaky trend success rate time saved disk forecast',
  ],
  ['/logs', 'Logs', 'search find text regex output stdout stderr grep'],
  ['/power', 'Power', 'sleep awake battery caffeinate doctor'],
  ['/agents', 'Agents', 'launchd plist launchagents'],
  ['/agents/doctor', 'Agents: doctor', 'launchd findings'],
  ['/settings/doctor', 'Doctor of Luka', 'doctor health check installation mend ledger backup disk space'],
  ['/agents/changes', 'Agents: changes', 'launchd history rollback'],
  ['/assistant', 'Assistant', 'ask question'],
  ['/assistant/prompts', 'Prompts', 'hand-off codex session'],
  ['/knowledge', 'Knowledge', 'search documents notes'],
  ['/knowledge/sources', 'Knowledge: sources', 'folders sync'],
  ['/knowledge/memories', 'Knowledge: memories', 'remember recall'],
  ['/knowledge/duplicates', 'Knowledge: duplicates', 'consolidate'],
  ['/reports', 'Reports', 'day week session digest'],
  ['/approvals', 'Approvals', 'decide yes no'],
  ['/validation', 'Results to look at', 'governance validation'],
  ['/governance', 'Owners and to-dos', 'governance phase gg'],
  ['/modules', 'Modules', 'deploy staged laid ready releases roll back rollback'],
  ['/policy', 'Policy', 'rules gate'],
  ['/notifications', 'Notifications', 'channels routes ntfy webhook email alerts'],
  ['/audit', 'Audit', 'trail'],
  ['/clients', 'Clients', 'tokens mcp'],
  ['/settings', 'Settings', 'preferences options'],
  ['/docs', 'Docs', 'help manual documentation guide'],
] as const;

export function paletteItems(source: PaletteSource): readonly PaletteItem[] {
  const { tasks, runs, agents, go } = source;
  return [
    ...actions(source),
    ...tasks.map((task): PaletteItem => ({
      id: `task:${task.id}`,
      group: 'Tasks',
      text: task.title,
      also: task.id,
      act: () => go(`/tasks/${encodeURIComponent(task.id)}`),
    })),
    ...runs.map((run): PaletteItem => ({
      id: `run:${run.id}`,
      group: 'Runs',
      text: `${run.title} #${run.id}`,
      also: run.task,
      detail: stateLabel(run.state),
      act: () => go(`/runs/${run.id}`),
    })),
    ...agents.map((agent): PaletteItem => ({
      id: `agent:${agent.id}`,
      group: 'Agents',
      text: agent.label,
      act: () => go(`/agents/${encodeURIComponent(agent.id)}`),
    })),
    ...PAGES.map(([path, text, also]): PaletteItem => ({
      id: `page:${path}`,
      group: 'Pages',
      text,
      also,
      act: () => go(path),
    })),
    ...DOC_NAMES.map((name): PaletteItem => ({
      id: `doc:${name}`,
      group: 'Docs',
      text: docTitle(name),
      also: `help docs ${name}`,
      onlyFound: true,
      act: () => go(`/docs/${name}`),
    })),
  ];
}

function actions({ tasks, frozen, paused, go, showKeys }: PaletteSource): readonly PaletteItem[] {
  const action = (id: string, text: string, also: string, act: () => void): PaletteItem => ({
    id: `do:${id}`,
    group: 'Actions',
    text,
    also,
    act,
  });
  const hold = paused
    ? action('resume', 'Resume everything', 'pause unpause schedule', () =>
        told('Everything is due again', async () => {
          await client.resume({ body: { scope: { all: true } } });
          await refreshPauses();
        }),
      )
    : action('pause', 'Pause everything for an hour', 'hold schedule stop', () =>
        told('Nothing is due for an hour', async () => {
          const until = new Date(Date.now() + 3_600_000).toISOString();
          await client.pause({ body: { scope: { all: true }, until } });
          await refreshPauses();
        }),
      );
  const freeze = frozen
    ? action('thaw', 'Thaw: let things start again', 'freeze unfreeze', () =>
        told('Things start again', async () => {
          await client.thaw({ body: {} });
          await refreshSafety();
        }),
      )
    : action('freeze', 'Freeze: start nothing new', 'stop panic', () =>
        told('Nothing new starts', async () => {
          await client.freeze({ body: {} });
          await refreshSafety();
        }),
      );
  return [
    hold,
    freeze,
    action('light', 'Theme: light', 'appearance', () => void chooseTheme('light')),
    action('dark', 'Theme: dark', 'appearance night', () => void chooseTheme('dark')),
    action('system', 'Theme: as the system', 'appearance', () => void chooseTheme('system')),
    action('keys', 'Keyboard shortcuts', 'help', showKeys),
    ...tasks
      .filter(({ state, definition }) => state === 'ready' && definition?.service === undefined)
      .map((task) => {
        const asks = Object.values(task.definition?.params ?? {}).some(
          (param) => param.required === true && param.default === undefined,
        );
        // What needs an answer first is asked on the task's own page.
        const run = action(`run:${task.id}`, `Run ${task.title}${asks ? '…' : ''}`, task.id, () =>
          asks
            ? go(`/tasks/${encodeURIComponent(task.id)}`)
            : void startTask(task, {}).then(({ id }) => go(`/runs/${id}`), toastError),
        );
        return Object.assign(run, { onlyFound: true });
      }),
  ];
}

function told(text: string, work: () => Promise<void>): void {
  work().then(() => toast({ kind: 'done', text }), toastError);
}

/** Runs that the page knows without asking. */
export function knownRuns(): readonly RunSummary[] {
  const { overview, runs } = useLive.getState();
  const all = [
    ...(overview?.running ?? []),
    ...(overview?.queued ?? []),
    ...(overview?.failures ?? []),
    ...(overview?.recent ?? []),
    ...(runs?.runs ?? []),
  ];
  return [...new Map(all.map((run) => [run.id, run])).values()].toSorted((a, b) => b.id - a.id);
}
