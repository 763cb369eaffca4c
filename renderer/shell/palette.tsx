/** Go anywhere, do anything, by typing: any task, run, agent, page and action. Cmd-K or Ctrl-K opens it. */
import { Command } from 'cmdk';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { AgentSummary } from '#shared/nouns/agent.ts';
import { useLive } from '../live/store.ts';
import { usePauses } from '../pages/pauses/use-pauses.ts';
import { useTasks } from '../pages/tasks/use-tasks.ts';
import { client } from '../session/session.ts';
import { Dialog } from '../ui/dialog.tsx';
import { findItems, runNumber, type PaletteItem } from './palette-items.ts';
import { knownRuns, paletteItems } from './palette-list.ts';

export function Palette({ onClose, showKeys }: { onClose: () => void; showKeys: () => void }) {
  const [typed, setTyped] = useState('');
  const [agents, setAgents] = useState<readonly AgentSummary[]>([]);
  const [, navigate] = useLocation();
  const field = useRef<HTMLInputElement>(null);
  // The dialog would give the focus to what stands around the field.
  useEffect(() => field.current?.focus(), []);
  const tasks = useTasks();
  const frozen = useLive((state) => state.policy?.paused ?? false);
  const paused = usePauses().some(({ scope }) => 'all' in scope);
  useEffect(() => {
    const gone = new AbortController();
    // Without them the palette offers everything else.
    client.listAgents({}, { signal: gone.signal }).then(
      (answer) => setAgents(answer.agents),
      () => undefined,
    );
    return () => gone.abort();
  }, []);
  const items = useMemo(
    () =>
      paletteItems({
        tasks: tasks ?? [],
        runs: knownRuns(),
        agents,
        frozen,
        paused,
        go: navigate,
        showKeys,
      }),
    [tasks, agents, frozen, paused, navigate, showKeys],
  );
  const found = useMemo(() => findItems(items, typed), [items, typed]);
  const number = runNumber(typed);
  const choose = (act: () => void): void => {
    onClose();
    act();
  };
  return (
    <Dialog title="Go to anything" onClose={onClose} plain>
      <Command label="Go to anything" shouldFilter={false} loop className="flex min-h-0 flex-col">
        <Command.Input
          ref={field}
          value={typed}
          onValueChange={setTyped}
          maxLength={200}
          placeholder="A task, a run, a page, or what to do"
          className="palette-input"
        />
        <Command.List className="palette-list" label="Found">
          <Command.Empty className="px-4 py-6 text-center text-ink-2">
            Nothing here is called that.
          </Command.Empty>
          {number === undefined ? null : (
            <Command.Group heading="Number">
              <Line
                item={{
                  id: `number:${number}`,
                  group: 'Runs',
                  text: `Run #${number}`,
                  act: () => navigate(`/runs/${number}`),
                }}
                onChoose={choose}
              />
            </Command.Group>
          )}
          {found.map(({ group, items: shown, more }) => (
            <Command.Group key={group} heading={group}>
              {shown.map((item) => (
                <Line key={item.id} item={item} onChoose={choose} />
              ))}
              {more > 0 ? (
                <p className="px-4 pb-1 text-xs text-ink-3">{more.toLocaleString('en-GB')} more; type on</p>
              ) : null}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  );
}

function Line({ item, onChoose }: { item: PaletteItem; onChoose: (act: () => void) => void }) {
  return (
    <Command.Item value={item.id} onSelect={() => onChoose(item.act)} className="palette-item">
      <span className="min-w-0 grow truncate">{item.text}</span>
      {item.detail === undefined ? null : <span className="shrink-0 text-sm text-ink-2">{item.detail}</span>}
    </Command.Item>
  );
}
