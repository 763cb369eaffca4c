/** What is wrong with the agents, the worst first: what it breaks, since when, and what mends it. */
import { Wrench } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { AgentDiagnosis } from '#shared/nouns/agent.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { AgentIcon } from '../../ui/agent-icon.tsx';
import { Ago } from '../../ui/clock.tsx';
import { Empty, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { TONE_TEXT } from '../../ui/tone.ts';
import { toast } from '../../ui/toasts.tsx';
import { AGENT_WORDS } from '../../words/agent-state.ts';
import { plainLine } from '../../words/plain.ts';
import { capital, count } from '../../words/run-state.ts';
import { LaunchdNotice } from './agents-page.tsx';
import { AgentsHeader } from './agents-header.tsx';
import { ChangeDialog, type ChangeRequest } from './change-dialog.tsx';

export function DoctorPage() {
  useTitle('Doctor of agents');
  const [request, setRequest] = useState<ChangeRequest>();
  const { value, error, again } = useFetched('agent doctor', (signal) => client.agentDoctor({}, { signal }), {
    follows: 'agentsStamp',
  });
  return (
    <>
      <AgentsHeader title="Agents" />
      <div className="min-h-0 grow overflow-y-auto px-4 pb-6 md:px-6">
        {value ? <LaunchdNotice launchd={value.launchd} /> : null}
        {value ? (
          <p className="pt-4 pb-2 text-ink-2">
            {value.diagnoses.length === 0
              ? ''
              : `${count(value.diagnoses.length, 'agent')} to look at, the worst first. `}
            {value.healthy > 0 ? `${value.healthy} ${value.healthy === 1 ? 'is' : 'are'} well.` : ''}
          </p>
        ) : null}
        {value?.diagnoses.length === 0 ? (
          <Empty title="Nothing to mend.">Every agent that Luka can see does what it should.</Empty>
        ) : null}
        <ol aria-label="What is wrong" className="divide-y divide-line">
          {value?.diagnoses.map((diagnosis) => (
            <Diagnosis key={diagnosis.agent.id} diagnosis={diagnosis} onFix={setRequest} />
          ))}
        </ol>
        {!value && error ? <Problem error={error} className="py-6" /> : null}
      </div>
      {request ? (
        <ChangeDialog
          request={request}
          onClose={() => setRequest(undefined)}
          onChanged={(change) => {
            if (change.state === 'done') toast({ kind: 'done', text: `Mended: ${change.label}` });
            again();
          }}
        />
      ) : null}
    </>
  );
}

function Diagnosis({
  diagnosis: { agent, rank, what, since, breaks, mend, fixable },
  onFix,
}: {
  diagnosis: AgentDiagnosis;
  onFix: (request: ChangeRequest) => void;
}) {
  const { label, tone } = AGENT_WORDS[agent.state];
  const fix = (): void =>
    onFix({
      title: `Mend ${agent.label}`,
      verb: 'Mend and load',
      run: async (dryRun) => {
        // What is there now: the list may be minutes old.
        const { hash } = await client.getAgent({ params: { agent: agent.id } });
        return client.fixAgent({ params: { agent: agent.id }, body: { hash, dryRun } });
      },
    });
  return (
    <li className="agent-row grid grid-cols-[28px_minmax(0,1fr)_auto] items-start gap-x-2 py-3">
      <span className="pt-px text-right text-sm text-ink-3 tabular-nums">{rank}</span>
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="self-center">
            <AgentIcon state={agent.state} />
          </span>
          <Link to={`/agents/${agent.id}`} className="quiet-link font-medium [overflow-wrap:anywhere]">
            {plainLine(agent.label)}
          </Link>
          <span className={`text-sm ${TONE_TEXT[tone]}`}>{label}</span>
          {since === undefined ? null : (
            <span className="text-sm text-ink-3">
              seen so <Ago at={since} />
            </span>
          )}
        </p>
        <p className="break-words">{capital(plainLine(what))}.</p>
        <p className="break-words text-ink-2">{capital(plainLine(breaks))}.</p>
        <p className="break-words text-ink-2">
          <span className="font-medium text-ink">To mend it: </span>
          {plainLine(mend)}.
        </p>
      </div>
      {agent.editable && fixable.length > 0 ? (
        <button type="button" className="btn" aria-label={`Mend ${agent.label}`} onClick={fix}>
          <Wrench size={13} aria-hidden />
          Mend…
        </button>
      ) : null}
    </li>
  );
}
