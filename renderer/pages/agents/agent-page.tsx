/** One agent: what it is, what is wrong with it, its plist, its log, and what was changed. */
import { ListPlus, Power, PowerOff, Trash2, Wrench } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Agent, AgentChange } from '#shared/nouns/agent.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { AgentIcon } from '../../ui/agent-icon.tsx';
import { Ago } from '../../ui/clock.tsx';
import { PlainText } from '../../ui/diff-view.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { Empty, PageHeader, Section, useTitle } from '../../ui/page.tsx';
import { Path } from '../../ui/path.tsx';
import { Problem } from '../../ui/problem.tsx';
import { TONE_TEXT } from '../../ui/tone.ts';
import { toast } from '../../ui/toasts.tsx';
import { ACTION_WORDS, AGENT_WORDS, SCOPE_LABELS } from '../../words/agent-state.ts';
import { plainLine } from '../../words/plain.ts';
import { capital, count } from '../../words/run-state.ts';
import { NotFoundPage } from '../not-found.tsx';
import { AdoptDialog } from './adopt-dialog.tsx';
import { AgentEditor } from './agent-editor.tsx';
import { AgentFindings } from './agent-findings.tsx';
import { AgentLogs } from './agent-log.tsx';
import { ChangeDialog, type ChangeRequest } from './change-dialog.tsx';
import { ChangeList } from './change-list.tsx';

export function AgentPage({ id }: { id: string }) {
  const { value, error, again } = useFetched(
    `agent ${id}`,
    (signal) => client.getAgent({ params: { agent: id } }, { signal }),
    { follows: 'agentsStamp' },
  );
  if (error?.code === 'agent_unknown') return <NotFoundPage />;
  if (value) return <Shown agent={value} again={again} />;
  return error ? <Problem error={error} className="p-6" /> : null;
}

function Shown({ agent, again }: { agent: Agent; again: () => void }) {
  const { id, label, state, hash, editable } = agent;
  const { label: stateLabel, tone } = AGENT_WORDS[state];
  const [draft, setDraft] = useState<string>();
  const [request, setRequest] = useState<ChangeRequest>();
  const [adopting, setAdopting] = useState(false);
  const [, navigate] = useLocation();
  useTitle(`${stateLabel} · ${label}`);
  const fix = (codes?: string[]): void =>
    setRequest({
      title: `Mend ${label}`,
      verb: 'Mend and load',
      run: (dryRun) =>
        client.fixAgent({ params: { agent: id }, body: { hash, dryRun, ...(codes ? { codes } : {}) } }),
    });
  const isUnit = agent.scope === 'unit';
  const fixable = agent.findings.filter((finding) => finding.fix !== undefined).length;
  const changed = (change: AgentChange): void => {
    if (change.state === 'done') {
      toast({ kind: 'done', text: `${ACTION_WORDS[change.action]}: ${label}` });
      setDraft(undefined);
    }
    if (change.state === 'done' && change.after === null) navigate('/agents/changes', { replace: true });
    else again();
  };
  return (
    <>
      <PageHeader
        title={
          <span className="flex items-center gap-2.5">
            <AgentIcon state={state} size={17} />
            <bdi className="min-w-0 [overflow-wrap:anywhere]">{plainLine(label)}</bdi>
          </span>
        }
        actions={
          <output aria-label="State" className={`font-medium ${TONE_TEXT[tone]}`}>
            {stateLabel}
          </output>
        }
      />
      <div className="min-h-0 grow overflow-y-auto px-4 pt-5 md:px-6">
        <div className="grid max-w-[1180px] gap-x-12 lg:grid-cols-[minmax(0,1fr)_320px]">
          <div className="min-w-0">
            <p className={`mb-4 break-words ${tone === 'failed' ? 'text-failed' : 'text-ink-2'}`}>
              {capital(plainLine(agent.reason))}.
            </p>
            <Section
              id="findings"
              title="Findings"
              aside={
                editable && fixable > 1 ? (
                  <button type="button" className="btn" onClick={() => fix()}>
                    <Wrench size={13} aria-hidden />
                    Mend all {fixable}
                  </button>
                ) : undefined
              }
            >
              {agent.findings.length === 0 ? (
                <Empty
                  title={isUnit ? 'Nothing is wrong with its unit.' : 'Nothing is wrong with its plist.'}
                />
              ) : (
                <AgentFindings
                  findings={agent.findings}
                  onFix={editable ? (code) => fix([code]) : undefined}
                />
              )}
            </Section>
            {isUnit ? (
              <UnitFile text={agent.text} />
            ) : (
              <AgentEditor agent={agent} draft={draft} onDraft={setDraft} onChange={setRequest} />
            )}
            <AgentLogs agent={agent} />
            <History label={label} onChange={setRequest} />
            {agent.registry === undefined ? null : (
              <Section id="registry" title="What launchd says">
                <details>
                  <summary className="w-fit cursor-default text-ink-2 select-none">launchctl print</summary>
                  <PlainText text={agent.registry} label="What launchd says" />
                </details>
              </Section>
            )}
          </div>
          <aside aria-label="About this agent" className="min-w-0">
            {editable ? (
              <Actions agent={agent} onChange={setRequest} onAdopt={() => setAdopting(true)} />
            ) : null}
            <About agent={agent} />
          </aside>
        </div>
      </div>
      {request ? (
        <ChangeDialog request={request} onClose={() => setRequest(undefined)} onChanged={changed} />
      ) : null}
      {adopting ? <AdoptDialog agent={agent} onClose={() => setAdopting(false)} onChanged={again} /> : null}
    </>
  );
}

function Actions({
  agent,
  onChange,
  onAdopt,
}: {
  agent: Agent;
  onChange: (request: ChangeRequest) => void;
  onAdopt: () => void;
}) {
  const { id, label, state, hash } = agent;
  const isOff = state === 'disabled' || state === 'not_loaded';
  const act = (action: 'enable' | 'disable' | 'remove', title: string, verb: string): void =>
    onChange({
      title: `${title} ${label}`,
      verb,
      danger: action === 'remove',
      run: (dryRun) => client.changeAgent({ params: { agent: id }, body: { action, hash, dryRun } }),
    });
  return (
    <div className="mb-5 flex flex-wrap gap-2">
      {isOff ? (
        <button
          type="button"
          className="btn"
          onClick={() =>
            act('enable', 'Enable', agent.scope === 'unit' ? 'Enable and start' : 'Enable and load')
          }
        >
          <Power size={13} aria-hidden />
          Enable…
        </button>
      ) : (
        <button type="button" className="btn" onClick={() => act('disable', 'Disable', 'Disable')}>
          <PowerOff size={13} aria-hidden />
          Disable…
        </button>
      )}
      {agent.scope === 'unit' ? null : (
        <button type="button" className="btn" onClick={onAdopt}>
          <ListPlus size={13} aria-hidden />
          Make it a task…
        </button>
      )}
      <button type="button" className="btn btn-danger" onClick={() => act('remove', 'Remove', 'Remove')}>
        <Trash2 size={13} aria-hidden />
        Remove…
      </button>
    </div>
  );
}

/** Luka leaves files of units alone: it is shown as it is. */
function UnitFile({ text }: { text: string }) {
  return (
    <Section id="unit" title="Unit file">
      {text === '' ? (
        <Empty title="It has no file that can be read." />
      ) : (
        <PlainText text={text} label="Text of the unit" />
      )}
    </Section>
  );
}

function About({ agent }: { agent: Agent }) {
  return (
    <Facts>
      <Fact name="Runs">
        {agent.schedule.map((words) => (
          <p key={words}>{capital(words)}</p>
        ))}
      </Fact>
      {agent.scope === 'unit' && agent.command.length === 0 ? null : (
        <Fact name="Command">
          <code className="text-sm break-all">{agent.command.join(' ') || 'none'}</code>
        </Fact>
      )}
      {agent.file.startsWith('/') ? (
        <Fact name={agent.scope === 'unit' ? 'Unit' : 'Plist'}>
          <Path path={agent.file} />
        </Fact>
      ) : null}
      <Fact name="Whose">{SCOPE_LABELS[agent.scope]}</Fact>
      {agent.pid === undefined ? null : <Fact name="Process">{agent.pid}</Fact>}
      {agent.runs === undefined ? null : <Fact name="Started">{count(agent.runs, 'time')}</Fact>}
      {agent.lastExit === undefined ? null : (
        <Fact name="Last end">
          {agent.lastExit.signal ?? `Code ${agent.lastExit.code}`}
          <p className="text-sm text-ink-3">{capital(agent.lastExit.meaning)}.</p>
        </Fact>
      )}
      {agent.since === undefined ? null : (
        <Fact name="So since">
          <Ago at={agent.since} />
        </Fact>
      )}
    </Facts>
  );
}

function History({ label, onChange }: { label: string; onChange: (request: ChangeRequest) => void }) {
  const { value } = useFetched(
    `agent changes ${label}`,
    (signal) => client.agentHistory({ query: { label, limit: 20 } }, { signal }),
    { follows: 'agentsStamp' },
  );
  if (!value || value.changes.length === 0) return null;
  return (
    <Section
      id="history"
      title="Changes"
      aside={
        <Link to="/agents/changes" className="link text-sm">
          Of all agents
        </Link>
      }
    >
      <ChangeList changes={value.changes} onRollback={onChange} />
    </Section>
  );
}
