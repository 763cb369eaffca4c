/** Every agent of this machine: what state it is in, and why. */
import { MonitorOff, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import type { AgentSummary, LaunchdInfo } from '#shared/nouns/agent.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { AgentIcon } from '../../ui/agent-icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Empty, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TONE_TEXT } from '../../ui/tone.ts';
import { AGENT_WORDS } from '../../words/agent-state.ts';
import { plainLine } from '../../words/plain.ts';
import { capital, count } from '../../words/run-state.ts';
import { AGENT_VIEWS, filterAgents, groupAgents, inView, type AgentView } from './agent-groups.ts';
import { AgentsHeader } from './agents-header.tsx';
import { NewAgentDialog } from './new-agent-dialog.tsx';

export function AgentsPage() {
  useTitle('Agents');
  const { value, error } = useFetched('agents', (signal) => client.listAgents({ query: {} }, { signal }), {
    follows: 'agentsStamp',
  });
  const [query, setQuery] = useSearchParams();
  const [search, setSearch] = useState('');
  const [, navigate] = useLocation();
  const view = AGENT_VIEWS.find(([name]) => name === query.get('show'))?.[0] ?? 'all';
  const groups = useMemo(
    () => (value ? groupAgents(filterAgents(value.agents, search, view)) : undefined),
    [value, search, view],
  );
  const views = AGENT_VIEWS.map(([name, text]) => [name, viewText(name, text, value?.agents ?? [])] as const);
  return (
    <>
      <AgentsHeader
        title="Agents"
        actions={
          value?.launchd.present || value?.launchd.systemd ? (
            <button type="button" className="btn btn-primary" onClick={() => setQuery({ new: '' })}>
              <Plus size={14} aria-hidden />
              New agent
            </button>
          ) : undefined
        }
      >
        <Segmented<AgentView>
          label="Show"
          value={view}
          options={views}
          onChange={(next) => setQuery(next === 'all' ? {} : { show: next }, { replace: true })}
        />
        <input
          type="search"
          className="field w-[190px] grow md:grow-0"
          placeholder="Search"
          aria-label="Search agents"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
      </AgentsHeader>
      <div className="min-h-0 grow overflow-y-auto px-4 md:px-6">
        {value ? <LaunchdNotice launchd={value.launchd} /> : null}
        {groups?.map(({ prefix, agents }) => (
          <section
            key={prefix}
            aria-label={prefix === '' ? 'Other labels' : prefix}
            className="pt-4 last:pb-6"
          >
            <h2 className="eyebrow mb-1 flex items-baseline justify-between gap-3 normal-case">
              <span className="truncate">{prefix === '' ? 'Other labels' : prefix}</span>
              <span className="font-normal text-ink-3">{count(agents.length, 'agent')}</span>
            </h2>
            <ul className="divide-y divide-line border-t border-line">
              {agents.map((agent) => (
                <AgentRow key={agent.id} agent={agent} />
              ))}
            </ul>
          </section>
        ))}
        {groups?.length === 0 ? (
          <div className="py-6">
            {value?.agents.length === 0 ? (
              <Empty title="No agents here.">
                {value.launchd.systemd
                  ? 'systemd keeps nothing of yours: units lie in ~/.config/systemd/user.'
                  : 'An agent is a job that launchd runs by itself: its plist lies in ~/Library/LaunchAgents.'}
              </Empty>
            ) : (
              <Empty title="No agent fits.">Change the search or the filter.</Empty>
            )}
          </div>
        ) : null}
        {!value && error ? <Problem error={error} className="py-6" /> : null}
      </div>
      {query.has('new') ? (
        <NewAgentDialog
          onClose={() => setQuery({}, { replace: true })}
          onCreated={(change) => navigate(`/agents/${encodeURIComponent(change.label)}`, { replace: true })}
        />
      ) : null}
    </>
  );
}

function viewText(view: AgentView, text: string, agents: readonly AgentSummary[]): string {
  const fits = agents.filter((agent) => inView(agent, view)).length;
  return view === 'all' || fits === 0 ? text : `${text} ${fits}`;
}

/** That there is no launchd to ask, and which folders could not be read. */
export function LaunchdNotice({ launchd }: { launchd: LaunchdInfo }) {
  const unread = launchd.folders.filter(({ problem }) => problem !== undefined);
  return (
    <>
      {launchd.present ? null : launchd.systemd ? (
        <p className="pt-4 text-ink-2">
          launchd is not on this machine: these are the services and timers that systemd keeps for you.
        </p>
      ) : (
        <div className="pt-4">
          <Notice tone="waiting" icon={MonitorOff} label="No launchd" title="launchd is not on this machine">
            Plists can be read, checked and compared here; loading and starting them needs a Mac.
          </Notice>
        </div>
      )}
      {unread.map(({ path, problem }) => (
        <p key={path} className="pt-3 text-waiting">
          {path} could not be read: {problem}
        </p>
      ))}
    </>
  );
}

function AgentRow({ agent }: { agent: AgentSummary }) {
  const { label, tone } = AGENT_WORDS[agent.state];
  return (
    <li className="agent-row py-2">
      <div className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-baseline gap-x-2.5 gap-y-0.5 lg:grid-cols-[auto_minmax(0,0.8fr)_minmax(0,1.4fr)_160px_76px]">
        <span className="self-center">
          <AgentIcon state={agent.state} />
        </span>
        <Link
          to={`/agents/${agent.id}`}
          title={agent.file}
          className={`quiet-link truncate font-medium ${tone === 'quiet' ? 'text-ink-2' : ''}`}
        >
          {plainLine(agent.label)}
        </Link>
        <span
          className={`truncate max-lg:order-4 max-lg:col-span-2 max-lg:col-start-2 max-lg:text-sm ${tone === 'failed' || tone === 'waiting' ? TONE_TEXT[tone] : 'text-ink-3'}`}
          title={agent.reason}
        >
          <span className="lg:hidden">{label}: </span>
          {capital(plainLine(agent.reason))}
        </span>
        <span
          className="truncate text-sm text-ink-3 max-lg:order-5 max-lg:col-span-2 max-lg:col-start-2"
          title={agent.schedule.join(', ')}
        >
          {capital(agent.schedule.join(', '))}
        </span>
        <span className="text-right text-sm">
          <span className={`max-lg:sr-only ${TONE_TEXT[tone]}`}>{label}</span>
          {agent.errors > 0 ? (
            <span className="ml-1 text-failed lg:hidden">{count(agent.errors, 'error')}</span>
          ) : null}
        </span>
      </div>
    </li>
  );
}
