/** Changes that Luka made, newest first; each can be looked into and taken back. */
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { AgentChange } from '#shared/nouns/agent.ts';
import { client } from '../../session/session.ts';
import { Ago } from '../../ui/clock.tsx';
import { TONE_TEXT } from '../../ui/tone.ts';
import { ACTION_WORDS, CHANGE_WORDS } from '../../words/agent-state.ts';
import { plainLine } from '../../words/plain.ts';
import { capital } from '../../words/run-state.ts';
import { Altered, type ChangeRequest } from './change-dialog.tsx';
import { ChangeSteps } from './change-steps.tsx';

export function ChangeList({
  changes,
  named = false,
  onRollback,
}: {
  changes: readonly AgentChange[];
  /** With the label of each. */
  named?: boolean;
  onRollback: (request: ChangeRequest) => void;
}) {
  return (
    <ul aria-label="Changes" className="divide-y divide-line border-y border-line">
      {changes.map((change) => (
        <ChangeRow key={change.id} change={change} named={named} onRollback={onRollback} />
      ))}
    </ul>
  );
}

function ChangeRow({
  change,
  named,
  onRollback,
}: {
  change: AgentChange;
  named: boolean;
  onRollback: (request: ChangeRequest) => void;
}) {
  const [open, setOpen] = useState(false);
  const { label, tone } = CHANGE_WORDS[change.state];
  return (
    <li className="py-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <button
          type="button"
          aria-expanded={open}
          className="quiet-link min-w-0 grow truncate text-left font-medium"
          onClick={() => setOpen(!open)}
        >
          {ACTION_WORDS[change.action]}
          {named ? ` ${plainLine(change.label)}` : ''}
        </button>
        <span className={`text-sm ${TONE_TEXT[tone]}`}>{label}</span>
        <span className="text-sm text-ink-3">
          <Ago at={change.at} /> by {plainLine(change.by)}
        </span>
        {change.state === 'done' ? (
          <button
            type="button"
            className="btn btn-plain btn-icon"
            aria-label={`Take back: ${ACTION_WORDS[change.action]} ${change.label}`}
            title="Take it back"
            onClick={() =>
              onRollback({
                title: `Take back a change of ${change.label}`,
                verb: 'Take back',
                run: (dryRun) => client.rollbackAgent({ params: { change: change.id }, body: { dryRun } }),
              })
            }
          >
            <Undo2 size={14} aria-hidden />
          </button>
        ) : null}
      </div>
      {change.message === undefined ? null : (
        <p className="text-sm break-words text-ink-2">{capital(change.message)}.</p>
      )}
      {open ? (
        <div className="pt-2 pb-1">
          <Altered change={change} />
          <ChangeSteps steps={change.steps} planned={false} />
        </div>
      ) : null}
    </li>
  );
}
